"""The desk of the centre: who may enter, from the number to the receipt that is read back."""

from datetime import time

import pytest
from django.urls import reverse

from heli.access.reads import reads_of
from heli.cases.models import Case
from heli.reception.models import ReceptionDay, Ticket
from heli.reception.queueing import begin, call_next, check_in, take_number
from heli.reception.tests.hall import MONDAY, SUNDAY, at, booked, on, reception_day
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted
from heli.workbench.tests.desk import signed_in


def desk(name, *arguments):
    return reverse(f"reception_desk:{name}", args=arguments)


@pytest.fixture
def standing(hall):
    """Return somebody with an appointment who stands at the first window."""
    hot = hall.actor("hot")
    with at(SUNDAY):
        row = booked(hall, on(time(9)), wish="路灯一直不亮")
    with at(MONDAY, time(9)):
        check_in(row, by=hot)
        return begin(call_next(hall.one, by=hot), by=hot)


@pytest.mark.parametrize(("name", "code"), [("grid", 403), ("admin", 403), ("audit", 403), ("wang", 404), ("ma", 404)])
def test_others_see_no_visit(hall, standing, name, code):
    client = signed_in(hall.district, name)
    for page in ("ending", "done"):
        assert client.get(desk(page, standing.reference)).status_code == code
    for page in ("contact", "link", "advice"):
        assert client.post(desk(page, standing.reference)).status_code == code
    opening = desk("opening", standing.reference, "service_request")
    assert client.get(opening).status_code == code
    assert client.post(opening).status_code == code
    assert client.get(desk("window", hall.one.pk)).status_code == code
    assert not reads_of(standing.appointment.reference).exists()


def test_a_unit_without_a_window_is_told_so(hall):
    page = signed_in(hall.district, "wang").get(desk("home"))
    assert page.status_code == 200
    assert "staffs no window" in page.content.decode()
    assert signed_in(hall.district, "hot").get(desk("home"))["Location"] == desk("centre", "hall")


def test_from_a_number_to_the_window(hall):
    client = signed_in(hall.district, "hot")
    with at(MONDAY):
        assert client.post(desk("arrive", "hall"), {}).status_code == 422
        slip = client.get(client.post(desk("arrive", "hall"), {"service": hall.requests.pk})["Location"])
        ticket = Ticket.objects.get()
        assert ticket.label in slip.content.decode()
        client.post(desk("call", hall.one.pk))
        assert ticket.label in client.get(desk("window", hall.one.pk)).content.decode()
        client.post(desk("act", ticket.reference, "again"))
        client.post(desk("act", ticket.reference, "begin"))
        assert client.get(desk("window", hall.one.pk))["Location"] == desk("ending", ticket.reference)
        assert client.post(desk("act", ticket.reference, "nothing")).status_code == 404


def test_check_in_by_number(hall):
    client = signed_in(hall.district, "hot")
    with at(SUNDAY):
        row = booked(hall, on(time(9)))
    with at(MONDAY):
        page = client.get(desk("centre", "hall")).content.decode()
        assert row.reference in page
        assert "周" not in page
        assert client.post(desk("check_in", "hall"), {"reference": "AAAA-AAAA-A"}).status_code == 422
        assert client.post(desk("check_in", "hall"), {"reference": row.reference}).status_code == 302
    assert Ticket.objects.get().appointment == row


def test_the_name_is_masked_until_somebody_looks_on_record(hall, standing):
    client, reference = signed_in(hall.district, "hot"), standing.appointment.reference
    page = client.get(desk("ending", standing.reference)).content.decode()
    assert "周**" in page
    assert "路灯一直" not in page
    assert not reads_of(reference).exists()
    seen = client.post(desk("contact", standing.reference)).content.decode()
    assert "13900000002" in seen
    assert reads_of(reference).get().actor == hall.actor("hot").key


