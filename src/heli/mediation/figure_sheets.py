"""Figures of mediation as tables: the same for the page, the print and the spreadsheet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heli.insight.shares import few, percent
from heli.mediation.figures import WAYS, Days, Figures, Key, Tally
from heli.mediation.models import Level
from heli.reports.document import Figure, Head, Row, Sheet
from heli.reports.words import Value, read, topic_name, unit_name


@dataclass(frozen=True)
class Named:
    """One row of a breakdown: what it is called, its counts and its days."""

    name: str
    tally: Tally
    days: Days


def key_figures(now: Figures, before: Figures) -> list[Figure]:
    """Return the key figures with those of the span before."""
    this, that = now.whole, before.whole
    return [
        Figure("settlement", _("Settled, of talks that ended"), "share", [this.settlement, that.settlement, None],
               _of(this.settled, this.ended)),
        Figure("performance", _("Performed by the 90th day"), "share", [this.performance, that.performance, None],
               _of(this.sum("clause_kept", "clause_late"), this.judged)),
        Figure("median", _("Days to the end, median"), "days", [now.days.median, before.days.median, None],
               _("of %(number)s rounds of talks") % {"number": now.days.number}),
        Figure("month", _("Ended within the month"), "share", [_month(this), _month(that), None],
               _of(this["in_month"], this.ended)),
        _rating("first", _("Rating by the first side"), this, that),
        _rating("others", _("Rating by the other sides"), this, that),
    ]  # fmt: skip


def _month(tally: Tally) -> float | None:
    return percent(tally["in_month"], tally.ended)


def _rating(side: str, label: str, now: Tally, before: Tally) -> Figure:
    note = _("of %(number)s ratings") % {"number": few(now[f"rated_{side}"])}
    return Figure(side, label, "factor", [now.rating(side), before.rating(side), None], note)


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole}


def sheets(figures: Figures, *, compares: bool) -> list[Sheet]:
    """Return the tables; those of single committees only where ``compares``."""
    whole = figures.whole
    found = [
        _ways(whole), _answers(whole), _ends(whole), _times(figures), _performance(whole), _moves(whole),
        _courts(whole), _referrals(figures), _ratings(whole),
        _by("topics", _("By kind of dispute"), _("Kind"), by_topic(figures)),
        _by("levels", _("By level"), _("Level"), by_level(figures)),
    ]  # fmt: skip
    return [*found, _by("units", _("By committee"), _("Committee"), by_unit(figures))] if compares else found


def by_topic(figures: Figures) -> list[Named]:
    """Return the sums of kinds of disputes, in the order of their names."""
    return sorted(_named(figures, "topic", lambda pk: read(topic_name(pk))), key=lambda row: row.name)


def by_unit(figures: Figures) -> list[Named]:
    """Return the sums of committees, in the order of their names: nothing is ranked."""
    return sorted(_named(figures, "unit", lambda pk: read(unit_name(pk))), key=lambda row: row.name)


def by_level(figures: Figures) -> list[Named]:
    """Return the sums of levels, the lowest first."""
    return _named(figures, "level", lambda level: str(Level(level).label))


def _named(figures: Figures, field: str, name: Callable[[Any], str]) -> list[Named]:
    def key(cell: Key) -> Any:
        return getattr(cell, field)

    days = figures.days_by[field]
    rows = sorted(figures.by(key).items(), key=lambda row: row[0] or 0)
    return [Named(name(found), tally, days.get(found, Days())) for found, tally in rows]


def _counts(code: str, title: str, first: str, parts: Iterable[tuple[str, int]], whole: int | None = None) -> Sheet:
    """Return a table of numbers, with the share of each where they are parts of a ``whole``."""
    heads = [Head(first, "text"), Head(_("How many"))]
    if whole is None:
        return Sheet(code, title, heads, [Row(label, [number]) for label, number in parts])
    rows = [Row(label, [number, percent(number, whole)]) for label, number in parts]
    return Sheet(code, title, [*heads, Head(_("Share"), "share")], rows)


def _ways(whole: Tally) -> Sheet:
    labels = {
        "web": _("Applied for on the web or by another system"),
        "phone": _("Applied for by telephone"),
        "desk": _("Applied for at a desk or by letter"),
        "other": _("Applied for in another way"),
        "offered": _("Offered by a committee"),
        "referred": _("Referred by another body"),
    }
    return _counts(
        "ways", _("How disputes came"), _("How it came"), [(labels[way], whole[way]) for way in WAYS], whole.came
    )


def _answers(whole: Tally) -> Sheet:
    parts = [
        (_("Answers of sides: agreed"), whole["said_yes"]),
        (_("Answers of sides: refused"), whole["said_no"]),
        (_("Mediation begun: every side had agreed"), whole["begin"]),
        (_("Never begun, for a refusal"), whole["never_begun"]),
        (_("Not a matter for mediation"), whole["turn_away"]),
        (_("Withdrawn before it began"), whole["withdraw"]),
    ]
    return _counts("answers", _("What the sides answered (art. 17)"), _("Answer"), parts)


def _ends(whole: Tally) -> Sheet:
    parts = [
        (_("Agreement in writing"), whole["take_effect"]),
        (_("Oral agreement"), whole["conclude_orally"]),
        (_("The sides could not agree"), whole["close_unsettled"]),
        (_("Ended by a side"), whole["end"]),
    ]
    return _counts("ends", _("How talks ended"), _("End"), parts, whole.ended)


def _times(figures: Figures) -> Sheet:
    heads = [
        Head(_("Level"), "text"),
        Head(_("Rounds of talks")),
        Head(_("Days, median"), "days"),
        Head(_("Days, 90th percentile"), "days"),
        Head(_("Within the month")),
        Head(_("Later")),
    ]
    rows = [Named(_("All levels"), figures.whole, figures.days), *by_level(figures)]
    made = [
        Row(row.name, [row.tally.ended, row.days.median, row.days.ninetieth, *_in_month(row.tally)]) for row in rows
    ]
    return Sheet("times", _("Time of talks (TJ01, one month)"), heads, made)


def _in_month(tally: Tally) -> list[Value]:
    return [tally["in_month"], tally.ended - tally["in_month"]]


def _performance(whole: Tally) -> Sheet:
    heads = [
        Head(_("After 90 days"), "text"),
        Head(_("In time")),
        Head(_("Late")),
        Head(_("Not by the 90th day")),
        Head(_("Performed, share"), "share"),
        Head(_("90 days not over")),
    ]
    kept, broken = whole["agreement_kept"], whole["agreement_broken"]
    rows = [
        Row(
            _("Clauses due"),
            [
                whole["clause_kept"],
                whole["clause_late"],
                whole["clause_broken"],
                whole.performance,
                whole["clause_young"],
            ],
        ),
        Row(
            _("Agreements, all that was due"),
            [kept, None, broken, percent(kept, kept + broken), whole["agreement_young"]],
        ),
    ]
    return Sheet("performance", _("How agreements were kept"), heads, rows)


def _moves(whole: Tally) -> Sheet:
    parts = [(_("Passed up"), whole["pass_up"]), (_("Passed down"), whole["pass_down"])]
    return _counts("moves", _("Passed between levels"), _("Direction"), parts)


def _courts(whole: Tally) -> Sheet:
    done = whole.sum("confirmed", "dismissed", "not_accepted", "withdrawn")
    parts = [
        (_("Applications handed in"), whole["filed"]),
        (_("of these within 30 days of effect (TJ02)"), whole["filed_in_time"]),
        (_("Confirmed by the court"), whole["confirmed"]),
        (_("Dismissed"), whole["dismissed"]),
        (_("Not accepted"), whole["not_accepted"]),
        (_("Withdrawn"), whole["withdrawn"]),
        (_("Not decided yet"), whole["filed"] - done),
        (_("Decided after docketing"), whole["ruled"]),
        (_("of these within the court's 30 days (TJ03)"), whole["ruled_in_time"]),
    ]
    return _counts("courts", _("Confirmation by a court"), _("What happened"), parts)


def _referrals(figures: Figures) -> Sheet:
    heads = [
        Head(_("Body"), "text"),
        Head(_("Offered")),
        Head(_("Accepted")),
        Head(_("Not accepted")),
        Head(_("Returned")),
        Head(_("Returned in time")),
        Head(_("Settled, wholly or in part")),
        Head(pgettext("outcome of a referral", "Not settled")),
        Head(_("Another procedure")),
    ]
    names = ("number", "accepted", "refused", "returned", "in_time", "settled", "not_settled", "elsewhere")
    rows = [
        Row(f"{_way(line.inward)} · {line.label}", [line.counts[name] for name in names]) for line in figures.referrals
    ]
    return Sheet("referrals", _("Referrals out and in"), heads, rows, _("No referral in this period."))


def _way(inward: bool) -> str:  # noqa: FBT001 - a property of the line
    return _("sent to us") if inward else _("sent by us")


def _ratings(whole: Tally) -> Sheet:
    heads = [Head(_("Who rated"), "text"), Head(_("Ratings"), "text"), Head(_("Mean, 1 to 5"), "factor")]
    sides = (("first", _("First side and those beside it")), ("others", _("Other sides")))
    rows = [Row(label, [few(whole[f"rated_{side}"]), whole.rating(side)]) for side, label in sides]
    return Sheet("ratings", _("How the sides found it"), heads, rows)


def _by(code: str, title: str, first: str, rows: list[Named]) -> Sheet:
    heads = [
        Head(first, "text"),
        Head(_("Came in")),
        Head(_("Begun")),
        Head(_("Never begun, for a refusal")),
        Head(_("With an agreement")),
        Head(_("Without one")),
        Head(_("Settled, share"), "share"),
        Head(_("Days, median"), "days"),
        Head(_("Days, 90th percentile"), "days"),
        Head(_("Within the month")),
        Head(_("Later")),
        Head(_("Clauses due")),
        Head(_("Performed, share"), "share"),
    ]
    return Sheet(code, title, heads, [Row(row.name, _values(row.tally, row.days)) for row in rows])


def _values(tally: Tally, days: Days) -> list[Value]:
    return [
        tally.came,
        tally["begin"],
        tally["never_begun"],
        tally.settled,
        tally.ended - tally.settled,
        tally.settlement,
        days.median,
        days.ninetieth,
        *_in_month(tally),
        tally.judged,
        tally.performance,
    ]
