"""A visitor's way through the pages: choose, keep, book, change; nobody else's appointment is ever shown."""

from datetime import time

import pytest
from django.test import Client
from django.urls import reverse

from heli.access.limits import HOUR, Rule
from heli.reception.codes import code_of, link_to, ticket_address
from heli.reception.models import Appointment, Visitor
from heli.reception.queueing import call_next, check_in, take_number
from heli.reception.tests.hall import MONDAY, SUNDAY, at, booked, on, reception_day
from heli.service_requests.tests.visiting import counted, stranger

DETAILS = reverse("reception:details")
WHO = {"name": "周女士", "phone": "１３９ 0000 0002"}


def keep(client: Client, hall, clock=time(9)):
    return client.post(reverse("reception:keep", args=[hall.requests.pk]), {"begins": on(clock).isoformat()})


def visit(reference: str, page: str = "visit") -> str:
    return reverse(f"reception:{page}", args=[reference])


@pytest.mark.parametrize("page", ["visit", "calendar", "change", "cancel", "leave"])
def test_who_does_not_know_number_and_code_finds_nothing(hall, page):
    with at(SUNDAY):
        row, mine = booked(hall, on(time(9))), booked(hall, on(time(9)))
        other = stranger()
        other.get(link_to(mine))
        for client in (stranger(), other):
            ask = client.post if page in ("cancel", "leave") else client.get
            assert ask(visit(row.reference, page)).status_code == 404
            assert ask(visit("nonsense", page)).status_code == 404
    assert Appointment.objects.get(pk=row.pk).state == "booked"


def test_from_the_choice_to_the_confirmation(hall):
    client = stranger()
    with at(SUNDAY):
        page = client.get(reverse("reception:times", args=[hall.requests.pk]))
        assert page.context["times"][0] == on(time(9))
        assert keep(client, hall)["Location"] == DETAILS
        assert client.post(DETAILS, {"name": "周女士"}).status_code == 422
        answer = client.post(DETAILS, WHO)
        row = Appointment.objects.get()
        assert answer["Location"] == visit(row.reference)
        shown = client.get(answer["Location"]).content.decode()
        assert code_of(row) in shown
        assert "周女士" in shown
        assert client.post(DETAILS, WHO).status_code == 302
    assert (row.state, Visitor.objects.get().phone) == ("booked", "139 0000 0002")


def test_a_time_that_is_gone_leads_back_with_the_reason(hall):
    with at(SUNDAY):
        for _each in range(3):
            booked(hall, on(time(9)))
        client = stranger("en")
        page = client.get(keep(client, hall)["Location"])
    assert "has just been taken" in page.content.decode()


@pytest.mark.parametrize("begins", ["", "soon", "2026-06-01T09:00"])
def test_what_is_no_time_is_a_missing_page(hall, begins):
    answer = stranger().post(reverse("reception:keep", args=[hall.requests.pk]), {"begins": begins})
    assert answer.status_code == 404


def test_without_a_kept_time_there_is_nothing_to_fill_in(hall):
    assert stranger().get(DETAILS)["Location"] == reverse("reception:places")


def test_number_and_code_open_it_and_a_wrong_code_does_not(hall):
    with at(SUNDAY):
        row, other = booked(hall, on(time(9))), booked(hall, on(time(9)))
        client, address = stranger(), reverse("reception:look_up")
        wrong = client.post(address, {"reference": row.reference, "code": code_of(other)})
        assert wrong.status_code == 422
        assert client.get(visit(row.reference)).status_code == 404
        right = client.post(address, {"reference": row.reference.lower(), "code": code_of(row)})
        assert right["Location"] == visit(row.reference)


def test_guessing_is_limited(hall, transactional_db):
    client = stranger()
    with at(SUNDAY):
        row, other = booked(hall, on(time(9))), booked(hall, on(time(9)))
        form = {"reference": row.reference, "code": code_of(other)}
        for _each in range(10):
            client.post(reverse("reception:look_up"), form)
        last = client.post(reverse("reception:look_up"), {**form, "code": code_of(row)})
    assert last.status_code == 422


