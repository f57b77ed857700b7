"""Dated cases, reckoned by hand from the printed notices."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from heli.kernel.periods import (
    Interval,
    Period,
    Roll,
    Unit,
    at_fraction,
    compute,
    days,
    elapsed_fraction,
    hours,
    months,
    working_days,
    years,
)
from heli.kernel.tests.reckoning import CALENDAR, ZONE, local, pause, reckon

LAST_DAYS = [
    # natural days
    ("2026-03-02", days(15), "2026-03-17"),
    ("2026-03-02 00:00:00", days(15), "2026-03-17"),
    ("2026-03-02 23:59:59", days(15), "2026-03-17"),
    ("2026-03-03 00:00:00", days(15), "2026-03-18"),
    ("2026-03-02", days(0), "2026-03-02"),
    ("2026-03-07", days(0), "2026-03-09"),  # a Saturday: Monday
    ("2026-01-30", days(15), "2026-02-14"),  # a Saturday, but a make-up working day
    ("2026-01-31", days(15), "2026-02-24"),  # 15 February: Spring Festival until the 23rd
    ("2026-03-05", days(30), "2026-04-07"),  # 4 April: Qingming until the 6th
    ("2026-08-02", days(60), "2026-10-08"),  # 1 October: National Day until the 7th
    ("2026-05-02", days(7), "2026-05-09"),  # a Saturday, worked for Labour Day
    ("2023-12-16", days(14), "2024-01-02"),  # 30 December 2023, in the notice for 2024
    # working days
    ("2026-01-30", working_days(5), "2026-02-06"),
    ("2026-02-13", working_days(1), "2026-02-14"),
    ("2026-02-10", working_days(5), "2026-02-24"),  # 11, 12, 13, 14, 24
    ("2026-02-06", working_days(10), "2026-02-27"),
    ("2026-02-06", working_days(11), "2026-02-28"),  # a make-up Saturday
    ("2026-03-06", working_days(5), "2026-03-13"),
    ("2026-03-07", working_days(5), "2026-03-13"),  # received on Saturday: Monday is the first
    ("2026-03-08 23:59:59", working_days(5), "2026-03-13"),
    ("2026-03-09 00:00:00", working_days(5), "2026-03-16"),
    ("2025-09-26", working_days(3), "2025-09-30"),  # Sunday the 28th, 29, 30
    ("2025-09-26", working_days(4), "2025-10-09"),
    ("2025-09-26", working_days(6), "2025-10-11"),  # a make-up Saturday
    ("2025-12-30", working_days(2), "2026-01-04"),  # 31, then Sunday 4 January
    ("2007-12-28", working_days(1), "2007-12-29"),  # from the notice for 2008
    ("2007-12-28", working_days(2), "2008-01-02"),
    ("2020-01-23", working_days(1), "2020-02-03"),  # the holiday that was lengthened
    # months and years
    ("2026-01-31", months(1), "2026-02-28"),
    ("2024-01-31", months(1), "2024-02-29"),
    ("2025-12-31", months(2), "2026-02-28"),
    ("2026-03-31", months(6), "2026-09-30"),
    ("2025-12-15", months(1), "2026-01-15"),
    ("2024-02-29", years(1), "2025-02-28"),
    ("2020-02-29", years(4), "2024-02-29"),
    ("2024-02-29", months(12), "2025-02-28"),
    ("2025-05-01", years(1), "2026-05-06"),
]


@pytest.mark.parametrize(("start", "period", "last"), LAST_DAYS)
def test_last_day(start: str, period: Period, last: str) -> None:
    due = reckon(start, period)
    assert due.last_day == date.fromisoformat(last)
    assert not due.provisional


@pytest.mark.parametrize(
    ("roll", "last"),
    [(Roll.FORWARD, "2026-02-24"), (Roll.BACK, "2026-02-14"), (Roll.NONE, "2026-02-20")],
)
def test_last_day_off_rolls_as_told(roll: Roll, last: str) -> None:
    due = reckon("2026-02-05", days(15), roll=roll)
    assert (due.plain_day, due.last_day) == (date(2026, 2, 20), date.fromisoformat(last))


def test_roll_back_never_passes_the_start() -> None:
    assert reckon("2026-02-16", days(3), roll=Roll.BACK).last_day == date(2026, 2, 19)


def test_last_day_runs_to_midnight() -> None:
    due = reckon("2026-03-02", days(5))
    assert (due.plain_at, due.at) == (local("2026-03-08 00:00"), local("2026-03-10 00:00"))


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-02-14 09:30", 24, "2026-02-15 10:00"),  # Spring Festival: hours do not roll
        ("2026-03-02 09:00:00", 2, "2026-03-02 12:00"),  # the hour that begins is not counted
        ("2026-03-02 09:59:59", 2, "2026-03-02 12:00"),
        ("2026-03-02 23:59:59", 2, "2026-03-03 02:00"),
        ("2026-03-03 00:00:00", 2, "2026-03-03 03:00"),
    ],
)
def test_hours_run_from_the_next_hour(start: str, amount: int, end: str) -> None:
    due = reckon(start, hours(amount))
    assert due.at == due.plain_at == local(end)


def test_hours_are_real_hours_when_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 3, 28, 12, 30, tzinfo=berlin)
    due = compute(start, hours(24), CALENDAR, zone=berlin)
    assert due.at == datetime(2026, 3, 29, 14, tzinfo=berlin)


def test_hours_to_midnight_end_on_the_day_before() -> None:
    assert reckon("2026-03-02 20:15", hours(3)).last_day == date(2026, 3, 2)


PAUSED = [
    (days(10), [pause("2026-03-05 14:00", "2026-03-09 09:00")], "2026-03-16"),  # 6, 7, 8, 9
    (days(10), [pause("2026-03-05 08:00", "2026-03-05 20:00")], "2026-03-12"),
    (days(10), [pause("2026-03-05 23:59", "2026-03-06 00:00")], "2026-03-13"),
    (days(10), [pause("2026-03-05", "2026-03-08"), pause("2026-03-07", "2026-03-09")], "2026-03-16"),
    (days(10), [pause("2026-03-05", "2026-03-07"), pause("2026-03-07", "2026-03-09")], "2026-03-16"),
    (days(10), [pause("2026-02-20", "2026-03-01")], "2026-03-12"),
    (days(10), [pause("2026-03-12 10:00", "2026-03-20")], "2026-03-12"),
    (days(3), [pause("2026-03-01", "2026-03-04")], "2026-03-09"),  # begins in a pause: 5, 6, 7
    (days(5), [pause("2026-03-07", "2026-03-10")], "2026-03-11"),  # rolls past paused days
    (working_days(5), [pause("2026-03-06 15:00", "2026-03-09 10:00")], "2026-03-10"),
    (working_days(5), [pause("2026-03-06 15:00", "2026-03-08 10:00")], "2026-03-09"),
    (months(1), [pause("2026-03-10", "2026-03-13")], "2026-04-07"),  # 2 April + 3, Qingming
    (years(1), [pause("2026-12-01", "2026-12-02")], "2027-03-03"),
    (years(1), [pause("2026-12-01", "2026-12-03"), pause("2027-03-02", "2027-03-03")], "2027-03-05"),
]


@pytest.mark.parametrize(("period", "pauses", "last"), PAUSED)
def test_pauses_move_the_last_day(period: Period, pauses: list[Interval], last: str) -> None:
    assert reckon("2026-03-02", period, pauses=pauses).last_day == date.fromisoformat(last)


def test_hours_pause_to_the_second() -> None:
    stops = [pause("2026-03-02 11:00", "2026-03-02 11:45:30"), pause("2026-03-02 14:45:30", None)]
    due = reckon("2026-03-02 09:30", hours(4), pauses=stops[:1])
    assert due.at == local("2026-03-02 14:45:30")
    assert reckon("2026-03-02 09:30", hours(4), pauses=stops) == due


def test_hours_that_have_run_do_not_pause() -> None:
    late = [pause("2026-03-02 14:00", "2026-03-02 15:00")]
    assert reckon("2026-03-02 09:30", hours(4), pauses=late).at == local("2026-03-02 14:00")


def test_hours_do_not_start_in_a_pause() -> None:
    stopped = [pause("2026-03-02 08:00", "2026-03-02 12:20")]
    assert reckon("2026-03-02 09:30", hours(1), pauses=stopped).at == local("2026-03-02 13:20")


@pytest.mark.parametrize("period", [days(10), working_days(8), hours(240)])
def test_open_pause_gives_the_earliest_date(period: Period) -> None:
    running = reckon("2026-03-02", period)
    standing = reckon("2026-03-02", period, pauses=[pause("2026-03-04")])
    assert (running.paused, standing.paused) == (False, True)
    assert standing.at == running.at


def test_pause_that_opens_too_late_does_not_matter() -> None:
    assert not reckon("2026-03-02", days(3), pauses=[pause("2026-03-06")]).paused


EXTENDED = [
    (days(60), [days(30)], "2026-04-07"),  # 5 April: Qingming
    (days(41), [days(1)], "2026-02-24"),  # 15 + 1 February: not after the rolled day
    (days(41), [days(15)], "2026-03-02"),
    (working_days(5), [working_days(3), working_days(2)], "2026-01-19"),
    (working_days(5), [days(5)], "2026-01-19"),  # 12 + 5 is a Saturday
    (months(1), [months(1), days(3)], "2026-03-09"),  # 8 March is a Sunday
    (hours(4), [working_days(1)], "2026-01-06"),
]


@pytest.mark.parametrize(("period", "extensions", "last"), EXTENDED)
def test_extensions_go_on_from_the_unrolled_day(period: Period, extensions: list[Period], last: str) -> None:
    due = reckon("2026-01-05", period, extensions=extensions)
    assert due.last_day == date.fromisoformat(last)


def test_hours_after_days_run_from_midnight() -> None:
    due = reckon("2026-03-02", days(5), extensions=[hours(6)])
    assert due.at == due.plain_at == local("2026-03-08 06:00")


def test_pause_in_the_extension_counts() -> None:
    due = reckon("2026-03-02", days(5), extensions=[days(5)], pauses=[pause("2026-03-09", "2026-03-11")])
    assert due.plain_day == date(2026, 3, 14)


def test_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        compute(datetime(2026, 3, 2), days(1), CALENDAR, zone=ZONE)  # noqa: DTZ001


def test_negative_period_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Period(-1, Unit.DAYS)


def test_crooked_pauses_are_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        pause("2026-03-03", "2026-03-02")
    with pytest.raises(ValueError, match="time zone"):
        Interval(datetime(2026, 3, 2))  # noqa: DTZ001


def test_fractions() -> None:
    start, due = local("2026-03-02 00:00"), local("2026-03-12 00:00")
    assert at_fraction(start, due, 0.8) == local("2026-03-10 00:00")
    assert elapsed_fraction(start, due, local("2026-03-10 00:00")) == 0.8
    assert elapsed_fraction(start, due, local("2026-03-01")) == 0
    assert elapsed_fraction(start, due, local("2026-03-13 00:00")) == 1.1
    assert elapsed_fraction(start, start, due) == 1


@pytest.mark.parametrize("fraction", [-0.1, 1.1, float("nan")])
def test_fraction_outside_is_refused(fraction: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        at_fraction(local("2026-03-02"), local("2026-03-03"), fraction)
