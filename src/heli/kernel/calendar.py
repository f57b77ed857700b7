"""Which days are working days: weekends, statutory holidays and make-up working days.

Each autumn the State Council announces the next year's days off and the weekend days
worked in exchange (Measures on Holidays, art. 7). A year is *loaded* once its notice is
known. Before that, answers rest on weekends and the statutory holidays and are
*provisional*.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Final, Self

from heli.kernel.statutory import expected_days_off

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
#: From this day of December on, the next year's notice may still change things: it often
#: joins the last days of December to New Year (2007-12-29 was made a working day).
_YEAR_END: Final = (12, 28)


class DayKind(StrEnum):
    DAY_OFF = "day_off"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True, order=True)
class CalendarDay:
    """A day that a holiday notice names: off, or a weekend day worked in exchange."""

    date: date
    kind: DayKind
    name: str = ""


class WorkCalendar:
    """Days off and make-up working days, given as dates or as dates with names.

    `loaded_years` are the years whose notice is known. Raises ValueError if a date is in
    both lists.
    """

    def __init__(
        self,
        days_off: Iterable[date] | Mapping[date, str],
        make_up_days: Iterable[date] | Mapping[date, str],
        loaded_years: Iterable[int],
    ) -> None:
        self.days_off = _named(days_off)
        self.make_up_days = _named(make_up_days)
        self.loaded_years = frozenset(loaded_years)
        if both := self.days_off.keys() & self.make_up_days.keys():
            raise ValueError(f"both day off and working day: {min(both)}")

    @classmethod
    def of(cls, days: Iterable[CalendarDay], loaded_years: Iterable[int]) -> Self:
        """A calendar from rows; of two rows for one date the later one counts."""
        latest = {day.date: day for day in days}.values()
        return cls(
            {day.date: day.name for day in latest if day.kind is DayKind.DAY_OFF},
            {day.date: day.name for day in latest if day.kind is DayKind.MAKE_UP},
            loaded_years,
        )

    def is_holiday(self, day: date) -> bool:
        """A statutory day off or one moved next to it; plain weekends are not holidays."""
        return day in self.days_off or day in self._expected(day.year)

    def is_make_up_day(self, day: date) -> bool:
        """A weekend day worked in exchange for a day off."""
        return day.weekday() >= _SATURDAY and day in self.make_up_days

    def is_working_day(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() < _SATURDAY and not self.is_holiday(day)

    def name_of(self, day: date) -> str:
        """The holiday that a day off or make-up day belongs to; empty if it has none."""
        known = self.days_off.get(day) or self.make_up_days.get(day)
        return known or self._expected(day.year).get(day, "")

    def missing_year(self, day: date) -> int | None:
        """The year whose notice could still change this day; None if the day is settled."""
        if day.year not in self.loaded_years:
            return day.year
        if (day.month, day.day) >= _YEAR_END and day.year + 1 not in self.loaded_years:
            return day.year + 1
        return None

    def is_provisional(self, day: date) -> bool:
        return self.missing_year(day) is not None

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        day += _DAY
        while not self.is_working_day(day):
            day += _DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        day -= _DAY
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def _expected(self, year: int) -> Mapping[date, str]:
        """What the law alone says about a year whose notice is not known."""
        return {} if year in self.loaded_years else expected_days_off(year)


def read_facts() -> dict[int, list[CalendarDay]]:
    """The notices that come with Heli, by year (made by tools/calendar_facts.py)."""
    text = files("heli.kernel").joinpath("calendar_facts.csv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    notices: dict[int, list[CalendarDay]] = {}
    for row in csv.DictReader(lines):
        day = CalendarDay(date.fromisoformat(row["date"]), DayKind(row["kind"]), row["name"])
        notices.setdefault(int(row["year"]), []).append(day)
    return notices


@lru_cache(maxsize=1)
def load_facts() -> WorkCalendar:
    """The calendar of all notices that come with Heli."""
    notices = read_facts()
    return WorkCalendar.of((day for days in notices.values() for day in days), notices)


def _named(days: Iterable[date] | Mapping[date, str]) -> Mapping[date, str]:
    return dict(days) if isinstance(days, Mapping) else dict.fromkeys(days, "")
