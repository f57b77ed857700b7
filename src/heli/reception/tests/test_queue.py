"""The queue: one rule for everybody, one visitor at a window, an estimate from what was observed."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heli.kernel.decisions import Denied
from heli.reception import queueing
from heli.reception.models import Appointment, Ticket
from heli.reception.queueing import begin, call_again, call_next, check_in, end_of_day, leave, take_number
from heli.reception.slots import Needs
from heli.reception.tests.hall import MONDAY, SUNDAY, at, booked, on, reception_day
from heli.reception.turns import Waiting, choose, place
from heli.reception.waiting import ahead_of, estimate, minutes_to_wait, seconds_a_visit

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
QUEUE = st.lists(
    st.builds(
        Waiting,
        key=st.integers(1, 10**6),
        order_at=st.integers(-120, 120).map(lambda minutes: NOON + timedelta(minutes=minutes)),
        appointed=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda each: each.key,
)


@given(QUEUE, st.lists(st.booleans(), max_size=4))
@settings(max_examples=200, deadline=None)
def test_somebody_is_called_whenever_somebody_waits_and_the_rule_holds(waiting, before):
    chosen = choose(waiting, before, NOON)
    assert (chosen is None) == (not waiting)
    if chosen is None:
        return
    due = [each for each in waiting if each.appointed and each.order_at <= NOON]
    others = [each for each in waiting if not each.appointed]
    rival = due if chosen in due else others if chosen in others else waiting
    assert all((chosen.order_at, chosen.key) <= (each.order_at, each.key) for each in rival)
    if due and chosen not in due:
        assert before[:2] == [True, True]
    if before[:2] == [True, True] and others:
        assert not chosen.appointed


@given(QUEUE.filter(lambda queue: any(not each.appointed for each in queue)))
@settings(max_examples=100, deadline=None)
def test_nobody_without_an_appointment_waits_in_vain(waiting):
    first = min((each for each in waiting if not each.appointed), key=lambda each: (each.order_at, each.key))
    left, before = list(waiting), []
    for _turn in range(3):
        chosen = choose(left, before, NOON)
        if chosen == first:
            return
        left.remove(chosen)
        before.insert(0, chosen.appointed)
    pytest.fail("somebody waited for more than two appointments")


@pytest.mark.parametrize(("minutes", "appointed"), [(-30, True), (0, True), (10, True), (11, False)])
def test_who_comes_too_late_joins_the_others(minutes, appointed):
    arrived = NOON + timedelta(minutes=minutes)
    assert place(NOON, arrived, timedelta(minutes=10)) == (NOON if appointed else arrived, appointed)
    assert place(None, arrived, timedelta(minutes=10)) == (arrived, False)


@pytest.mark.parametrize("name", ["wang", "grid", "admin", "audit", "east", "inspect"])
def test_others_touch_no_queue(hall, name):
    with at(SUNDAY):
        row = booked(hall, on(time(9)))
    with at(MONDAY):
        ticket = take_number(hall.requests, by=hall.actor("hot"))
        assert isinstance(take_number(hall.requests, by=hall.actor(name)), Denied)
        assert isinstance(check_in(row, by=hall.actor(name)), Denied)
        assert isinstance(call_next(hall.one, by=hall.actor(name)), Denied)
        assert isinstance(leave(ticket, by=hall.actor(name)), Denied)
    assert Ticket.objects.get().state == "waiting"


def test_numbers_run_by_service_and_day(hall):
    hot = hall.actor("hot")
    with at(MONDAY):
        labels = [take_number(each, by=hot).label for each in (hall.requests, hall.advice, hall.requests)]
    with at(MONDAY + timedelta(days=1)):
        labels.append(take_number(hall.requests, by=hot).label)
    assert labels == ["B001", "C001", "B002", "B001"]


def test_a_member_of_the_units_own_window_calls_there_and_nowhere_else(hall):
    with at(MONDAY):
        take_number(hall.requests, by=hall.actor("hot"))
        assert isinstance(call_next(hall.one, by=hall.actor("ma")), Denied)
        assert call_next(hall.two, by=hall.actor("ma")).label == "B001"


def test_a_window_calls_one_visitor_at_a_time(hall):
    hot = hall.actor("hot")
    with at(MONDAY):
        assert call_next(hall.one, by=hot) is None
        for _each in range(2):
            take_number(hall.requests, by=hot)
        first = call_next(hall.one, by=hot)
        assert isinstance(call_next(hall.one, by=hot), Denied)
        assert call_again(first, by=hot).calls == 2
        assert begin(first, by=hot).state == "serving"
        assert isinstance(leave(first, by=hot), Denied)
        assert call_next(hall.accessible, by=hot).label == "B002"


def test_an_appointment_is_called_at_its_time_and_not_before(hall):
    hot = hall.actor("hot")
    with at(SUNDAY):
        row = booked(hall, on(time(9)))
    with at(MONDAY, time(8, 40)):
        early = check_in(row, by=hot)
    with at(MONDAY, time(8, 50)):
        walk_in = take_number(hall.requests, by=hot)
        take_number(hall.requests, by=hot)
    with at(MONDAY, time(8, 59)):
        assert call_next(hall.one, by=hot) == walk_in
    with at(MONDAY, time(9)):
        assert call_next(hall.accessible, by=hot) == early


def test_an_idle_window_calls_whoever_came_early(hall):
    hot = hall.actor("hot")
    with at(SUNDAY):
        row = booked(hall, on(time(9)))
    with at(MONDAY, time(8, 40)):
        ticket = check_in(row, by=hot)
        assert call_next(hall.one, by=hot) == ticket


def test_after_two_appointments_somebody_without_one_is_called(hall):
    hot, order = hall.actor("hot"), []
    with at(SUNDAY):
        rows = [booked(hall, on(time(9))) for _each in range(3)]
    with at(MONDAY, time(8, 55)):
        walk_in = take_number(hall.requests, by=hot)
        tickets = [check_in(each, by=hot) for each in rows]
    for minute in range(3):
        with at(MONDAY, time(9, minute)):
            called = call_next(hall.one, by=hot)
            order.append(called)
            leave(called, by=hot)
    assert order == [tickets[0], tickets[1], walk_in]


def test_check_in_is_for_the_day_and_gives_one_number(hall):
    hot = hall.actor("hot")
    with at(SUNDAY):
        row = booked(hall, on(time(9)))
        assert isinstance(check_in(row, by=hot), Denied)
    with at(MONDAY):
        assert check_in(row, by=hot) == check_in(row, by=hot)
    assert Appointment.objects.get().state == "arrived"


def test_needs_lead_to_windows_that_meet_them(hall):
    hot = hall.actor("hot")
    with at(MONDAY):
        take_number(hall.requests, by=hot, needs=Needs(accessible=True))
        take_number(hall.requests, by=hot, needs=Needs(interpreter="sign"))
        assert call_next(hall.one, by=hot) is None
        assert call_next(hall.accessible, by=hot).accessible
        assert call_next(hall.two, by=hall.actor("ma")).interpreter == "sign"


def test_a_leaders_visitors_are_called_to_the_leaders_room(hall):
    hot, day = hall.actor("hot"), reception_day(hall)
    with at(MONDAY):
        ticket = take_number(hall.petitions, by=hot, reception_day=day)
        take_number(hall.petitions, by=hot)
        assert call_next(hall.one, by=hot).reception_day is None
        assert call_next(hall.room, by=hot) == ticket


def test_at_midnight_who_waits_has_left_and_who_stands_at_a_window_stays(hall):
    hot = hall.actor("hot")
    with at(MONDAY):
        for _each in range(2):
            take_number(hall.requests, by=hot)
        begin(call_next(hall.one, by=hot), by=hot)
    end_of_day(on(time(23, 59)))
    assert sorted(Ticket.objects.values_list("state", flat=True)) == ["serving", "waiting"]
    end_of_day(on(time(0), MONDAY + timedelta(days=1)))
    assert sorted(Ticket.objects.values_list("state", "outcome")) == [("left", "left"), ("serving", "")]


def test_the_estimate_follows_what_was_observed(hall):
    assert seconds_a_visit(hall.requests, [60, 60]) == 1200
    assert seconds_a_visit(hall.requests, [600, 300, 300]) == 400
    assert minutes_to_wait(0, 1, 1200) == 10
    assert minutes_to_wait(4, 2, 600) == 25
    assert minutes_to_wait(4, 0, 600) == 45


def test_who_is_before_counts_those_of_the_same_windows(hall):
    hot = hall.actor("hot")
    with at(MONDAY):
        first, second = take_number(hall.requests, by=hot), take_number(hall.advice, by=hot)
        waiting = queueing.waiting_today(hall.centre.pk, on(time(9)))
        assert (ahead_of(first, waiting), ahead_of(second, waiting)) == (0, 1)
        assert estimate(hall.centre, hall.advice, 1, on(time(9))) == 30