def test_the_link_opens_moves_and_cancels(hall):
    client = stranger()
    with at(SUNDAY):
        row = booked(hall, on(time(9)))
        assert client.get(link_to(row))["Location"] == visit(row.reference)
        assert client.get(link_to(row)[:-2] + "-/").status_code == 404
        assert client.get(visit(row.reference, "change")).context["times"]
        client.post(visit(row.reference, "change"), {"begins": on(time(10)).isoformat()})
        assert Appointment.objects.get().span.lower == on(time(10))
        client.post(visit(row.reference, "cancel"))
    assert Appointment.objects.get().state == "cancelled"


def test_the_calendar_file_holds_time_and_place_and_no_person(hall):
    client = stranger()
    with at(SUNDAY):
        row = booked(hall, on(time(9)), wish="关于搬迁")
        client.get(link_to(row))
        text = client.get(visit(row.reference, "calendar")).content.decode()
    assert "DTSTART:20260601T010000Z\r\n" in text
    assert f"UID:{row.reference}@heli" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "周女士" not in text
    assert "搬迁" not in text


def test_forgetting_it_closes_the_page_on_this_device(hall):
    client = stranger()
    with at(SUNDAY):
        row = booked(hall, on(time(9)))
        client.get(link_to(row))
        client.post(visit(row.reference, "leave"))
        assert client.get(visit(row.reference)).status_code == 404


def test_very_many_times_from_one_connection_wait(hall, monkeypatch):
    monkeypatch.setattr("heli.reception.asking.BOOKINGS", Rule("visit test", ((1, HOUR),)))
    with at(SUNDAY):
        for expected in (302, 422):
            client = stranger()
            keep(client, hall, time(9 + expected // 400))
            assert client.post(DETAILS, WHO).status_code == expected
    assert Appointment.objects.filter(state="booked").count() == 1


def test_a_leaders_day_is_booked_from_its_page(hall):
    day, draft = reception_day(hall), reception_day(hall, published=False)
    client = stranger("en")
    with at(SUNDAY):
        assert client.get(reverse("reception:leader_day", args=[draft.pk])).status_code == 404
        assert "Deputy Head Han" in client.get(reverse("reception:leader_days")).content.decode()
        page = client.get(reverse("reception:leader_day", args=[day.pk]))
        assert len(page.context["times"]) == 4
        form = {"begins": on(time(10)).isoformat()}
        assert client.post(reverse("reception:keep_leader", args=[draft.pk]), form).status_code == 404
        client.post(reverse("reception:keep_leader", args=[day.pk]), form)
        client.post(DETAILS, WHO)
    assert Appointment.objects.get().reception_day == day


def test_the_board_shows_numbers_and_windows_and_no_name(hall):
    hot = hall.actor("hot")
    with at(SUNDAY):
        row = booked(hall, on(time(9)))
    with at(MONDAY, time(9)):
        ticket = check_in(row, by=hot)
        take_number(hall.requests, by=hot)
        call_next(hall.one, by=hot)
        page = stranger("en").get(reverse("reception:board", args=["hall"])).content.decode()
        now = stranger("en").get(reverse("reception:board_now", args=["hall"])).content.decode()
    assert ticket.label in page
    assert "Window 1" in now
    assert "周" not in page
    assert row.reference not in page


def test_a_number_is_followed_by_its_link_alone(hall):
    hot = hall.actor("hot")
    with at(MONDAY):
        first, second = take_number(hall.requests, by=hot), take_number(hall.requests, by=hot)
        page = stranger("en").get(ticket_address(second))
        assert (page.context["ahead"], page.context["minutes"]) == (1, 30)
        assert first.label not in page.content.decode()
        assert stranger().get(reverse("reception:ticket", args=["x" * 45])).status_code == 404


def test_pages_cost_few_statements_however_much_is_booked(hall):
    with at(SUNDAY):
        costs = []
        for clock in (time(9), time(10)):
            booked(hall, on(clock))
            with counted() as statements:
                stranger().get(reverse("reception:times", args=[hall.requests.pk]))
            costs.append(len(statements))
    assert costs[0] == costs[1]
    assert costs[1] <= 3
