"""Periods of the calendar: where they begin and end, what they are compared with, and their names."""

from datetime import UTC, date, datetime, timedelta

import pytest

from heli.insight.stretches import MOVING, is_stretch, stretch
from heli.insight.tests.pictures import NOW
from heli.organizations.days import midnight


@pytest.mark.parametrize(
    ("name", "first", "last", "before"),
    [
        ("day", "2026-06-10", "2026-06-10", "2026-06-09"),
        ("last-day", "2026-06-09", "2026-06-09", "2026-06-08"),
        ("week", "2026-06-08", "2026-06-14", "2026-06-01"),
        ("last-week", "2026-06-01", "2026-06-07", "2026-05-25"),
        ("month", "2026-06-01", "2026-06-30", "2026-05-01"),
        ("last-month", "2026-05-01", "2026-05-31", "2026-04-01"),
        ("30-days", "2026-05-12", "2026-06-10", "2026-04-12"),
        ("2025-12", "2025-12-01", "2025-12-31", "2025-11-01"),
        ("2026-01", "2026-01-01", "2026-01-31", "2025-12-01"),
        ("2026-W01", "2025-12-29", "2026-01-04", "2025-12-22"),
        ("2024-02-29", "2024-02-29", "2024-02-29", "2024-02-28"),
    ],
)
def test_days_of_a_period(name, first, last, before):
    period = stretch(name, NOW)
    found = period.first, period.last, period.earlier
    assert found == tuple(map(date.fromisoformat, (first, last, before)))


@pytest.mark.parametrize(
    "name",
    ["", "weeks", "2026-13", "2026-W54", "2026-02-30", "1999", "2026-Q1", "2026-6", "²", "0001-01", "0001-01-02"],
)
def test_nonsense_is_no_period(name):
    assert not is_stretch(name, NOW)


def test_what_has_not_begun_is_no_period():
    assert not is_stretch("2026-07", NOW)
    assert is_stretch("2026-06", NOW)


@pytest.mark.parametrize("name", [name for name in MOVING if name != "30-days"])
def test_the_fixed_name_means_the_same_days(name):
    period = stretch(name, NOW)
    assert stretch(period.name, NOW + timedelta(days=400)) == period


def test_a_past_period_is_compared_whole():
    spans = stretch("2026-05", NOW).spans(NOW)
    assert (spans.since, spans.until) == (midnight(date(2026, 5, 1)), midnight(date(2026, 6, 1)))
    assert (spans.earlier_since, spans.earlier_until) == (midnight(date(2026, 4, 1)), spans.since)


def test_a_month_longer_than_the_one_before_is_cut_at_its_end():
    late = datetime(2026, 3, 31, 2, tzinfo=UTC)
    spans = stretch("month", late).spans(late)
    assert (spans.until, spans.earlier_until) == (late, spans.since)
