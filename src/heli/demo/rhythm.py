"""When things happen in the demo district: residents at their hours, offices at theirs, never after now."""

import bisect
import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from heli.kernel.calendar import WorkCalendar
from heli.kernel.periods import ServiceHours, next_service_instant

DAYS: Final = 92
# How often residents write in each hour of the day, and on each day of the week.
_BY_HOUR: Final = (2, 1, 1, 1, 1, 2, 6, 12, 20, 24, 22, 17, 13, 15, 17, 18, 18, 19, 22, 24, 22, 17, 10, 5)
_BY_WEEKDAY: Final = (1.15, 1.05, 1.0, 1.0, 1.05, 0.75, 0.65)
_AWAKE: Final = (7, 22)


class Rhythm:
    """The days and hours of the district as seen from ``now`` (aware)."""

    def __init__(self, now: datetime, calendar: WorkCalendar, hours: ServiceHours, zone: ZoneInfo) -> None:
        self.now, self.calendar, self.hours, self.zone = now, calendar, hours, zone
        first = now.astimezone(zone).date() - timedelta(days=DAYS)
        self._days = [first + timedelta(days=number) for number in range(DAYS + 1)]
        self._total: list[float] = []
        for number, day in enumerate(self._days):
            weight = _BY_WEEKDAY[day.weekday()] * (0.8 + 0.4 * number / DAYS)
            self._total.append((self._total[-1] if self._total else 0.0) + weight)

    def report(self, dice: random.Random) -> datetime:
        """An instant of the last three months at which somebody reports something."""
        while True:
            day = self._days[bisect.bisect(self._total, dice.random() * self._total[-1])]
            instant = self.on(day, dice.choices(range(24), _BY_HOUR)[0], dice)
            if instant < self.now:
                return instant

    def on(self, day: date, hour: int, dice: random.Random) -> datetime:
        """Some moment in an hour of a day."""
        moment = time(hour, dice.randrange(60), dice.randrange(60))
        return datetime.combine(day, moment, self.zone).astimezone(UTC)

    def office(self, start: datetime, hours: float) -> datetime:
        """The instant when an office has worked ``hours`` since ``start``."""
        left = timedelta(hours=hours)
        instant = self.open(start)
        while True:
            local = instant.astimezone(self.zone)
            closing = datetime.combine(local.date(), self.hours.end, self.zone).astimezone(UTC)
            if instant + left < closing:
                return instant + left
            left -= closing - instant
            instant = self.open(closing)

    def open(self, instant: datetime) -> datetime:
        """The first instant in service hours from ``instant`` on."""
        return next_service_instant(instant, self.calendar, self.hours, self.zone)

    def awake(self, start: datetime, hours: float) -> datetime:
        """``hours`` after ``start``, put off to the morning where that is in the night: crews on call, residents."""
        instant = start + timedelta(hours=hours)
        local = instant.astimezone(self.zone)
        if _AWAKE[0] <= local.hour < _AWAKE[1]:
            return instant
        morning = local.replace(hour=_AWAKE[0], minute=local.minute, second=local.second)
        if local.hour >= _AWAKE[1]:
            morning += timedelta(days=1)
        return morning.astimezone(UTC)
