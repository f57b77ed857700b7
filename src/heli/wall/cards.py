"""The big figures of the wall, each with its trend or its ground."""

from typing import Any

from django.utils.translation import gettext as _

from heli.insight.figures import Figures
from heli.insight.indicators import percent
from heli.insight.public import PublicFigures
from heli.insight.small_counts import total
from heli.wall.asking import Wanted
from heli.wall.words import NONE, days_text, signed, whole

Card = dict[str, Any]


def cards(figures: Figures, wanted: Wanted) -> list[Card]:
    """Return the cards of the staff's wall."""
    return [
        _open(figures, wanted),
        _overdue(figures, wanted),
        _on_time(figures),
        _median(figures),
        _received(figures, wanted),
        _satisfied(figures),
        _setbacks(figures),
    ]


def _open(figures: Figures, wanted: Wanted) -> Card:
    week = figures.days[-7:]
    change = sum(day.opened for day in week) - sum(day.closed for day in week)
    text = _("%(change)s in 7 days") % {"change": signed(change)}
    return {
        "label": _("Open cases"),
        "value": figures.total.open,
        "icon": "inbox",
        "change": text,
        "href": wanted.queue(),
    }


def _overdue(figures: Figures, wanted: Wanted) -> Card:
    late, every = figures.total.red, figures.total.open
    note = _("%(share)s %% of the open cases") % {"share": whole(percent(late, every))} if every else ""
    soon = _("%(n)s due soon") % {"n": figures.total.yellow}
    return {
        "label": _("Overdue"),
        "value": late,
        "icon": "clock-exclamation",
        "change": soon,
        "tone": "warn" if figures.total.yellow else "neutral",
        "note": note,
        "href": wanted.queue(tab="late"),
    }


def _on_time(figures: Figures) -> Card:
    now, before = figures.answers.share, figures.earlier_answers.share
    change, tone = "", "neutral"
    if now is not None and before is not None:
        points = round(now) - round(before)
        change = (
            _("%(change)s points on the period before") % {"change": signed(points)}
            if points
            else _("as in the period before")
        )
        tone = "good" if points > 0 else "bad" if points < 0 else "neutral"
    note = _("%(met)s of %(all)s answers") % {"met": figures.answers.met, "all": figures.answers.answered}
    value = whole(now)
    unit = "%" if value != NONE else ""
    return {
        "label": _("On time"),
        "value": value,
        "unit": unit,
        "icon": "check",
        "change": change,
        "tone": tone,
        "note": note,
    }


def _median(figures: Figures) -> Card:
    return {
        "label": _("Time to an answer"),
        "value": days_text(figures.median),
        "unit": _("days") if figures.median is not None else "",
        "icon": "hourglass",
        "note": _("Median: half were faster"),
    }


def _received(figures: Figures, wanted: Wanted) -> Card:
    days = figures.days[-wanted.days :]
    closed = sum(day.closed for day in days)
    return {
        "label": _("Cases received"),
        "value": sum(day.opened for day in days),
        "icon": "message-report",
        "note": _("%(closed)s closed in the same time") % {"closed": closed},
    }


def _satisfied(figures: Figures) -> Card:
    rated = figures.ratings
    value = whole(rated.result_share)
    note = _("Handling: %(share)s %% · %(rated)s ratings") % {"share": whole(rated.process_share), "rated": rated.rated}
    unit = "%" if value != NONE else ""
    return {"label": _("Content with the result"), "value": value, "unit": unit, "icon": "mood-happy", "note": note}


def _setbacks(figures: Figures) -> Card:
    back = figures.setbacks
    note = _("%(reopened)s opened again · %(contested)s returned twice") % {
        "reopened": back.reopened,
        "contested": back.contested,
    }
    return {"label": _("Results rejected"), "value": back.rejected, "icon": "arrow-back-up", "note": note}


def public_cards(figures: PublicFigures, days: int) -> list[Card]:
    """Return the cards of the public wall: protected counts and whole per cents."""
    recent = figures.days[-days:]
    satisfied = _share(figures.result)
    handling = _("Handling: %(share)s %%") % {"share": _share(figures.process)}
    opened, closed = total([day.opened for day in recent]), total([day.closed for day in recent])
    median = NONE if figures.median_days is None else figures.median_days
    return [
        {"label": _("Open cases"), "value": figures.sum(), "icon": "inbox"},
        {
            "label": _("Overdue"),
            "value": figures.sum(lambda place: place.lateness == "late"),
            "icon": "clock-exclamation",
        },
        {"label": _("On time"), "value": _share(figures.on_time), "unit": _sign(figures.on_time), "icon": "check"},
        {
            "label": _("Time to an answer"),
            "value": median,
            "unit": _("days") if figures.median_days is not None else "",
            "icon": "hourglass",
            "note": _("Median: half were faster"),
        },
        {
            "label": _("Cases received"),
            "value": opened,
            "icon": "message-report",
            "note": _("%(closed)s closed in the same time") % {"closed": closed},
        },
        {
            "label": _("Content with the result"),
            "value": satisfied,
            "unit": _sign(figures.result),
            "icon": "mood-happy",
            "note": handling if figures.process is not None else "",
        },
    ]


def _share(share: int | None) -> str:
    return NONE if share is None else str(share)


def _sign(share: int | None) -> str:
    return "" if share is None else "%"
