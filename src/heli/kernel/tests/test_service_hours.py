"""When people can be reached."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heli.kernel.periods import ServiceHours, next_service_instant, within_service_hours
from heli.kernel.tests.reckoning import CALENDAR, ZONE, local

OPEN = ServiceHours(time(8, 30), time(17, 30))


@pytest.mark.parametrize(
    ("moment", "following"),
    [
        ("2026-03-02 08:29:59", "2026-03-02 08:30"),
        ("2026-03-02 08:30", "2026-03-02 08:30"),
        ("2026-03-02 17:29:59", "2026-03-02 17:29:59"),
        ("2026-03-02 17:30", "2026-03-03 08:30"),
        ("2026-03-06 23:59:59", "2026-03-09 08:30"),
        ("2026-03-07 00:00", "2026-03-09 08:30"),
        ("2026-02-14 09:00", "2026-02-14 09:00"),  # a make-up Saturday
        ("2026-02-14 18:00", "2026-02-24 08:30"),
    ],
)
def test_next_service_instant(moment: str, following: str) -> None:
    assert next_service_instant(local(moment), CALENDAR, OPEN, ZONE) == local(following)
    assert within_service_hours(local(moment), CALENDAR, OPEN, ZONE) == (local(moment) == local(following))


@settings(deadline=None)
@given(st.datetimes(datetime(2007, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_next_service_instant_is_the_first(moment: datetime) -> None:
    found = next_service_instant(moment, CALENDAR, OPEN, ZONE)
    assert within_service_hours(found, CALENDAR, OPEN, ZONE)
    assert found == moment or not within_service_hours(found - timedelta(microseconds=1), CALENDAR, OPEN, ZONE)


@pytest.mark.parametrize(("start", "end"), [(time(9), time(9)), (time(17), time(9)), (time(9, tzinfo=UTC), time(17))])
def test_senseless_hours_are_refused(start: time, end: time) -> None:
    with pytest.raises(ValueError, match="service hours"):
        ServiceHours(start, end)


def test_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        within_service_hours(datetime(2026, 3, 2), CALENDAR, OPEN, ZONE)  # noqa: DTZ001
