"""Stretches of days in words, for pages and lists alike."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heli.insight.periods import DAY, Length
from heli.insight.stretches import MOVING, Stretch, stretch

MOVING_LABELS = {
    "day": gettext_lazy("Today"),
    "last-day": gettext_lazy("Yesterday"),
    "week": gettext_lazy("This week"),
    "last-week": gettext_lazy("Last week"),
    "month": gettext_lazy("This month"),
    "last-month": gettext_lazy("Last month"),
    "30-days": gettext_lazy("Last 30 days"),
}


def stretch_text(name: str, now: datetime) -> str:
    """Return the stretch called ``name`` in words: "Last week", "June 2026", "week 24 of 2026"."""
    if name in MOVING:
        return str(MOVING_LABELS[name])
    found = stretch(name, now)
    length = found.period.length if found.period else None
    if length == Length.WEEK:
        year, week, _day = found.first.isocalendar()
        return _("week %(week)s of %(year)s") % {"week": week, "year": year}
    return date_format(found.first, "YEAR_MONTH_FORMAT") if length == Length.MONTH else _dated(found.first)


def days_text(found: Stretch) -> str:
    """Return the days of ``found``: "8 June – 14 June 2026"; one day alone."""
    return _range(found.first, found.last)


def before_text(found: Stretch, now: datetime) -> str:
    """Return what ``found`` is compared with: the days before and, while it runs, until which moment of them."""
    spans = found.spans(now)
    if not found.running(now) or spans.earlier_until == spans.since:
        return _range(found.earlier, found.first - DAY)
    end = timezone.localtime(spans.earlier_until)
    return _("%(days)s, %(time)s") % {"days": _range(found.earlier, end.date()), "time": f"{end:%H:%M}"}


def _dated(day: date) -> str:
    return date_format(day, pgettext("date format", "j F Y"))


def _range(first: date, last: date) -> str:
    one, other = _dated(first), _dated(last)
    if first == last:
        return one
    if first.year == last.year:
        # The year is said once: where it stands is a matter of the language.
        one = date_format(first, pgettext("first day of a range", "j F"))
        other = date_format(last, pgettext("last day of a range", "j F Y"))
    return _("%(first)s – %(last)s") % {"first": one, "last": other}
