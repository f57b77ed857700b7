"""Figures of petition work as tables: the same for the page, the print, the spreadsheet and the annual report."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from heli.insight.shares import few, percent
from heli.petitions.figure_words import limit_name
from heli.petitions.figures import DUTIES, WINDOWS, Tally
from heli.reports.document import Figure, Head, Row, Sheet
from heli.reports.words import Both, Value, read

Named = Iterable[tuple[Both, Tally]]


def key_figures(now: Tally, before: Tally) -> list[Figure]:
    """Return the key figures with those of the span before."""
    return [
        _share("duties", _("Time limits kept"), now.duties.share, before.duties.share, _of_limits(now)),
        _share(
            "extended",
            _("Extended"),
            percent(now.extended, now.opinions),
            percent(before.extended, before.opinions),
            _of(now.extended, now.opinions),
        ),
        _share(
            "reversal",
            _("Changed on review"),
            percent(*now.decided_again),
            percent(*before.decided_again),
            _of(*now.decided_again),
        ),
        _share(
            "executed",
            _("Carried out in time"),
            now.limit("executing").share,
            before.limit("executing").share,
            _of(now.limit("executing").met, _known(now, "executing")),
        ),
        _mean("unit", _("Rating of the organ"), now.means[0], before.means[0], now.rated),
        _mean("office", _("Rating of the petition office"), now.means[1], before.means[1], now.rated),
        Figure("repeated", _("Repeated issues"), "count", [now.repeated, before.repeated, None]),
    ]


def _share(code: str, label: str, now: Value, before: Value, note: str) -> Figure:
    return Figure(code, label, "share", [now, before, None], note)


def _mean(code: str, label: str, now: Value, before: Value, rated: int) -> Figure:
    return Figure(code, label, "factor", [now, before, None], _("of %(number)s ratings") % {"number": few(rated)})


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole}


def _of_limits(tally: Tally) -> str:
    kept = tally.duties
    return _of(kept.met, kept.ended + kept.late)


def _known(tally: Tally, limit: str) -> int:
    kept = tally.limit(limit)
    return kept.ended + kept.late


def sheets(whole: Tally, units: Named, topics: Named) -> list[Sheet]:
    """Return the tables: limits, rights, results, reviews, by unit, by topic."""
    return [
        _limits(whole),
        _rights(whole),
        _results(whole),
        _reviews(whole),
        _by("units", _("By unit"), _("Unit"), units),
        _by("topics", _("By topic"), _("Topic"), topics),
    ]


def _limits(whole: Tally) -> Sheet:
    heads = [Head(_("Limit"), "text"), Head(_("In time")), Head(_("Late")), Head(_("Late now")), _kept_head()]
    rows = []
    for name in DUTIES:
        kept = whole.limit(name)
        rows.append(Row(limit_name(name), [kept.met, kept.missed, kept.late, kept.share]))
    return Sheet("limits", _("Time limits of the law"), heads, rows)


def _kept_head() -> Head:
    return Head(_("In time, share"), "share")


def _rights(whole: Tally) -> Sheet:
    heads = [Head(_("Right"), "text"), Head(_("Used")), Head(_("Ended unused"))]
    rows = [Row(limit_name(n), [whole.limit(n).met, whole.limit(n).missed + whole.limit(n).late]) for n in WINDOWS]
    return Sheet("rights", _("Rights used"), heads, rows)


def _results(whole: Tally) -> Sheet:
    heads = [Head(_("Result"), "text"), Head(_("Opinions")), Head(_("Share"), "share")]
    parts = (
        (_("Supported"), whole.supported),
        (_("Explained: reasonable, but the law gives no ground"), whole.explained),
        (_("Not supported"), whole.not_supported),
    )
    rows = [Row(label, [number, percent(number, whole.opinions)]) for label, number in parts]
    return Sheet("results", _("Results of written opinions (art. 32)"), heads, rows)


def _reviews(whole: Tally) -> Sheet:
    heads = [Head(_("Level"), "text"), Head(_("Decided")), Head(_("Changed")), Head(_("Changed, share"), "share")]
    levels = (
        (_("Review (art. 35)"), whole.reviewed, whole.review_changed),
        (_("Re-review (art. 36)"), whole.re_reviewed, whole.re_review_changed),
    )
    rows = [Row(label, [number, changed, percent(changed, number)]) for label, number, changed in levels]
    return Sheet("reviews", _("Review and re-review"), heads, rows)


def _by(code: str, title: str, first: str, named: Named) -> Sheet:
    heads = [
        Head(first, "text"),
        Head(_("In time")),
        Head(_("Late or late now")),
        _kept_head(),
        Head(_("Opinions")),
        Head(_("Looked at again")),
        Head(_("Changed")),
        Head(_("Granted, with a last day")),
        Head(_("Carried out in time")),
        Head(_("Ratings"), "text"),
        Head(_("Organ, mean"), "factor"),
        Head(_("Office, mean"), "factor"),
        Head(_("Repeated issues")),
    ]
    return Sheet(code, title, heads, [Row(read(name), _values(tally)) for name, tally in named])


def _values(tally: Tally) -> list[Value]:
    kept, (changed, again) = tally.duties, tally.decided_again
    return [
        kept.met,
        kept.missed + kept.late,
        kept.share,
        tally.opinions,
        again,
        changed,
        _known(tally, "executing"),
        tally.limit("executing").met,
        few(tally.rated),
        *tally.means,
        tally.repeated,
    ]
