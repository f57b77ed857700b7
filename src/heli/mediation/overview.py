"""The figures of a span for whoever may read them, as a document."""

from datetime import datetime

from django.utils.translation import gettext as _

from heli.insight.spans import Span
from heli.mediation.figure_sheets import key_figures, sheets
from heli.mediation.figure_words import definitions
from heli.mediation.figures import Figures, figures_of
from heli.mediation.reach import Reach
from heli.reports.document import Document
from heli.reports.words import district_name, read


def overview(reach: Reach, span: Span, now: datetime) -> tuple[Document, Figures]:
    """Return the figures of ``span`` beside those of the one before, as a document and as they are; 24 statements."""
    figures, before = figures_of(reach, span, now), figures_of(reach, span.before, now)
    document = Document(
        title=_("Mediation in figures"),
        about=_("All committees") if reach.units is None else _("Your own committees"),
        period=span.label,
        district=read(district_name()),
        figures_at=now,
        public=False,
        figures=key_figures(figures, before),
        sheets=sheets(figures, compares=reach.compares),
        definitions=definitions(),
        changes=[],
        issue=1,
        codes=(span.code, span.before.code, ""),
    )
    return document, figures
