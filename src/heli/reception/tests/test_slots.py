"""Which times are offered: hours, holidays, closures, needs, and what is taken; drawn at random and by hand."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heli.organizations.calendar import work_calendar
from heli.organizations.weekdays import Weekday, weekday_of
from heli.places.revisions import bump
from heli.reception.known import REVISION
from heli.reception.models import Appointment, Closure, Opening
from heli.reception.slots import (
    NO_NEEDS,
    Needs,
    cut,
    day_times,
    days_of,
    free,
    free_times,
    joined,
)
from heli.reception.tests.hall import MONDAY, SUNDAY, at, booked, on, reception_day
from heli.service_requests.tests.district import BEGIN

ZERO = datetime(2026, 6, 1, tzinfo=UTC)
CELLS = st.integers(0, 200)


def overlaps(one, other):
    return one[0] < other[1] and other[0] < one[1]


def instant_of(cell: int) -> datetime:
    return ZERO + timedelta(minutes=5 * cell)


SPANS = st.lists(
    st.tuples(CELLS, st.integers(1, 40)).map(lambda p: (instant_of(p[0]), instant_of(p[0] + p[1]))), max_size=6
)


@given(
    st.dictionaries(st.integers(1, 4), SPANS, max_size=4),
    st.integers(1, 12).map(lambda n: 5 * n),
    st.dictionaries(st.integers(1, 4), SPANS, max_size=4),
    CELLS,
)
@settings(max_examples=150, deadline=None)
def test_what_is_offered_lies_within_the_hours_and_meets_nothing_taken(spans, minutes, taken, cell):
    earliest = instant_of(cell)
    for slot in free(spans, minutes, taken, earliest):
        assert slot.ends - slot.begins == timedelta(minutes=minutes)
        assert slot.begins >= earliest
        assert any(begin <= slot.begins and slot.ends <= end for begin, end in spans[slot.window_id])
        assert not any(overlaps((slot.begins, slot.ends), each) for each in taken.get(slot.window_id, ()))


@given(SPANS, st.integers(1, 12).map(lambda n: 5 * n))
@settings(max_examples=100, deadline=None)
def test_slots_of_one_stretch_never_meet_and_leave_less_than_one_over(spans, minutes):
    for span in spans:
        slots = list(cut(span, minutes))
        assert all(one[1] == other[0] for one, other in pairwise(slots))
        assert span[1] - (slots[-1][1] if slots else span[0]) < timedelta(minutes=minutes)


@given(
    st.lists(
        st.tuples(st.integers(0, 22), st.integers(1, 23))
        .filter(lambda p: p[0] < p[1])
        .map(lambda p: (time(p[0]), time(p[1]))),
        max_size=6,
    )
)
@settings(max_examples=100, deadline=None)
def test_hours_that_touch_are_one_stretch(hours):
    found = joined(hours)
    assert all(one[1] < other[0] for one, other in pairwise(found))
    inside = {hour for opens, closes in hours for hour in range(opens.hour, closes.hour)}
    assert {hour for opens, closes in found for hour in range(opens.hour, closes.hour)} == inside


def test_a_morning_at_three_windows(hall):
    with at(SUNDAY) as now:
        found = free_times(hall.requests, NO_NEEDS, [MONDAY], now)
    assert len(found) == 9 * 3
    assert {each.window_id for each in found} == {hall.one.pk, hall.two.pk, hall.accessible.pk}
    assert (found[0].begins, found[-1].ends) == (on(time(9)), on(time(12)))


@pytest.mark.parametrize(
    ("day", "weekday"),
    [
        (date(2026, 2, 14), Weekday.MAKE_UP),  # a Saturday that is worked for the Spring Festival
        (date(2026, 2, 17), None),  # the Spring Festival
        (date(2026, 6, 1), Weekday.MONDAY),
        (date(2026, 6, 6), Weekday.SATURDAY),
        (date(2026, 10, 1), None),
    ],
)
def test_days_are_those_of_the_working_calendar(hall, day, weekday):
    assert weekday_of(day, work_calendar()) == weekday


def test_a_make_up_day_has_hours_of_its_own(hall):
    saturday = date(2026, 2, 14)
    with at(date(2026, 2, 12)) as now:
        assert free_times(hall.requests, NO_NEEDS, [saturday], now) == []
        Opening.objects.create(centre=hall.centre, weekday=7, opens=time(9), closes=time(10), since=BEGIN)
        bump(REVISION)
        assert len(free_times(hall.requests, NO_NEEDS, [saturday], now)) == 3 * 3


def test_hours_end_on_the_day_before_until(hall):
    Opening.objects.update(until=MONDAY)
    bump(REVISION)
    with at(SUNDAY) as now:
        assert free_times(hall.requests, NO_NEEDS, [MONDAY], now) == []
    Opening.objects.update(until=MONDAY + timedelta(days=1))
    bump(REVISION)
    with at(SUNDAY) as now:
        assert free_times(hall.requests, NO_NEEDS, [MONDAY, MONDAY + timedelta(days=1)], now)[-1].ends == on(time(12))


def test_a_closure_takes_the_day_away(hall):
    Closure.objects.create(centre=hall.centre, day=MONDAY, reason="培训")
    bump(REVISION)
    with at(SUNDAY) as now:
        assert free_times(hall.requests, NO_NEEDS, [MONDAY], now) == []


def test_hours_of_a_window_take_the_place_of_those_of_the_centre(hall):
    Opening.objects.create(centre=hall.centre, window=hall.one, weekday=0, opens=time(14), closes=time(15), since=BEGIN)
    bump(REVISION)
    with at(SUNDAY) as now:
        found = [each for each in free_times(hall.requests, NO_NEEDS, [MONDAY], now) if each.window_id == hall.one.pk]
    assert [each.begins for each in found] == [on(time(14)), on(time(14, 20)), on(time(14, 40))]


def test_what_is_booked_is_gone_at_its_window_only(hall):
    with at(SUNDAY) as now:
        taken = booked(hall, on(time(9, 20)))
        found = free_times(hall.requests, NO_NEEDS, [MONDAY], now)
    assert (taken.span.lower, taken.window_id) not in {(each.begins, each.window_id) for each in found}
    assert len(found) == 9 * 3 - 1


def test_a_longer_service_yields_to_a_shorter_one(hall):
    with at(SUNDAY) as now:
        for _each in range(3):
            booked(hall, on(time(9, 20)))
        begins = {each.begins for each in free_times(hall.petitions, NO_NEEDS, [MONDAY], now)}
    assert on(time(9)) not in begins
    assert on(time(9, 30)) not in begins
    assert on(time(10)) in begins


def test_a_hold_that_has_run_out_is_free_again(hall):
    with at(SUNDAY) as now:
        booked(hall, on(time(9)))
        Appointment.objects.update(state="held", visitor=None, held_until=now)
        assert len(free_times(hall.requests, NO_NEEDS, [MONDAY], now)) == 27
        Appointment.objects.update(held_until=now + timedelta(seconds=1))
        assert len(free_times(hall.requests, NO_NEEDS, [MONDAY], now)) == 26


def test_who_needs_an_accessible_window_is_offered_no_other(hall):
    with at(SUNDAY) as now:
        found = free_times(hall.requests, Needs(accessible=True), [MONDAY], now)
    assert {each.window_id for each in found} == {hall.accessible.pk}


def test_an_interpreter_who_has_to_be_ordered_takes_days(hall):
    days = [MONDAY + timedelta(days=number) for number in range(5)]
    with at(MONDAY) as now:
        signing = free_times(hall.requests, Needs(interpreter="sign"), days, now)
        english = free_times(hall.requests, Needs(interpreter="en"), days, now)
    assert {each.window_id for each in signing} == {hall.two.pk}
    assert signing[0].begins == on(time(9))
    assert english[0].begins == on(time(9), MONDAY + timedelta(days=3))


@pytest.mark.parametrize(("clock", "first"), [(time(8, 30), time(9)), (time(8, 31), time(9, 20))])
def test_a_time_is_offered_until_shortly_before(hall, clock, first):
    with at(MONDAY, clock) as now:
        assert free_times(hall.requests, NO_NEEDS, [MONDAY], now)[0].begins == on(first)


def test_days_are_offered_from_today_on_both_sides_of_midnight(hall):
    with at(SUNDAY, time(23, 59)) as now:
        assert days_of(hall.centre, now)[0] == SUNDAY
    with at(MONDAY, time(0)) as now:
        assert (days_of(hall.centre, now)[0], len(days_of(hall.centre, now))) == (MONDAY, 15)


def test_a_leaders_day_is_booked_when_it_is_published(hall):
    draft, day = reception_day(hall, published=False), reception_day(hall)
    with at(SUNDAY) as now:
        assert day_times(draft, now) == []
        assert [each.begins for each in day_times(day, now)] == [
            on(time(10)),
            on(time(10, 30)),
            on(time(11)),
            on(time(11, 30)),
        ]


def test_a_leaders_room_serves_nobody_else(hall):
    with at(SUNDAY) as now:
        assert hall.room.pk not in {each.window_id for each in free_times(hall.petitions, NO_NEEDS, [MONDAY], now)}
