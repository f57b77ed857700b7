"""The figures of a span for whoever may read them, with names, as a document."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from heli.insight.scope import groups
from heli.insight.spans import Span
from heli.petitions.figure_sheets import Named, key_figures, sheets
from heli.petitions.figure_words import definitions
from heli.petitions.figures import Figures, figures_of
from heli.petitions.reach import Reach
from heli.reports.document import Document
from heli.reports.words import Both, district_name, read, topic_name, unit_name


def named(figures: Figures, key: Callable[[int | None, int], Any], name: Callable[[Any], Both]) -> Named:
    """Return sums by ``key`` with their names, in the order of the names: nothing is ranked."""
    rows = [(name(found), tally) for found, tally in figures.by(key).items()]
    return sorted(rows, key=lambda row: row[0]["zh"])


def by_unit(figures: Figures) -> Named:
    """Return the sums of units."""
    return named(figures, lambda unit, _topic: unit, unit_name)


def by_topic(figures: Figures) -> Named:
    """Return the sums of groups of topics."""
    known = groups()
    return named(figures, lambda _unit, topic: known.get(topic, topic), topic_name)


def overview(reach: Reach, span: Span, now: datetime) -> tuple[Document, Figures]:
    """Return the figures of ``span`` beside those of the span before, as a document and as they are; ten statements."""
    figures = figures_of(reach, span.since, span.until, now)
    before = figures_of(reach, span.before.since, span.before.until, now)
    whole = figures.whole
    document = Document(
        title=_("Petition work in figures"),
        about=_("All organs") if reach.units is None else _("Your own units"),
        period=span.label,
        district=read(district_name()),
        figures_at=now,
        public=False,
        figures=key_figures(whole, before.whole),
        sheets=sheets(whole, by_unit(figures), by_topic(figures)),
        definitions=definitions(),
        changes=[],
        issue=1,
        codes=(span.code, span.before.code, ""),
    )
    return document, figures
