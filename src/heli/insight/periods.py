"""Closed calendar periods: a day, an ISO week, a month. Begin inclusive, end exclusive, both at local midnight."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from heli.organizations.days import midnight

DAY = timedelta(days=1)
#: No figures are asked for of earlier days.
EARLIEST = date(2000, 1, 1)


class Length(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, order=True)
class Period:
    """The period of a length that begins on ``first``; made by ``Period.of`` or ``Period.read``."""

    length: Length
    first: date

    @classmethod
    def of(cls, length: Length, day: date) -> "Period":
        """Return the period of ``length`` that holds ``day``."""
        if length == Length.WEEK:
            return cls(length, day - timedelta(days=day.weekday()))
        return cls(length, day.replace(day=1) if length == Length.MONTH else day)

    @classmethod
    def read(cls, length: Length, code: str) -> "Period":
        """Return the period that ``code`` names (2026-06-01, 2026-W23, 2026-06); ValueError for anything else."""
        day = f"{code}-1" if length == Length.WEEK else f"{code}-01" if length == Length.MONTH else code
        found = cls.of(length, date.fromisoformat(day))
        if found.code != code:
            raise ValueError(code)
        return found

    @property
    def code(self) -> str:
        """The period as addresses write it."""
        if self.length == Length.WEEK:
            year, week, _day = self.first.isocalendar()
            return f"{year}-W{week:02}"
        return self.first.isoformat()[:7] if self.length == Length.MONTH else self.first.isoformat()

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        if self.length == Length.MONTH:
            return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])
        return self.first + (6 * DAY if self.length == Length.WEEK else 0 * DAY)

    @property
    def begin(self) -> datetime:
        """The first instant."""
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first instant that does not belong to it any more."""
        return midnight(self.last + DAY)

    @property
    def days(self) -> list[date]:
        """Its days in order."""
        return [self.first + number * DAY for number in range((self.last - self.first).days + 1)]

    @property
    def before(self) -> "Period":
        """The period before."""
        return Period.of(self.length, self.first - DAY)

    @property
    def after(self) -> "Period":
        """The period after."""
        return Period.of(self.length, self.last + DAY)

    @property
    def year_ago(self) -> "Period":
        """The same day, week or month of the year before; what that year does not have is its nearest earlier one."""
        if self.length == Length.WEEK:
            year, week, _day = self.first.isocalendar()
            last_week = date(year - 1, 12, 28).isocalendar().week
            return Period(self.length, date.fromisocalendar(year - 1, min(week, last_week), 1))
        year = self.first.year - 1
        day = min(self.first.day, monthrange(year, self.first.month)[1])
        return Period(self.length, self.first.replace(year=year, day=day))

    def is_over(self, now: datetime) -> bool:
        """Whether nothing can come to it any more."""
        return self.end <= now
