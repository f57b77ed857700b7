"""Dates that a notice to come may still change, and those that it cannot."""

from datetime import date

import pytest

from heli.kernel.calendar import WorkCalendar
from heli.kernel.periods import Period, Roll, TraceKind, compute, days, hours, working_days, years
from heli.kernel.tests.reckoning import CALENDAR, ZONE, local, reckon

SETTLED = [
    ("2026-12-21", working_days(4)),  # 25 December
    ("2026-12-18", days(7)),
    ("2026-12-30", hours(72)),
    ("2025-12-30", working_days(3)),
]
UNSETTLED = [
    ("2026-12-21", working_days(5)),  # 28 December
    ("2026-12-18", days(10)),
    ("2026-03-02", years(1)),
    ("2026-11-23", days(60)),
    ("2006-01-05", working_days(1)),  # before the first notice on file
]


@pytest.mark.parametrize(("start", "period"), SETTLED)
def test_settled(start: str, period: Period) -> None:
    assert not reckon(start, period).provisional


@pytest.mark.parametrize(("start", "period"), UNSETTLED)
def test_provisional(start: str, period: Period) -> None:
    due = reckon(start, period)
    assert due.provisional
    assert due.trace[-1].kind is TraceKind.PROVISIONAL


def test_trace_names_the_notice_that_is_missing() -> None:
    last = reckon("2026-12-21", working_days(6)).trace[-1]
    assert (last.date, last.detail) == (date(2026, 12, 28), {"year": 2027})


def test_natural_days_that_do_not_roll_depend_on_no_notice() -> None:
    assert not reckon("2026-11-23", days(60), roll=Roll.NONE).provisional


def test_spring_festival_is_expected_before_its_notice() -> None:
    # 2027: eve on Friday 5 February; the 6th and 7th are given on the 9th and 10th.
    assert reckon("2027-02-03", working_days(2)).last_day == date(2027, 2, 11)


def test_far_years_know_the_fixed_holidays() -> None:
    assert reckon("2050-09-30", days(1)).last_day == date(2050, 10, 6)  # 1st and 2nd: a weekend


def test_notice_settles_the_date() -> None:
    off = {date(2027, 1, day): "元旦" for day in (1, 2, 3)}
    told = WorkCalendar({**CALENDAR.days_off, **off}, CALENDAR.make_up_days, {*CALENDAR.loaded_years, 2027})
    due = compute(local("2026-12-30"), working_days(2), told, zone=ZONE)
    assert (due.last_day, due.provisional) == (date(2027, 1, 4), False)
