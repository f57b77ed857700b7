"""No visit ends without an outcome: a case with owner and date, a known one, or advice."""

from datetime import time
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from heli.audit.models import Entry
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.reception.models import Appointment, Ticket, Visitor
from heli.reception.outcomes import advise, counters, link_case, open_case
from heli.reception.queueing import begin, call_next, check_in, take_number
from heli.reception.tests.hall import MONDAY, SUNDAY, at, booked, on, reception_day
from heli.service_requests.tests.district import reported


@pytest.fixture
def standing(hall):
    """Return somebody who stands at the first window."""
    hot = hall.actor("hot")
    with at(MONDAY):
        take_number(hall.requests, by=hot)
        return begin(call_next(hall.one, by=hot), by=hot)


def form_of(hall, name="hot", **more):
    values = {"key": str(uuid4()), "text": "人民路路灯不亮", "category": hall.district.lamps.pk, "address": "人民路5号"}
    form = counters(hall.requests)["service_request"].form({**values, **more}, None, actor=hall.actor(name))
    assert form.is_valid(), form.errors
    return form


@pytest.mark.parametrize("name", ["ma", "wang", "grid", "admin", "audit", "east"])
def test_who_works_at_no_such_window_ends_no_visit(hall, standing, name):
    actor = hall.actor(name)
    case = reported(hall.district).case
    assert isinstance(advise(standing, "x", by=actor), Denied)
    assert isinstance(link_case(standing, case, by=actor), Denied)
    assert isinstance(open_case(standing, "service_request", form_of(hall), by=actor), Denied)
    assert Ticket.objects.get().state == "serving"
    assert Case.objects.count() == 1


def test_a_case_with_unit_and_date_ends_the_visit(hall, standing):
    opened = open_case(standing, "service_request", form_of(hall), by=hall.actor("hot"))
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.outcome, ticket.case) == ("served", "opened", opened.case)
    assert opened.case.unit == hall.district.roads
    assert opened.case.due_at is not None
    assert opened.case.channel == "visit"
    entry = Entry.objects.get(chain=ticket.reference, verb="visit.ended")
    assert opened.case.reference in entry.content


def test_the_same_form_again_is_the_same_case(hall, standing):
    key = str(uuid4())
    found = [open_case(standing, "service_request", form_of(hall, key=key), by=hall.actor("hot")) for _each in "12"]
    assert found[0].code == found[1].code
    assert Case.objects.count() == 1


def test_another_form_for_an_ended_visit_opens_nothing(hall, standing):
    open_case(standing, "service_request", form_of(hall), by=hall.actor("hot"))
    with transaction.atomic():
        again = open_case(standing, "service_request", form_of(hall), by=hall.actor("hot"))
    assert isinstance(again, Denied)
    assert Case.objects.count() == 1


def test_a_kind_that_the_service_does_not_lead_to_is_refused(hall):
    hot = hall.actor("hot")
    with at(MONDAY):
        take_number(hall.advice, by=hot)
        ticket = begin(call_next(hall.one, by=hot), by=hot)
    assert counters(hall.advice) == {}
    assert isinstance(open_case(ticket, "service_request", form_of(hall), by=hot), Denied)
    assert isinstance(open_case(ticket, "nothing", form_of(hall), by=hot), Denied)


def test_a_known_case_ends_the_visit(hall, standing):
    case = reported(hall.district).case
    assert link_case(standing, case, by=hall.actor("hot")).case == case
    assert isinstance(link_case(standing, case, by=hall.actor("hot")), Denied)


def test_advice_is_kept_sealed_with_the_visit(hall, standing):
    advised = advise(standing, "可申请法律援助", by=hall.actor("hot"))
    assert (advised.state, advised.outcome, advised.case) == ("served", "advice", None)
    assert Visitor.objects.get(reference=standing.reference).advice == "可申请法律援助"


def test_advice_for_an_appointment_stands_beside_what_was_left(hall):
    hot = hall.actor("hot")
    with at(SUNDAY):
        row = booked(hall, on(time(9)))
    with at(MONDAY, time(9)):
        check_in(row, by=hot)
        advise(begin(call_next(hall.one, by=hot), by=hot), "说明", by=hot)
    visitor = Visitor.objects.get()
    assert (visitor.name, visitor.advice) == ("周女士", "说明")
    assert Appointment.objects.get().state == "done"


@pytest.mark.parametrize("changes", [{"state": "served"}, {"state": "left"}, {"state": "served", "outcome": "opened"}])
def test_the_database_itself_refuses_an_end_without_an_outcome(standing, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.update(**changes)


def test_after_a_leaders_reception_somebody_is_responsible(hall):
    hot, day = hall.actor("hot"), reception_day(hall)
    with at(MONDAY):
        ticket = take_number(hall.petitions, by=hot, reception_day=day)
        call_next(hall.room, by=hot)
    case = reported(hall.district).case
    assert link_case(ticket, case, by=hot).responsible == "Lead"
