"""Dates and times as residents and officers read them, in either language."""

from datetime import date, datetime, timedelta, tzinfo
from functools import cache, lru_cache

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@cache
def _patterns(language: str) -> dict[str, str]:
    """The formats in ``language``, which is the active one: looked up once, for a list writes hundreds of dates."""
    return {
        "full": pgettext("date format", "j F Y, H:i"),
        "date": pgettext("date format", "j F Y"),
        "day": pgettext("date format", "l j F Y"),
        "short": pgettext("date format", "j M, H:i"),
        "time": pgettext("date format", "H:i"),
    }


def written(moment: datetime | date, style: str = "full") -> str:
    """Write a moment in district time; `style` is full, date, day, short or time.

    A plain date has no hour: "full" and "short" fall back to "date". "short" leaves out the year of this year only.
    """
    language = get_language() or ""
    if not isinstance(moment, datetime):
        return _written(moment, style if style in {"date", "day"} else "date", language, None)
    zone = timezone.get_current_timezone()
    if style == "short" and moment.astimezone(zone).year != timezone.now().astimezone(zone).year:
        style = "full"
    return _written(moment, style, language, zone)


@lru_cache(maxsize=10_000)
def _written(moment: datetime | date, style: str, language: str, zone: tzinfo | None) -> str:
    """Kept, for a list that is looked at again shows the same dates; ``language`` is the active one."""
    local = moment.astimezone(zone) if isinstance(moment, datetime) and zone else moment
    return format_date(local, _patterns(language)[style])


def is_midnight(moment: datetime) -> bool:
    """Whether a moment is local midnight, as due dates counted in days are."""
    return _as_end(moment, timezone.get_current_timezone())[0]


def last_day(due_at: datetime) -> date:
    """The last local day on which an act is still in time; `due_at` itself is exclusive."""
    return _as_end(due_at, timezone.get_current_timezone())[1]


@lru_cache(maxsize=10_000)
def _as_end(moment: datetime, zone: tzinfo) -> tuple[bool, date]:
    """Whether ``moment`` is midnight, and the day before it; kept, for every line of a list asks three times."""
    local = moment.astimezone(zone)
    before = (moment - timedelta(microseconds=1)).astimezone(zone)
    return (local.hour, local.minute, local.second) == (0, 0, 0), before.date()


def due_text(due_at: datetime) -> str:
    """A due date as a sentence part: the last day, or the hour where the limit is counted in hours."""
    return written(last_day(due_at), "date") if is_midnight(due_at) else written(due_at, "full")


def span(length: timedelta) -> str:
    """A positive length in its largest whole unit: days, hours or minutes (at least one minute)."""
    if length >= DAY:
        return days(length // DAY)
    if length >= HOUR:
        hours = length // HOUR
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    minutes = max(1, length // timedelta(minutes=1))
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def days(count: int) -> str:
    """A number of days with its unit."""
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def ago(moment: datetime, now: datetime) -> str:
    """How long ago a moment was, or in how long it comes."""
    if abs(now - moment) < timedelta(minutes=1):
        return _("just now")
    if moment < now:
        return _("%(span)s ago") % {"span": span(now - moment)}
    return _("in %(span)s") % {"span": span(moment - now)}
