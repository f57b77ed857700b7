"""The reception centre by the API: the rules, limits and words of the pages; nobody else's appointment is shown."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.translation import override

from heli.access import limits
from heli.access.limits import DAY, HOUR, Rule
from heli.reception.codes import code_of
from heli.reception.models import Appointment, Booking, Visitor
from heli.reception.tests.hall import MONDAY, SUNDAY, at, booked, on, reception_day

NINE = time(9)
ROOT = "/api/reception"


def ask(path, body=None, *, code="", language="zh-hans"):
    headers = {"accept-language": language, **({"X-Query-Code": code} if code else {})}
    client = Client(headers=headers)
    if body is None:
        return client.get(f"{ROOT}{path}")
    return client.post(f"{ROOT}{path}", body, content_type="application/json")


def wanted(hall, clock=NINE, **more):
    return {
        "key": str(uuid4()), "service": hall.requests.pk, "begins": on(clock).isoformat(),
        "name": "周女士", "phone": "１３９ 0000 0002", **more,
    }  # fmt: skip


def book(hall, clock=NINE, **more):
    return ask("/appointments", wanted(hall, clock, **more))


@pytest.mark.parametrize("path", ["", "/move", "/cancel"])
def test_without_the_right_code_there_is_no_appointment(hall, path):
    with at(SUNDAY):
        row, other = booked(hall, on(NINE)), booked(hall, on(time(10)))
        body = None if not path else {"begins": on(time(11)).isoformat()}
        answers = [
            ask(f"/appointments/{number}{path}", body, code=code)
            for number, code in ((row.reference, ""), (row.reference, code_of(other)), ("AAAA-AAAA-A", code_of(row)))
        ]
        assert {each.status_code for each in answers} == {404}
        assert len({each.content for each in answers}) == 1
    assert Appointment.objects.get(pk=row.pk).state == Booking.BOOKED


def test_wrong_codes_are_limited_and_the_right_one_waits_as_well(hall, monkeypatch):
    monkeypatch.setattr(limits, "QUERY_CODE", Rule("query code test", ((2, HOUR),)))
    with at(SUNDAY):
        row = booked(hall, on(NINE))
        path = f"/appointments/{row.reference}"
        assert [ask(path, code="AAAA-AAAA").status_code for _each in range(2)] == [404, 404]
        waits = ask(path, code=code_of(row))
    assert waits.status_code == 429
    assert 0 < int(waits["Retry-After"]) <= 3600


def test_centres_and_times_are_those_of_the_pages(hall):
    with at(SUNDAY):
        place = ask("/centres", language="en").json()[0]
        assert (place["label"], place["address"]) == ("Reception centre", "1 Renmin Road")
        assert [each["letter"] for each in place["services"]] == ["A", "B", "C"]
        address = f"/services/{hall.requests.pk}/times"
        times = ask(address).json()
        assert times["times"][:2] == [on(NINE).isoformat(), on(time(9, 20)).isoformat()]
        one_day = ask(f"{address}?day={MONDAY + timedelta(days=1)}").json()["times"]
        assert {each[:10] for each in one_day} == {"2026-06-02"}
        assert ask(f"{address}?day={SUNDAY}").json()["times"] == []
        assert ask(f"{address}?interpreter=xx").status_code == 422
        assert ask("/services/999999/times").status_code == 404


def test_from_the_choice_to_the_cancelled_appointment(hall):
    with at(SUNDAY):
        made = book(hall)
        assert made.status_code == 201, made.content
        path, code = f"/appointments/{made.json()['reference']}", made.json()["code"]
        assert ask(path, code=code).json()["state_label"] == "已预约"
        moved = ask(f"{path}/move", {"begins": on(time(10)).isoformat()}, code=code)
        assert (moved.status_code, moved.json()["begins"]) == (200, on(time(10)).isoformat())
        gone = ask(f"{path}/cancel", {}, code=code)
        assert (gone.json()["state"], gone.json()["changeable"]) == ("cancelled", False)
        assert ask(f"{path}/cancel", {}, code=code).status_code == 409
        assert ask(f"{path}/move", {"begins": on(NINE).isoformat()}, code=code).status_code == 409
    assert Visitor.objects.get().phone == "139 0000 0002"


def test_the_same_key_books_once_and_another_time_under_it_is_refused(hall):
    with at(SUNDAY):
        body = wanted(hall)
        first, again = ask("/appointments", body), ask("/appointments", body)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        other = ask("/appointments", {**body, "begins": on(time(10)).isoformat()})
        assert other.json()["begins"] == on(NINE).isoformat()
    assert Appointment.objects.count() == 1


def test_the_fourth_of_three_windows_is_told_that_it_is_taken(hall):
    with at(SUNDAY):
        assert [book(hall).status_code for _each in range(4)] == [201, 201, 201, 409]
        with override("en"):
            told = ask("/appointments", wanted(hall), language="en").json()["detail"]
    assert told == "This time has just been taken. Please choose another one."


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"name": ""}, 422),
        ({"phone": ""}, 422),
        ({"email": "x"}, 422),
        ({"interpreter": "xx"}, 422),
        ({"service": 0}, 404),
        ({"service": 999_999}, 404),
        ({"day": 999_999}, 404),
        ({"begins": "0001-01-01T00:00:00+14:00"}, 409),
        ({"begins": "9999-12-31T23:59:59-12:00"}, 409),
        ({"begins": "2026-06-01T09:10:00+08:00"}, 409),
    ],
)
def test_what_is_not_offered_or_not_said_keeps_nothing(hall, changes, status):
    with at(SUNDAY):
        answer = book(hall, **changes)
    assert answer.status_code == status, answer.content
    assert not Appointment.objects.exists()


def test_the_last_day_on_offer_ends_at_midnight(hall):
    last = MONDAY + timedelta(days=14)
    with at(MONDAY, time(23, 59)):
        assert book(hall, begins=on(NINE, last).isoformat()).status_code == 201
        assert book(hall, begins=on(NINE, last + timedelta(days=1)).isoformat()).status_code == 409
    with at(MONDAY + timedelta(days=1), time(0)):
        assert book(hall, begins=on(NINE, last + timedelta(days=1)).isoformat()).status_code == 201


def test_appointments_of_one_phone_number_are_limited(hall, monkeypatch):
    monkeypatch.setattr("heli.reception.asking.PHONE", Rule("visit phone test", ((1, DAY),)))
    with at(SUNDAY):
        assert book(hall).status_code == 201
        refused = book(hall, time(10))
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert Appointment.objects.filter(state=Booking.BOOKED).count() == 1


def test_a_leaders_day_is_booked_once_it_is_published(hall):
    hidden, day = reception_day(hall, MONDAY + timedelta(days=1), published=False), reception_day(hall)
    with at(SUNDAY):
        listed = ask("/days", language="en").json()
        assert [each["who"] for each in listed["coming"]] == ["Deputy Head Han · Deputy head"]
        assert ask(f"/days/{hidden.pk}").status_code == 404
        times = ask(f"/days/{day.pk}").json()["times"]
        assert times == [on(time(10, part)).isoformat() for part in (0, 30)] + [
            on(time(11, part)).isoformat() for part in (0, 30)
        ]
        made = book(hall, time(10), service=0, day=day.pk)
        assert (made.status_code, made.json()["who"]) == (201, "韩副区长 · 副区长")
        assert book(hall, time(10), service=0, day=day.pk).status_code == 409
        assert book(hall, time(10), service=0, day=hidden.pk).status_code == 404
        assert book(hall, time(10), day=day.pk).status_code == 404