def test_a_case_is_opened_and_read_back_with_unit_and_date(hall, standing):
    client = signed_in(hall.district, "hot")
    address = desk("opening", standing.reference, "service_request")
    begun = client.get(address)
    assert begun.context["form"]["text"].value() == "路灯一直不亮"
    assert client.post(address, {"text": ""}).status_code == 422
    form = {
        "key": str(begun.context["form"]["key"].value()),
        "text": "路灯一直不亮",
        "category": hall.district.lamps.pk,
    }
    done = client.get(client.post(address, {**form, "address": "人民路5号"})["Location"])
    case = Case.objects.get()
    assert case.reference in done.content.decode()
    assert done.context["code"]
    assert done.context["times"]
    assert "Roads" in done.content.decode()
    other = signed_in(hall.district, "chen").get(desk("done", standing.reference))
    assert other.context["code"] == ""


def test_a_complaint_about_ones_own_house_is_read_back_once(hall, standing):
    client = signed_in(hall.district, "hot")
    form = {"text": "接待不好", "category": hall.district.lamps.pk, "address": "x", "about": [hall.district.centre.pk]}
    page = client.post(desk("opening", standing.reference, "service_request"), form)
    case = Case.objects.get()
    assert page.status_code == 200
    assert case.reference in page.content.decode()
    assert case.reference not in client.get(desk("done", standing.reference)).content.decode()


def test_a_known_case_is_one_that_the_clerk_may_see(hall, standing):
    client = signed_in(hall.district, "hot")
    hidden = reported(hall.district, about=hall.district.centre).case
    assert client.post(desk("link", standing.reference), {"case": hidden.reference}).status_code == 422
    known = reported(hall.district).case
    assert client.post(desk("link", standing.reference), {"case": known.reference}).status_code == 302
    assert known.reference in client.get(desk("done", standing.reference)).content.decode()


def test_advice_needs_words(hall, standing):
    client = signed_in(hall.district, "hot")
    assert client.post(desk("advice", standing.reference), {"words": " "}).status_code == 422
    assert client.post(desk("advice", standing.reference), {"words": "可申请法律援助"}).status_code == 302
    assert Ticket.objects.get().outcome == "advice"
    assert client.get(desk("window", hall.one.pk)).context["ticket"] is None


def test_a_leaders_day_from_plan_to_report(hall):
    client = signed_in(hall.district, "chen")
    form = {
        "centre": hall.centre.pk, "leader_name": "韩副区长", "post": "副区长",
        "day": MONDAY.isoformat(), "begins": "10:00", "ends": "12:00", "topics": "住房", "minutes": 30,
        "window": hall.room.pk, "service": hall.petitions.pk,
    }  # fmt: skip
    with at(SUNDAY):
        assert client.post(desk("day_new"), {**form, "window": ""}).status_code == 422
        assert client.post(desk("day_new"), {**form, "ends": "09:00"}).status_code == 422
        assert client.post(desk("day_new"), {**form, "day": SUNDAY.isoformat()}).status_code == 422
        address = client.post(desk("day_new"), form)["Location"]
        day = ReceptionDay.objects.get()
        assert client.post(desk("day_edit", day.pk), {**form, "topics": "就业"}).status_code == 302
        assert client.post(desk("day_act", day.pk, "publish"))["Location"] == address
        assert client.post(desk("day_act", day.pk, "nothing")).status_code == 404
    with at(MONDAY):
        assert client.post(desk("day_act", day.pk, "report"), {"words": "无人来访"}).status_code == 302
        assert client.get(address).status_code == 200
        assert client.get(desk("days")).status_code == 200
    assert ReceptionDay.objects.get().held_at is not None


@pytest.mark.parametrize("name", ["lead", "east"])
def test_others_see_no_reception_days(hall, name):
    day, client = reception_day(hall), signed_in(hall.district, name)
    assert client.get(desk("days")).context["coming"] == []
    assert client.get(desk("day", day.pk)).status_code == 404
    assert client.post(desk("day_act", day.pk, "cancel"), {"why": "x"}).status_code == 404


def test_the_queue_costs_the_same_however_many_wait(hall):
    hot, client, costs = hall.actor("hot"), signed_in(hall.district, "hot"), []
    with at(MONDAY):
        client.get(desk("centre", "hall"))
        for number in (1, 5):
            for _each in range(number):
                take_number(hall.requests, by=hot)
            with counted() as statements:
                client.get(desk("centre", "hall"))
            costs.append(len(statements))
    assert costs[0] == costs[1]
    assert costs[1] <= 8
