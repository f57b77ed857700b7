"""Leaders' days: planned by the unit that runs the centre, public in advance, reported in numbers without persons."""

from datetime import time, timedelta
from uuid import uuid4

import pytest

from heli.kernel.decisions import Denied
from heli.reception.booking import Details, Wish, book, hold
from heli.reception.models import Appointment, ReceptionDay
from heli.reception.outcomes import advise, link_case
from heli.reception.queueing import begin, call_next, check_in
from heli.reception.reception_days import behind, cancel_day, days_for, numbers_of, plan, publish, report, take_along
from heli.reception.tests.hall import MONDAY, SUNDAY, at, on, reception_day
from heli.service_requests.tests.district import reported


def with_leader(hall, day, clock):
    held = hold(Wish(service=hall.petitions, begins=on(clock), reception_day=day), key=uuid4())
    return book(held, Details(name="钱", phone="13900000003"))


@pytest.mark.parametrize("name", ["hot", "ma", "lead", "wang", "east", "admin", "audit", "inspector"])
def test_others_plan_publish_cancel_and_report_nothing(hall, name):
    draft, day, actor = reception_day(hall, published=False), reception_day(hall), hall.actor(name)
    with at(SUNDAY):
        assert isinstance(plan(draft, by=actor), Denied)
        assert isinstance(publish(draft, by=actor), Denied)
        assert isinstance(cancel_day(day, "x", by=actor), Denied)
    with at(MONDAY):
        assert isinstance(report(day, met=None, words="x", by=actor), Denied)
    assert not days_for(actor).exists()


def test_a_day_is_published_before_it_comes_and_then_not_rewritten(hall):
    chen, draft = hall.actor("chen"), reception_day(hall, published=False)
    with at(MONDAY):
        assert isinstance(publish(draft, by=chen), Denied)
    with at(SUNDAY, time(23, 59)):
        assert publish(draft, by=chen).published_at is not None
        assert isinstance(plan(ReceptionDay.objects.get(), by=chen), Denied)


def test_a_cancelled_day_frees_and_tells_whoever_has_booked(hall):
    day = reception_day(hall)
    with at(SUNDAY):
        row = with_leader(hall, day, time(10))
        cancelled = cancel_day(day, "临时会议", "A meeting", by=hall.actor("chen"))
        assert isinstance(cancel_day(day, "x", by=hall.actor("chen")), Denied)
    assert cancelled.why_cancelled == "临时会议"
    assert Appointment.objects.get(pk=row.pk).state == "cancelled"


def test_a_day_is_reported_when_every_visit_has_an_outcome(hall):
    hot, chen, day = hall.actor("hot"), hall.actor("chen"), reception_day(hall)
    with at(SUNDAY):
        rows = [with_leader(hall, day, clock) for clock in (time(10), time(10, 30), time(11))]
    with at(MONDAY, time(10)):
        for row in rows[:2]:
            check_in(row, by=hot)
        first = begin(call_next(hall.room, by=hot), by=hot)
        assert isinstance(report(day, met=None, words="x", by=chen), Denied)
        link_case(first, reported(hall.district).case, by=hot)
        advise(call_next(hall.room, by=hot), "说明", by=hot)
        held = report(day, met=None, words="两人来访", by=chen)
    numbers = numbers_of([held])[held.pk]
    assert (numbers.booked, numbers.came, numbers.linked, numbers.advice, numbers.matters) == (3, 2, 1, 1, 1)
    assert numbers.closed == 0


def test_a_visit_to_residents_notes_matters_with_somebody_responsible(hall):
    chen = hall.actor("chen")
    day = reception_day(hall, kind="visit", window=None, service=None, place="东社区")
    case = reported(hall.district).case
    with at(SUNDAY):
        assert isinstance(take_along(day, case, by=chen), Denied)
    with at(MONDAY):
        assert take_along(day, case, by=chen).responsible == "Lead"
        assert take_along(day, case, by=chen).pk == take_along(day, case, by=chen).pk
        report(day, met=7, words="", by=chen)
    numbers = numbers_of([ReceptionDay.objects.get()])[day.pk]
    assert (numbers.met, numbers.matters) == (7, 1)


def test_how_many_days_a_leader_holds_is_asked_only_where_it_is_set(hall):
    days = [reception_day(hall), reception_day(hall, MONDAY + timedelta(days=40), leader_name="孙区长")]
    assert behind(hall.centre, MONDAY, days) == []
    hall.centre.leader_days_a_month = 1
    assert [(each.name, each.held) for each in behind(hall.centre, MONDAY, days)] == [("孙区长", 0)]
