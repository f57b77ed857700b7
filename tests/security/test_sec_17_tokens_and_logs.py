"""Tokens kept as they are, and secrets in logs (CVE-2017-18917, CVE-2026-4525)."""

import logging

import pytest
from django.db import connection
from django.test import Client

from heli.access.devices import COOKIE
from heli.people.models import User

CANARY = "kanarienvogel-7f3a"
PASSWORD = f"{CANARY}-passwort"


@pytest.fixture
def officer(db) -> User:
    return User.objects.create_user("chen", password=PASSWORD, name="陈敏")


def whole_database() -> str:
    """Return every row of every table as text."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        rows = []
        for name in names:
            cursor.execute(f'SELECT "{name}"::text FROM "{name}"')
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


def test_what_opens_a_session_stands_in_no_table(officer):
    client = Client()
    client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
    client.get("/accounts/password/change/")
    kept = whole_database()
    assert "chen" in kept
    for secret in (client.cookies["heli_session"].value, client.cookies[COOKIE].value, PASSWORD):
        assert secret not in kept


def test_what_was_typed_stands_in_no_log(officer, caplog):
    caplog.set_level(logging.DEBUG)
    client = Client()
    for number in range(12):
        typed = f"{CANARY}-{number}"
        client.post("/accounts/login/", {"login": typed, "password": typed})
        client.post("/accounts/login/", {"login": "chen", "password": typed, "code": typed[:12]})
        client.post("/track/", {"reference": typed, "code": typed})
        client.get("/api/cases/ABCD-1234-E", headers={"X-Query-Code": typed})
        client.post("/me/sign-in/", {"address": f"{typed}@example.test"})
        client.post("/accounts/password/reset/", {"email": f"{typed}@example.test"})
        client.cookies["heli_session"] = typed
    assert "sign-in refused" in caplog.text
    assert CANARY not in caplog.text
