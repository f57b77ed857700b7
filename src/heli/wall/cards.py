"""The big figures of the wall, each with its trend against the period before or its ground."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heli.insight.figures import Figures
from heli.insight.indicators import Compared, percent
from heli.insight.public import PublicFigures
from heli.wall.asking import Wanted
from heli.wall.words import NONE, days_text, line_of, percent_sign, whole

Card = dict[str, Any]
UP, DOWN, LEVEL = "trending-up", "trending-down", "arrow-right"


def cards(figures: Figures, wanted: Wanted) -> list[Card]:
    """Return the cards of the staff's wall."""
    return [
        _open(figures, wanted),
        _overdue(figures, wanted),
        _on_time(figures),
        _median(figures),
        _received(figures, wanted),
        _closed(figures, wanted),
        _satisfied(figures),
        _setbacks(figures),
    ]


def trend(compared: Compared[int], *, better: int = 0) -> Card:
    """Return arrow, words and tone of a count against that of the period before.

    ``better`` is 1 where more is better, -1 where less is, 0 where neither is.
    """
    change = compared.now - compared.before
    if not change:
        return {"change": _("as in the period before"), "arrow": LEVEL, "tone": "neutral"}
    more = ngettext("%(n)s more than before", "%(n)s more than before", change)
    fewer = ngettext("%(n)s fewer than before", "%(n)s fewer than before", -change)
    return {"change": (more if change > 0 else fewer) % {"n": abs(change)}, **_direction(change, better)}


def _direction(change: float, better: int) -> Card:
    tone = "neutral" if not better else "good" if change * better > 0 else "bad"
    return {"arrow": UP if change > 0 else DOWN, "tone": tone}


def share_trend(now: float | None, before: float | None) -> Card:
    """Return the trend of a share in per cent, in points; more is better. Empty where one of the two is not known."""
    if now is None or before is None:
        return {}
    points = round(now) - round(before)
    if not points:
        return {"change": _("as in the period before"), "arrow": LEVEL, "tone": "neutral"}
    up, down = _("%(n)s points better than before"), _("%(n)s points worse than before")
    return {"change": (up if points > 0 else down) % {"n": abs(points)}, **_direction(points, 1)}


def _open(figures: Figures, wanted: Wanted) -> Card:
    change = figures.flow.opened.now - figures.flow.closed.now
    more, fewer = _("%(n)s more received than closed"), _("%(n)s more closed than received")
    card = {"label": _("Open cases"), "value": figures.total.open, "icon": "inbox", "href": wanted.queue()}
    if not change:
        return {**card, "change": _("as many closed as received"), "arrow": LEVEL, "tone": "neutral"}
    return {**card, "change": (more if change > 0 else fewer) % {"n": abs(change)}, **_direction(change, -1)}


def _overdue(figures: Figures, wanted: Wanted) -> Card:
    total, answers = figures.total, figures.answers
    ran_out = _("%(n)s ran out in the period") % {"n": answers.now.missed}
    soon = _("%(n)s due soon") % {"n": total.yellow}
    share = _("%(share)s %% of the open cases") % {"share": whole(percent(total.red, total.open))} if total.open else ""
    return {
        "label": _("Overdue"),
        "value": total.red,
        "icon": "clock-exclamation",
        "note": " · ".join(filter(None, (ran_out, soon, share))),
        "href": wanted.queue(tab="late"),
        **_missed(answers.now.missed, answers.before.missed),
    }


def _missed(now: int, before: int) -> Card:
    """Compare what ran out in the period: the number above is what is overdue at this moment."""
    card, change = trend(Compared(now, before), better=-1), now - before
    more = ngettext("%(n)s more ran out than before", "%(n)s more ran out than before", change)
    fewer = ngettext("%(n)s fewer ran out than before", "%(n)s fewer ran out than before", -change)
    return {**card, "change": (more if change > 0 else fewer) % {"n": abs(change)}} if change else card


