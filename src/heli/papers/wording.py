"""Moments as papers and letters write them, in the district's time; the language is the paper's, not the reader's."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def moment(at: datetime, *, english: bool = False) -> str:
    """Return "2026年6月1日 9:05", or "1 June 2026, 9:05"."""
    local = timezone.localtime(at)
    return f"{_day(local, english=english)}{',' if english else ''} {local.hour}:{local.minute:02}"


def due(at: datetime, *, english: bool = False) -> str:
    """Return a due instant, which itself is too late: a last day runs to its end, an hour is written as it is."""
    local = timezone.localtime(at)
    if local.time() != time.min:
        return f"before {moment(at, english=True)}" if english else f"{moment(at)}前"
    last = _day(local - timedelta(days=1), english=english)
    return f"{last}, end of the day" if english else f"{last}24:00前"


def day(at: date, *, english: bool = False) -> str:
    """Return "2026年6月1日", or "1 June 2026"; of an instant its day in the district."""
    return _day(timezone.localtime(at) if isinstance(at, datetime) else at, english=english)


def _day(local: date, *, english: bool) -> str:
    return (
        f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
        if english
        else f"{local.year}年{local.month}月{local.day}日"
    )


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
