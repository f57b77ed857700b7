"""Residents who sign in with a code: how a code is asked for, what it opens, and for how long."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from heli.access.models import Counter, Holding, Resident, Session, SignInCode
from heli.access.residents import code_of
from heli.access.sessions import stored
from heli.notices import codes
from heli.notices.sms import Memory
from heli.portal.views import mine as pages
from heli.service_requests.tests.district import District, build, reported

PHONE, OTHER = "138 0000 0001", "13900000002"


@pytest.fixture
def district(db) -> District:
    return build()


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """Send at once what the worker would send; return the text messages."""
    Memory.sent.clear()
    monkeypatch.setattr(pages.send_code, "defer", codes.send_code)
    return Memory.sent


@pytest.fixture
def move(monkeypatch):
    """Return a function that moves time on."""
    at = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: at[0])

    def on(**by: float) -> None:
        at[0] += timedelta(**by)

    return on


def asked(address: str = PHONE, client: Client | None = None, **where: Any) -> Client:
    client = client or Client()
    client.post("/me/sign-in/", {"address": address}, **where)
    return client


def last_code() -> str:
    return code_of(SignInCode.objects.latest("sent_at").number)


def signed_in(address: str = PHONE) -> Client:
    client = asked(address)
    client.post("/me/code/", {"code": last_code()})
    return client


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def follow(client: Client, opened):
    return client.post("/track/", {"reference": opened.case.reference, "code": opened.code})


def test_a_wrong_code_opens_nothing_and_the_right_one_signs_in(district, sent):
    client = asked()
    wrong = f"{(int(last_code()) + 1) % 10**6:06}"
    assert client.post("/me/code/", {"code": wrong}).status_code == 422
    assert not is_in(client)
    assert client.post("/me/code/", {"code": last_code()})["Location"] == "/me/"
    assert is_in(client)
    assert sent[0][0] == "13800000001"
    assert last_code() in sent[0][1]


def test_a_code_goes_by_mail_too(district):
    client = asked("li@example.test")
    assert last_code() in mail.outbox[0].body
    client.post("/me/code/", {"code": last_code()})
    assert is_in(client)


def test_five_tries_are_heard_and_the_sixth_is_not(district):
    client, right = asked(), last_code()
    for _try in range(4):
        client.post("/me/code/", {"code": "x"})
    fifth = asked("13900000002", Client())
    for _try in range(5):
        fifth.post("/me/code/", {"code": "x"})
    fifth.post("/me/code/", {"code": last_code()})
    assert not is_in(fifth)
    client.post("/me/code/", {"code": right})
    assert is_in(client)


def test_a_code_holds_for_ten_minutes(district, move):
    client, late = asked(), asked(OTHER)
    of_client = code_of(SignInCode.objects.earliest("sent_at").number)
    move(minutes=9, seconds=59)
    client.post("/me/code/", {"code": of_client})
    move(seconds=1)
    late.post("/me/code/", {"code": last_code()})
    assert {is_in(client), is_in(late)} == {True, False}


def test_a_code_is_taken_once_and_only_where_it_was_asked_for(district):
    client = asked()
    elsewhere = asked(OTHER)
    elsewhere.post("/me/code/", {"code": code_of(SignInCode.objects.earliest("sent_at").number)})
    assert not is_in(elsewhere)
    awaited = UUID(client.session["awaited_code"])
    client.post("/me/code/", {"code": code_of(awaited)})
    client.post("/me/sign-out/")
    session = client.session
    session["awaited_code"] = awaited.hex
    session.save()
    client.post("/me/code/", {"code": code_of(awaited)})
    assert not is_in(client)


def test_known_and_unknown_addresses_get_the_same_answer(district, sent):
    signed_in()
    pages_seen = []
    for address, source in ((PHONE, "203.0.113.1"), (OTHER, "203.0.113.2")):
        SignInCode.objects.all().delete()
        if address == PHONE:
            clear_counters()
        client = asked(address, REMOTE_ADDR=source)
        page = client.get("/me/code/")
        pages_seen.append((page.status_code, page.content.decode().split("csrfmiddlewaretoken")[0]))
    assert pages_seen[0] == pages_seen[1]
    assert len(sent) == 3


def clear_counters() -> None:
    Counter.objects.all().delete()


def test_one_code_a_minute_and_five_a_day_go_to_one_number(district, move, sent):
    for number in range(8):
        asked(REMOTE_ADDR=f"203.0.113.{number}")
        asked(f"+86 {PHONE}", REMOTE_ADDR=f"198.51.100.{number}")
        move(minutes=1)
    assert len(sent) == 5
    move(days=1)
    asked()
    assert len(sent) == 6


def test_one_address_asks_for_three_codes_an_hour(district, move, sent):
    for number in range(5):
        asked(f"1390000000{number}")
        move(minutes=2)
    assert len(sent) == 3
    asked("13900000009", REMOTE_ADDR="203.0.113.1")
    assert len(sent) == 4


def test_what_is_opened_with_its_code_stands_among_ones_own(district):
    opened = reported(district)
    client, other = signed_in(), signed_in(OTHER)
    follow(client, opened)
    assert opened.case.reference in client.get("/me/").content.decode()
    assert opened.case.reference not in other.get("/me/").content.decode()
    assert other.get(f"/track/{opened.case.reference}/").status_code == 404
    again = asked(PHONE, REMOTE_ADDR="203.0.113.1")
    clear_counters()
    again = asked(PHONE, REMOTE_ADDR="203.0.113.1")
    again.post("/me/code/", {"code": last_code()})
    assert again.get(f"/track/{opened.case.reference}/").status_code == 200
    again.post(f"/track/{opened.case.reference}/leave/")
    assert not Holding.objects.exists()
    assert again.get(f"/track/{opened.case.reference}/").status_code == 404


def test_devices_are_listed_and_ended(district):
    here = signed_in()
    clear_counters()
    there = signed_in()
    stranger = signed_in(OTHER)
    handle = Session.objects.get(pk=_pk(there)).handle
    stranger.post(f"/me/devices/{handle}/end/")
    assert is_in(there)
    here.post(f"/me/devices/{handle}/end/")
    assert not is_in(there)
    assert is_in(here)
    assert is_in(stranger)
    assert here.cookies["heli_session"].value not in here.get("/me/").content.decode()


def _pk(client: Client) -> str:
    return stored(client.cookies["heli_session"].value)


def test_a_device_stays_signed_in_for_thirty_days(district, move):
    client = signed_in()
    move(days=29, hours=23)
    assert is_in(client)
    move(hours=1)
    assert not is_in(client)


def test_signing_in_begins_a_new_session_without_rights_of_staff(district):
    client = Client()
    client.force_login(district.people["chen"])
    before = client.cookies["heli_session"].value
    asked(client=client)
    client.post("/me/code/", {"code": last_code()})
    assert client.cookies["heli_session"].value != before
    assert client.get("/desk/").status_code == 302
    assert is_in(client)


def test_neither_number_nor_code_stands_in_the_tables(district):
    signed_in()
    row = SignInCode.objects.get()
    held = [*SignInCode.objects.values_list(), *Resident.objects.values_list()]
    assert "13800000001" not in repr(held)
    assert code_of(row.number) not in repr(held)


def test_a_number_that_is_none_is_told_at_once(district):
    assert Client().post("/me/sign-in/", {"address": "12345"}).status_code == 422
    assert Client().post("/me/sign-in/", {"address": "+1 202 555 0100"}).status_code == 422