def _on_time(figures: Figures) -> Card:
    answers = figures.answers
    return {
        "label": _("On time"),
        "value": whole(answers.now.share),
        "unit": percent_sign(answers.now.share),
        "icon": "check",
        "note": _("%(met)s of %(all)s answers") % {"met": answers.now.met, "all": answers.now.answered},
        **share_trend(answers.now.share, answers.before.share),
    }


def _median(figures: Figures) -> Card:
    now, before = figures.median.now, figures.median.before
    card = {
        "label": _("Time to an answer"),
        "value": days_text(now),
        "unit": _("days") if now is not None else "",
        "icon": "hourglass",
        "note": _("Median: half were faster"),
    }
    if now is None or before is None:
        return card
    change = round((now - before) / timedelta(days=1), 1)
    if not change:
        return {**card, "change": _("as in the period before"), "arrow": LEVEL, "tone": "neutral"}
    slower, faster = _("%(n)s days slower than before"), _("%(n)s days faster than before")
    return {**card, "change": (slower if change > 0 else faster) % {"n": abs(change)}, **_direction(change, -1)}


def _received(figures: Figures, wanted: Wanted) -> Card:
    return {
        "label": _("Cases received"),
        "value": figures.flow.opened.now,
        "icon": "message-report",
        "line": line_of([day.opened for day in figures.days]),
        "href": wanted.of_period("opened"),
        **trend(figures.flow.opened),
    }


def _closed(figures: Figures, wanted: Wanted) -> Card:
    return {
        "label": _("Cases closed"),
        "value": figures.flow.closed.now,
        "icon": "circle-check",
        "line": line_of([day.closed for day in figures.days]),
        "href": wanted.of_period("closed"),
        **trend(figures.flow.closed, better=1),
    }


def _satisfied(figures: Figures) -> Card:
    now, before = figures.ratings.now, figures.ratings.before
    note = _("Handling: %(share)s %% · %(rated)s ratings") % {"share": whole(now.process_share), "rated": now.rated}
    return {
        "label": _("Content with the result"),
        "value": whole(now.result_share),
        "unit": percent_sign(now.result_share),
        "icon": "mood-happy",
        "note": note,
        **share_trend(now.result_share, before.result_share),
    }


def _setbacks(figures: Figures) -> Card:
    back = figures.setbacks.now
    note = _("%(reopened)s opened again · %(contested)s returned twice") % {
        "reopened": back.reopened,
        "contested": back.contested,
    }
    return {
        "label": _("Results rejected"),
        "value": back.rejected,
        "icon": "arrow-back-up",
        "note": note,
        **trend(Compared(back.rejected, figures.setbacks.before.rejected), better=-1),
    }


def public_cards(figures: PublicFigures) -> list[Card]:
    """Return the cards of the public wall: protected counts and whole per cents."""
    now, before = figures.now, figures.before
    handling = _("Handling: %(share)s %%") % {"share": now.process}
    known = now.median_days is not None
    return [
        {"label": _("Open cases"), "value": figures.sum(), "icon": "inbox"},
        {
            "label": _("Overdue"),
            "value": figures.sum(lambda place: place.lateness == "late"),
            "icon": "clock-exclamation",
        },
        {
            "label": _("On time"),
            "value": NONE if now.on_time is None else now.on_time,
            "unit": percent_sign(now.on_time),
            "icon": "check",
            **share_trend(now.on_time, before.on_time if before else None),
        },
        {
            "label": _("Time to an answer"),
            "value": now.median_days if known else NONE,
            "unit": _("days") if known else "",
            "icon": "hourglass",
            "note": _("Median: half were faster"),
        },
        {
            "label": _("Cases received"),
            "value": now.opened,
            "icon": "message-report",
            **(trend(Compared(now.opened.value, before.opened.value)) if before else {}),
        },
        {
            "label": _("Cases closed"),
            "value": now.closed,
            "icon": "circle-check",
            **(trend(Compared(now.closed.value, before.closed.value), better=1) if before else {}),
        },
        {
            "label": _("Content with the result"),
            "value": NONE if now.result is None else now.result,
            "unit": percent_sign(now.result),
            "icon": "mood-happy",
            "note": handling if now.process is not None else "",
            **share_trend(now.result, before.result if before else None),
        },
    ]
