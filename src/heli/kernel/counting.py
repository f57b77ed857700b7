"""The counting behind `periods.compute`; its rules are stated there."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from heli.kernel.calendar import WorkCalendar
from heli.kernel.spans import Due, Interval, Period, Roll, TraceKind, TraceLine, Unit

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_INSTANT: Final = timedelta(microseconds=1)


class Trace:
    """Collects the lines of "Why this date?", with moments in the time of one place."""

    def __init__(self, start: datetime) -> None:
        self.zone = start.tzinfo
        self.lines: list[TraceLine] = []
        self.note(TraceKind.RECEIVED, start.date(), at=start)

    def note(self, kind: TraceKind, day: date | None, **detail: str | int | date) -> None:
        """Add a line; moments are written in local time, to the second."""
        plain = {key: self._plain(value) for key, value in detail.items()}
        self.lines.append(TraceLine(kind, day, plain))

    def note_period(self, kind: TraceKind, day: date | None, period: Period) -> None:
        self.note(kind, day, amount=period.amount, unit=period.unit.value)

    def note_open_pauses(self, pauses: Sequence[Interval], at: datetime) -> bool:
        """Name the pauses without end that began before `at`; whether there are any."""
        since = [pause.start for pause in pauses if pause.end is None and pause.start < at]
        for moment in since:
            local = moment.astimezone(self.zone)
            self.note(TraceKind.STILL_PAUSED, local.date(), at=local)
        return bool(since)

    def _plain(self, value: str | int | date) -> str | int:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).isoformat(timespec="seconds")
        return value.isoformat() if isinstance(value, date) else value


class Count:
    """Counts periods one after the other from a local `start`.

    It stands at the end of `day`, or, after hours, at the instant `at` within that day.
    """

    def __init__(self, start: datetime, calendar: WorkCalendar, pauses: Sequence[Interval]) -> None:
        self.start, self.zone, self.calendar = start, start.tzinfo, calendar
        self.pauses = sorted(pauses, key=lambda pause: pause.start)
        self.spans = [self._span(pause) for pause in self.pauses]
        self.first = self.day = start.date()
        self.at: datetime | None = None
        self.doubt: tuple[date, int] | None = None
        self.trace = Trace(start)

    def begin(self, period: Period) -> None:
        """The period itself: from the next hour, or from the next day."""
        self.trace.note_period(TraceKind.PERIOD, None, period)
        if period.unit is Unit.HOURS:
            full_hour = self.start.replace(minute=0, second=0, microsecond=0)
            self.at = full_hour.astimezone(UTC) + _HOUR
            self.trace.note(TraceKind.FIRST_HOUR_EXCLUDED, self.first, at=self.at)
        else:
            self.trace.note(TraceKind.FIRST_DAY_EXCLUDED, self.first)
        if period.unit is Unit.WORKING_DAYS and not self.calendar.is_working_day(self.first):
            self.trace.note(TraceKind.START_DAY_OFF, self.first, name=self._name(self.first))
        self._move(period)

    def extend(self, period: Period) -> None:
        """One more period, from the end before rolling."""
        self._move(period)
        self.trace.note_period(TraceKind.EXTENDED, self.day, period)

    def due(self, roll: Roll) -> Due:
        plain, plain_at = self.day, self.at or self._midnight_after(self.day)
        last = plain if self.at else self._rolled(roll)
        at = self.at or self._midnight_after(last)
        self.trace.note(TraceKind.LAST_DAY, last, at=at)
        paused = self.trace.note_open_pauses(self.pauses, at)
        if self.doubt:
            day, year = self.doubt
            self.trace.note(TraceKind.PROVISIONAL, day, year=year)
        return Due(
            at=at,
            last_day=last,
            plain_at=plain_at,
            plain_day=plain,
            provisional=self.doubt is not None,
            paused=paused,
            trace=tuple(self.trace.lines),
        )

    def _move(self, period: Period) -> None:
        if period.unit is Unit.HOURS:
            self._move_hours(period.amount * _HOUR)
        else:
            self._move_days(period)

    def _move_hours(self, remaining: timedelta) -> None:
        """Real time; what closed pauses take of it is made up for."""
        now = self.at or self._midnight_after(self.day)
        for start, end in _closed(self.pauses):
            stops = max(start, now)
            if end <= now:
                continue
            if stops - now >= remaining:
                break
            remaining -= stops - now
            now = end
            seconds = int((end - stops).total_seconds())
            self.trace.note(TraceKind.PAUSED, self._local_day(stops), until=end, seconds=seconds)
        self.at = now + remaining
        self.day = self._local_day(self.at - _INSTANT)

    def _move_days(self, period: Period) -> None:
        self.at = None
        before, working = self.day, period.unit is Unit.WORKING_DAYS
        if period.unit in (Unit.MONTHS, Unit.YEARS):
            self._to_corresponding_day(period)
            self._walk(sum(map(self._is_paused, _days(before, self.day))), self._runs)
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
        wanted = self.day.day
        factor = 12 if period.unit is Unit.YEARS else 1
        self.day = _add_months(self.day, period.amount * factor)
        if self.day.day != wanted:
            self.trace.note(TraceKind.NO_SUCH_DAY, self.day, wanted=wanted)

    def _rolled(self, roll: Roll) -> date:
        """The last day after rolling; a roll back never passes the day of the start."""
        last = self.day
        if roll is Roll.FORWARD:
            while not self._works(last) or self._is_paused(last):
                last += _DAY
        elif roll is Roll.BACK:
            while last >= self.first and not self._works(last):
                last -= _DAY
            last = last if last >= self.first else self.day
        name = self._name(self.day)
        if last != self.day:
            self.trace.note(TraceKind.ROLLED, last, before=self.day, direction=roll.value, name=name)
        elif not self.calendar.is_working_day(last):
            self.trace.note(TraceKind.LAST_DAY_OFF, last, name=name)
        return last

    def _works(self, day: date) -> bool:
        """Ask the calendar, and remember the first day whose answer may still change."""
        if self.doubt is None and (year := self.calendar.missing_year(day)):
            self.doubt = day, year
        return self.calendar.is_working_day(day)

    def _runs(self, day: date) -> bool:
        return not self._is_paused(day)

    def _is_paused(self, day: date) -> bool:
        return any(first < day <= last for first, last in self.spans)

    def _span(self, pause: Interval) -> tuple[date, date]:
        """The local days of a pause, which holds the clock after the first, to the last."""
        first = self._local_day(pause.start)
        return first, self._local_day(pause.end) if pause.end else first

    def _local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _midnight_after(self, day: date) -> datetime:
        return datetime.combine(day + _DAY, time.min, self.zone).astimezone(UTC)

    def _name(self, day: date) -> str:
        return self.calendar.name_of(day)

    def _note_working_days(self, before: date) -> None:
        passed = [day for day in _days(before, self.day) if self._runs(day)]
        for day in filter(self.calendar.is_make_up_day, passed):
            self.trace.note(TraceKind.MAKE_UP_DAY, day, name=self._name(day))
        for (works, name), run in groupby(passed, self._sort_of_day):
            off = [] if works else list(run)
            if off:
                self.trace.note(TraceKind.DAYS_OFF_SKIPPED, off[0], until=off[-1], days=len(off), name=name)

    def _sort_of_day(self, day: date) -> tuple[bool, str]:
        return self.calendar.is_working_day(day), self._name(day)

    def _note_pauses(self, before: date, *, working: bool) -> None:
        for first, last in self.spans:
            lost = [
                day
                for day in _days(max(first, before), min(last, self.day))
                if not working or self.calendar.is_working_day(day)
            ]
            if lost:
                self.trace.note(TraceKind.PAUSED, first, until=last, days=len(lost))


def _closed(pauses: Sequence[Interval]) -> Iterator[tuple[datetime, datetime]]:
    """The pauses that have ended, in UTC and in order of their start."""
    for pause in sorted(pauses, key=lambda item: item.start):
        if pause.end is not None:
            yield pause.start.astimezone(UTC), pause.end.astimezone(UTC)


def _days(after: date, until: date) -> list[date]:
    """The days after `after`, up to and including `until`."""
    return [after + _DAY * n for n in range(1, (until - after).days + 1)]


def _add_months(day: date, amount: int) -> date:
    """The day with the same number, else the last day of that month (Civil Code, art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    following_year, following_month = divmod(year * 12 + month + 1, 12)
    month_end = date(following_year, following_month + 1, 1) - _DAY
    return min(month_end, date(year, month + 1, 1) + _DAY * (day.day - 1))
