"""Sessions end when they should, in the next request, and their keys are kept by nobody."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.utils import timezone

from heli.access.models import Session
from heli.access.sessions import SessionStore, end_all, stored
from heli.access.tidying import forget_old
from heli.people.models import User

PAGE = "/accounts/password/change/"


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("chen", password="correct horse battery", name="陈敏")


@pytest.fixture
def move(monkeypatch):
    """Return a function that moves time on."""
    at = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: at[0])

    def on(**by: float) -> None:
        at[0] += timedelta(**by)

    return on


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.get(PAGE)
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_after_half_an_hour_without_a_request_it_ends(officer, move):
    client = signed_in(officer)
    move(minutes=29)
    assert is_in(client)
    move(minutes=31)
    assert not is_in(client)


def test_use_puts_the_end_off_but_never_beyond_eight_hours(officer, move):
    client = signed_in(officer)
    for _part in range(16):
        assert is_in(client)
        move(minutes=29, seconds=59)
    assert is_in(client)
    move(minutes=1)
    assert not is_in(client)


def test_the_table_holds_no_key(officer):
    client = signed_in(officer)
    key = client.cookies["heli_session"].value
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(access_session::text, ' ') FROM access_session")
        assert key not in cursor.fetchone()[0]
    assert Session.objects.get().session_key == stored(key)
    thief = Client()
    thief.cookies["heli_session"] = stored(key)
    assert not is_in(thief)


def test_signing_in_begins_a_new_session(officer):
    client = Client()
    client.get("/i18n/")
    before = SessionStore()
    before["cases"] = []
    before.create()
    client.cookies["heli_session"] = before.session_key
    client.post("/accounts/login/", {"login": "chen", "password": "correct horse battery"})
    assert client.cookies["heli_session"].value != before.session_key
    assert not SessionStore().exists(before.session_key)
    planted = Client()
    planted.cookies["heli_session"] = "a" * 32
    planted.post("/accounts/login/", {"login": "chen", "password": "correct horse battery"})
    assert planted.cookies["heli_session"].value != "a" * 32


def test_a_late_request_does_not_bring_an_ended_session_back(officer):
    client = signed_in(officer)
    late = SessionStore(client.cookies["heli_session"].value)
    late["note"] = "before the end"
    end_all(officer.pk)
    with pytest.raises(UpdateError):
        late.save()
    assert not is_in(client)


def test_a_request_within_a_minute_writes_nothing(officer, move, django_assert_num_queries):
    client = signed_in(officer)
    seen = Session.objects.get().seen_at
    move(seconds=59)
    client.get(PAGE)
    assert Session.objects.get().seen_at == seen
    move(seconds=1)
    client.get(PAGE, headers={"User-Agent": "Mozilla\r\n\u202eX Firefox Windows"})
    row = Session.objects.get()
    assert row.seen_at > seen
    assert row.device == "Mozilla\\r\\n\\u202eX Firefox Windows"


def test_changing_the_password_ends_the_other_sessions(officer):
    here, there = signed_in(officer), signed_in(officer)
    values = {
        "oldpassword": "correct horse battery",
        "password1": "new horse battery",
        "password2": "new horse battery",
    }
    assert here.post(PAGE, values).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert Session.objects.filter(user=officer).count() == 1


def test_what_has_ended_is_removed(officer, move):
    signed_in(officer)
    assert forget_old() == 0
    move(minutes=31)
    assert forget_old() == 1
