"""When a time limit ends, counted as the law counts (Civil Code, arts. 200-204).

Start. The day in which something happens is not counted; hours run from the next full
hour (Civil Procedure Law, art. 85). What arrives on a day off has the next working day
as its first working day.

End. Months and years end on the day with the same number, or on the last day of a
shorter month. The last day runs to midnight. If it is a day off it rolls, except for
hours, which never roll.

Pauses. The day in which a pause begins still counts, the following ones up to and
including the day in which it ends do not: a pause is counted in days like a period.
Days and working days skip what was paused; months and years become longer by as many
days; hours stop and go on to the second. A last day is not rolled onto a paused day.
Pauses that touch or overlap count once.

Extensions go on from the last day before rolling, in the order given; only the final
day rolls.

Provisional. A due date is provisional if a day that was looked at (each counted day for
working days; for the others the last day and those it rolled over) belongs to a year
whose holiday notice is not loaded, or to 28-31 December while the next year's is not.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from heli.kernel.calendar import WorkCalendar
from heli.kernel.service_hours import ServiceHours, next_service_instant, within_service_hours
from heli.kernel.spans import (
    Due,
    Interval,
    Period,
    Roll,
    TraceKind,
    TraceLine,
    Unit,
    days,
    hours,
    months,
    working_days,
    years,
)

__all__ = (
    "Due",
    "Interval",
    "Period",
    "Roll",
    "ServiceHours",
    "TraceKind",
    "TraceLine",
    "Unit",
    "WorkCalendar",
    "at_fraction",
    "compute",
    "days",
    "elapsed_fraction",
    "hours",
    "months",
    "next_service_instant",
    "within_service_hours",
    "working_days",
    "years",
)

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_INSTANT: Final = timedelta(microseconds=1)


def compute(
    start: datetime,
    period: Period,
    calendar: WorkCalendar,
    *,
    zone: ZoneInfo,
    roll: Roll = Roll.FORWARD,
    pauses: Sequence[Interval] = (),
    extensions: Sequence[Period] = (),
) -> Due:
    """When `period` from `start` ends, by the rules above and with every step traced.

    Raises ValueError for a naive `start`, and for hours mixed with longer units.
    """
    if start.tzinfo is None:
        raise ValueError("a period starts at a moment with a time zone")
    if len({item.unit is Unit.HOURS for item in (period, *extensions)}) > 1:
        raise ValueError("hours and days do not add up to one period")
    if period.unit is Unit.HOURS:
        return _hours_due(start.astimezone(zone), period, pauses, extensions)
    reckoning = _Reckoning(start.astimezone(zone), calendar, pauses)
    reckoning.count(period)
    for extension in extensions:
        reckoning.extend(extension)
    return reckoning.due(roll)


def at_fraction(start: datetime, due_at: datetime, fraction: float) -> datetime:
    """The moment at which `fraction` (0 to 1, else ValueError) of the time has passed."""
    if not 0 <= fraction <= 1:
        raise ValueError("a fraction lies between 0 and 1")
    return start + (due_at - start) * fraction


def elapsed_fraction(start: datetime, due_at: datetime, now: datetime) -> float:
    """How much of the time has passed: 0 before `start`, above 1 after `due_at`."""
    if now <= start:
        return 0.0
    if due_at <= start:
        return 1.0
    return (now - start) / (due_at - start)


class _Reckoning:
    """Counts days on a calendar and writes down what it does."""

    def __init__(self, start: datetime, calendar: WorkCalendar, pauses: Sequence[Interval]) -> None:
        self.start, self.calendar = start, calendar
        self.pauses = sorted(pauses, key=lambda pause: pause.start)
        self.first = self.day = start.date()
        self.doubtful: date | None = None
        at = start.isoformat(timespec="seconds")
        self.trace = [TraceLine(TraceKind.RECEIVED, self.first, {"at": at})]

    def count(self, period: Period) -> None:
        self._note(TraceKind.PERIOD, None, amount=period.amount, unit=period.unit.value)
        self._note(TraceKind.FIRST_DAY_EXCLUDED, self.first)
        self._move(period)

    def extend(self, period: Period) -> None:
        self._move(period)
        self._note(TraceKind.EXTENDED, self.day, amount=period.amount, unit=period.unit.value)

    def due(self, roll: Roll) -> Due:
        plain, last = self.day, self._rolled(roll)
        at = self._midnight_after(last)
        open_since = [pause.start for pause in self.pauses if pause.end is None and pause.start < at]
        for since in open_since:
            local = since.astimezone(self.start.tzinfo)
            self._note(TraceKind.STILL_PAUSED, local.date(), at=_text(local))
        if self.doubtful:
            year = self.calendar.missing_year(self.doubtful)
            self._note(TraceKind.PROVISIONAL, self.doubtful, year=year or 0)
        return Due(
            at=at,
            last_day=last,
            plain_at=self._midnight_after(plain),
            plain_day=plain,
            provisional=self.doubtful is not None,
            paused=bool(open_since),
            trace=tuple(self.trace),
        )

    def _move(self, period: Period) -> None:
        """Go on by one period, over days that do not count."""
        before, working = self.day, period.unit is Unit.WORKING_DAYS
        if period.unit in (Unit.MONTHS, Unit.YEARS):
            self._to_corresponding_day(period)
            lost = sum(self._is_paused(day) for day in _days(before, self.day))
            self._walk(lost, self._runs)
        elif working:
            self._walk(period.amount, lambda day: self._runs(day) and self._works(day))
            self._note_working_days(before)
        else:
            self._walk(period.amount, self._runs)
        self._note_pauses(before, working=working)

    def _walk(self, amount: int, counts: Callable[[date], bool]) -> None:
        while amount:
            self.day += _DAY
            amount -= counts(self.day)

    def _to_corresponding_day(self, period: Period) -> None:
        factor = 12 if period.unit is Unit.YEARS else 1
        wanted = self.day.day
        self.day = _add_months(self.day, period.amount * factor)
        if self.day.day != wanted:
            self._note(TraceKind.NO_SUCH_DAY, self.day, wanted=wanted)

    def _rolled(self, roll: Roll) -> date:
        """The last day after rolling; never before the day of the start."""
        last, plain = self.day, self.day
        step = -_DAY if roll is Roll.BACK else _DAY
        if roll is not Roll.NONE:
            while not self._works(last) or (roll is Roll.FORWARD and self._is_paused(last)):
                last += step
        if last < self.first:
            last = plain
        name = self.calendar.name_of(plain)
        if last != plain:
            before = plain.isoformat()
            self._note(TraceKind.ROLLED, last, before=before, direction=roll.value, name=name)
        elif not self.calendar.is_working_day(last):
            self._note(TraceKind.LAST_DAY_OFF, last, name=name)
        self._note(TraceKind.LAST_DAY, last, at=_text(self._midnight_after(last)))
        return last

    def _works(self, day: date) -> bool:
        """Ask the calendar, and remember the first day whose answer may change."""
        if self.doubtful is None and self.calendar.is_provisional(day):
            self.doubtful = day
        return self.calendar.is_working_day(day)

    def _runs(self, day: date) -> bool:
        return not self._is_paused(day)

    def _is_paused(self, day: date) -> bool:
        return any(first < day <= last for first, last in map(self._span, self.pauses))

    def _span(self, pause: Interval) -> tuple[date, date]:
        """The local days of a pause: it holds the clock after the first, to the last."""
        first = pause.start.astimezone(self.start.tzinfo).date()
        if pause.end is None:
            return first, first
        return first, pause.end.astimezone(self.start.tzinfo).date()

    def _midnight_after(self, day: date) -> datetime:
        local = datetime.combine(day + _DAY, time.min, self.start.tzinfo)
        return local.astimezone(UTC)

    def _note(self, kind: TraceKind, day: date | None, **detail: str | int) -> None:
        self.trace.append(TraceLine(kind, day, detail))

    def _note_working_days(self, before: date) -> None:
        passed = [day for day in _days(before, self.day) if self._runs(day)]
        for day in passed:
            if self.calendar.is_make_up_day(day):
                self._note(TraceKind.MAKE_UP_DAY, day, name=self.calendar.name_of(day))
        for (off, name), run in groupby(passed, self._day_off):
            stretch = list(run)
            if off:
                until, amount = stretch[-1].isoformat(), len(stretch)
                self._note(TraceKind.DAYS_OFF_SKIPPED, stretch[0], until=until, days=amount, name=name)

    def _day_off(self, day: date) -> tuple[bool, str]:
        return not self.calendar.is_working_day(day), self.calendar.name_of(day)

    def _note_pauses(self, before: date, *, working: bool) -> None:
        for first, last in map(self._span, self.pauses):
            lost = [
                day
                for day in _days(max(first, before), min(last, self.day))
                if not working or self.calendar.is_working_day(day)
            ]
            if lost:
                self._note(TraceKind.PAUSED, first, until=last.isoformat(), days=len(lost))


def _hours_due(
    start: datetime, period: Period, pauses: Sequence[Interval], extensions: Sequence[Period]
) -> Due:
    """Real time from the next full hour, less the pauses; no day is asked whether it works."""
    begin = start.replace(minute=0, second=0, microsecond=0).astimezone(UTC) + _HOUR
    trace = [
        TraceLine(TraceKind.RECEIVED, start.date(), {"at": _text(start)}),
        _amount(TraceKind.PERIOD, period),
        TraceLine(TraceKind.FIRST_HOUR_EXCLUDED, None, {"at": _text(begin)}),
        *(_amount(TraceKind.EXTENDED, extension) for extension in extensions),
    ]
    amount = sum(item.amount for item in (period, *extensions))
    at = _run(begin, amount * _HOUR, pauses, trace)
    still = [pause.start for pause in pauses if pause.end is None and pause.start < at]
    last = (at - _INSTANT).astimezone(start.tzinfo).date()
    trace += [TraceLine(TraceKind.STILL_PAUSED, None, {"at": _text(since)}) for since in still]
    trace.append(TraceLine(TraceKind.LAST_DAY, last, {"at": _text(at)}))
    return Due(at, last, at, last, provisional=False, paused=bool(still), trace=tuple(trace))


def _run(
    begin: datetime, remaining: timedelta, pauses: Sequence[Interval], trace: list[TraceLine]
) -> datetime:
    """When `remaining` has run since `begin`, not counting the closed pauses."""
    now = begin
    for pause in sorted(pauses, key=lambda item: item.start):
        if pause.end is None or pause.end <= now:
            continue
        until_pause = max(pause.start - now, timedelta())
        if until_pause >= remaining:
            break
        remaining -= until_pause
        stood = pause.end - max(pause.start, now)
        detail: dict[str, str | int] = {"until": _text(pause.end), "seconds": int(stood.total_seconds())}
        trace.append(TraceLine(TraceKind.PAUSED, None, detail))
        now = max(now, pause.end)
    return now + remaining


def _amount(kind: TraceKind, period: Period) -> TraceLine:
    return TraceLine(kind, None, {"amount": period.amount, "unit": period.unit.value})


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _days(after: date, until: date) -> list[date]:
    """The days after `after`, up to and including `until`."""
    return [after + _DAY * n for n in range(1, (until - after).days + 1)]


def _add_months(day: date, amount: int) -> date:
    """The day with the same number, else the last day of that month (art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(following - _DAY, date(year, month + 1, 1) + _DAY * (day.day - 1))
