"""Why this date?"""

import json
from datetime import date
from typing import Any

from heli.kernel.periods import Due, Roll, TraceKind, days, hours, months, working_days
from heli.kernel.tests.reckoning import pause, reckon


def told(due: Due) -> list[tuple[str, str, dict[str, Any]]]:
    return [(line.kind.value, str(line.date or ""), dict(line.detail)) for line in due.trace]


def kinds(due: Due) -> list[str]:
    return [line.kind.value for line in due.trace]


def test_working_days_name_what_was_skipped() -> None:
    assert told(reckon("2026-02-10 15:30", working_days(5))) == [
        ("received", "2026-02-10", {"at": "2026-02-10T15:30:00+08:00"}),
        ("period", "", {"amount": 5, "unit": "working_days"}),
        ("first_day_excluded", "2026-02-10", {}),
        ("make_up_day", "2026-02-14", {"name": "春节"}),
        ("days_off_skipped", "2026-02-15", {"until": "2026-02-23", "days": 9, "name": "春节"}),
        ("last_day", "2026-02-24", {"at": "2026-02-25T00:00:00+08:00"}),
    ]


def test_roll_names_the_holiday_and_the_day_before_rolling() -> None:
    due = reckon("2026-08-02", days(60))
    assert told(due)[3:] == [
        ("rolled", "2026-10-08", {"before": "2026-10-01", "direction": "forward", "name": "国庆节"}),
        ("last_day", "2026-10-08", {"at": "2026-10-09T00:00:00+08:00"}),
    ]


def test_day_off_that_stays_is_named() -> None:
    assert "last_day_off" in kinds(reckon("2026-03-02", days(5), roll=Roll.NONE))


def test_receipt_on_a_day_off_is_named() -> None:
    line = reckon("2026-10-01", working_days(1)).trace[3]
    assert (line.kind, line.date, line.detail) == (
        TraceKind.START_DAY_OFF,
        date(2026, 10, 1),
        {"name": "国庆节"},
    )


def test_short_month_is_named() -> None:
    assert ("no_such_day", "2026-02-28", {"wanted": 31}) in told(reckon("2026-01-31", months(1)))


def test_pause_counts_only_days_of_the_unit() -> None:
    over_a_weekend = [pause("2026-03-05", "2026-03-09")]
    line = ("paused", "2026-03-05", {"until": "2026-03-09", "days": 2})
    assert line in told(reckon("2026-03-02", working_days(5), pauses=over_a_weekend))
    line[2]["days"] = 4
    assert line in told(reckon("2026-03-02", days(5), pauses=over_a_weekend))


def test_hours_and_extension_and_open_pause() -> None:
    stands = [pause("2026-03-02 10:30", "2026-03-02 11:00"), pause("2026-03-02 12:00")]
    due = reckon("2026-03-02 09:30", hours(4), pauses=stands, extensions=[days(1)])
    assert told(due)[2:] == [
        ("first_hour_excluded", "2026-03-02", {"at": "2026-03-02T10:00:00+08:00"}),
        ("paused", "2026-03-02", {"until": "2026-03-02T11:00:00+08:00", "seconds": 1800}),
        ("extended", "2026-03-03", {"amount": 1, "unit": "days"}),
        ("last_day", "2026-03-03", {"at": "2026-03-04T00:00:00+08:00"}),
        ("still_paused", "2026-03-02", {"at": "2026-03-02T12:00:00+08:00"}),
    ]


def test_trace_is_plain_json() -> None:
    due = reckon("2026-12-30", months(2), pauses=[pause("2027-01-05", "2027-01-08")])
    assert json.loads(json.dumps([dict(line.detail) for line in due.trace]))
