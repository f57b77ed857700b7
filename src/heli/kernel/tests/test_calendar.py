"""The working-day calendar against the law, the notices and another reading of them."""

import os
import runpy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from heli.kernel.calendar import CalendarDay, DayKind, WorkCalendar, load_facts, read_facts
from heli.kernel.statutory import expected_days_off, statutory_days

ROOT = Path(__file__).parents[4]
UNTOLD = WorkCalendar([], [], [])


def year_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    path = ROOT / "tools/calendar_facts.py"
    if not path.exists():
        pytest.skip("installed without the tools folder")
    return runpy.run_path(str(path))


def test_facts_are_those_of_the_notices(tool: dict[str, Any]) -> None:
    shared = Path(os.environ.get("HELI_SHARED") or ROOT.parent / "shared")
    folder = shared / "data/holidays-cn"
    if not folder.is_dir():
        pytest.skip("the folder of notices is not here (HELI_SHARED)")
    assert tool["notices_in"](folder) == read_facts()


def test_tool_without_a_folder_explains_itself(tool: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert tool["main"]([]) == 2
    assert "calendar_facts.py <folder" in capsys.readouterr().err


def test_tool_leaves_the_facts_alone_without_notices(tool: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "2027.json").write_text('{"year": 2027, "days": []}')
    assert tool["main"]([str(tmp_path)]) == 1


@pytest.mark.parametrize("year", range(2007, 2027))
def test_agrees_with_chinesecalendar(year: int) -> None:
    other = pytest.importorskip("chinese_calendar")
    differing = [day for day in year_of(year) if load_facts().is_working_day(day) != other.is_workday(day)]
    assert not differing


def test_loaded_years_end_with_the_last_notice() -> None:
    assert load_facts().loaded_years == set(range(2007, 2027))


@pytest.mark.parametrize("year", [2025, 2026])  # under the Measures of 2024
def test_facts_hold_the_statutory_holidays(year: int) -> None:
    calendar = load_facts()
    assert all(calendar.is_holiday(day) and not calendar.is_working_day(day) for day in statutory_days(year))


@pytest.mark.parametrize("year", [2025, 2026])
def test_expectation_has_as_many_working_days_as_the_notice(year: int) -> None:
    expected, told = (sum(map(each.is_working_day, year_of(year))) for each in (UNTOLD, load_facts()))
    assert expected == told == 248


@pytest.mark.parametrize("year", range(2025, 2041))
def test_thirteen_statutory_days(year: int) -> None:
    shared = sum("、" in name for name in statutory_days(year).values())
    assert len(statutory_days(year)) + shared == 13
    weekdays = [day for day in expected_days_off(year) if day.weekday() < 5]
    assert len(weekdays) + shared == 13


def test_weekend_is_off_and_no_holiday() -> None:
    saturday = date(2026, 3, 7)
    assert not load_facts().is_working_day(saturday)
    assert not load_facts().is_holiday(saturday)


def test_make_up_day_is_worked() -> None:
    calendar, saturday = load_facts(), date(2026, 2, 14)
    assert calendar.is_working_day(saturday)
    assert calendar.is_make_up_day(saturday)
    assert calendar.name_of(saturday) == "春节"


def test_weekday_that_a_notice_confirms_is_an_ordinary_day() -> None:
    monday = date(2020, 2, 3)  # named as the end of the lengthened holiday
    assert load_facts().is_working_day(monday)
    assert not load_facts().is_make_up_day(monday)


def test_neighbouring_working_days() -> None:
    calendar = load_facts()
    assert calendar.next_working_day(date(2026, 2, 14)) == date(2026, 2, 24)
    assert calendar.previous_working_day(date(2026, 2, 24)) == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("day", "year"),
    [("2026-12-27", None), ("2026-12-28", 2027), ("2025-12-31", None), ("2027-03-01", 2027), ("2006-06-01", 2006)],
)
def test_missing_year(day: str, year: int | None) -> None:
    assert load_facts().missing_year(date.fromisoformat(day)) == year
    assert load_facts().is_provisional(date.fromisoformat(day)) == (year is not None)


def test_loaded_year_without_a_holiday_is_believed() -> None:
    told = WorkCalendar([], [], [2027])
    assert told.is_working_day(date(2027, 10, 1))
    assert not UNTOLD.is_working_day(date(2027, 10, 1))


def test_later_row_counts() -> None:
    day = date(2020, 1, 31)
    rows = [CalendarDay(day, DayKind.MAKE_UP), CalendarDay(day, DayKind.DAY_OFF, "春节")]
    assert not WorkCalendar.of(rows, [2020]).is_working_day(day)


def test_day_off_and_worked_at_once_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-02-14"):
        WorkCalendar([date(2026, 2, 14)], [date(2026, 2, 14)], [2026])
