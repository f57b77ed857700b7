"""Marked names, numbers and words through every input: nothing of them comes out in a log, a mail to staff or a figure.

Each input is also made to fail inside, where errors like to quote what they were given.
"""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client

from heli.cases import engine
from heli.cases.models import Case
from heli.kernel.scrubbing import ScrubbingFormatter
from heli.notices.sending import send_overdue
from heli.service_requests.tests.district import build, reported
from heli.service_requests.tests.visiting import filled, person

CANARIES = {
    "name": "金丝雀甲",
    "phone": "13912345678",
    "email": "kanarie@canary.example",
    "text": "金丝雀乙住在幸福里三号 11010519491231002X",
    "address": "金丝雀丙巷 88 号",
}
MARKS = ("金丝雀", "13912345678", "139 1234 5678", "kanarie", "canary.example", "11010519491231002X", "%E9%87%91")

pytestmark = pytest.mark.django_db


@contextmanager
def heard() -> Iterator[io.StringIO]:
    """Collect everything that any logger says, as the configured formatter writes it, down to the lowest level."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(ScrubbingFormatter(settings.LOGGING["formatters"]["line"]["format"]))
    root, django = logging.getLogger(), logging.getLogger("django")
    before = [(each, each.level) for each in (root, django, logging.getLogger("heli"))]
    for each, _level in before:
        each.setLevel(logging.DEBUG)
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        for each, level in before:
            each.setLevel(level)


def leaks(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


@pytest.fixture
def town():
    return build()


@pytest.fixture
def failing(monkeypatch):
    """The engine fails with an error that quotes all it was given, as databases do."""

    def quote(*args: object, **facts: object) -> None:
        raise DatabaseError(f"DETAIL: Failing row contains ({args}, {facts}, {CANARIES}).")

    return lambda: monkeypatch.setattr(engine, "record", quote)


def visitor(*cases: Case) -> Client:
    client = person(*cases)
    client.raise_request_exception = False
    return client


def test_the_configured_logs_leave_out_what_people_wrote():
    formatter = settings.LOGGING["formatters"]["line"]
    assert formatter["()"] == "heli.kernel.scrubbing.ScrubbingFormatter"
    assert {each["formatter"] for each in settings.LOGGING["handlers"].values()} == {"line"}
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []


def test_the_marks_would_be_heard_without_the_formatter(town, failing):
    """What the other tests do not find is really said."""
    failing()
    plain = io.StringIO()
    handler = logging.StreamHandler(plain)
    logging.getLogger("django.request").addHandler(handler)
    try:
        visitor().post("/report/", filled(town, **CANARIES))
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert leaks(plain.getvalue())


@pytest.mark.parametrize("fails", [False, True])
def test_a_report_by_the_form_leaves_no_mark(town, failing, fails):
    if fails:
        failing()
    with heard() as lines:
        answer = visitor().post("/report/", filled(town, **CANARIES))
    assert answer.status_code == (500 if fails else 302)
    assert leaks(lines.getvalue()) == []
    assert Case.objects.count() == (0 if fails else 1)
    assert bool(lines.getvalue())


@pytest.mark.parametrize("fails", [False, True])
def test_a_report_by_the_api_leaves_no_mark(town, failing, fails):
    if fails:
        failing()
    body = {**filled(town), **CANARIES, "category": str(town.lamps.pk)}
    with heard() as lines:
        answer = visitor().post("/api/cases", json.dumps(body), content_type="application/json")
    assert answer.status_code == (500 if fails else 201)
    assert leaks(lines.getvalue()) == []


@pytest.mark.parametrize("step", ["add_information", "correct_contact", "ask_correction", "withdraw"])
@pytest.mark.parametrize("fails", [False, True])
def test_a_step_leaves_no_mark(town, failing, step, fails):
    case = reported(town).case
    if fails:
        failing()
    values = {**CANARIES, "reason": CANARIES["text"], "key": str(uuid4())}
    with heard() as lines:
        answer = visitor(case).post(f"/track/{case.reference}/{step}/", values)
    assert answer.status_code == (500 if fails else 302)
    assert leaks(lines.getvalue()) == []


@pytest.mark.parametrize(
    "address",
    ["/{name}/", "/register/?q={name}", "/track/?reference={phone}", "/track/{name}/", "/desk/search/?q={phone}"],
)
def test_an_address_leaves_no_mark(town, address):
    with heard() as lines:
        visitor().get(address.format(**CANARIES))
    assert leaks(lines.getvalue()) == []


def test_a_refused_row_is_not_quoted(town):
    log = logging.getLogger("heli.test")
    with heard() as lines:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s::int", [CANARIES["name"]])
        except DatabaseError:
            log.exception("a row was refused for %s and %s", CANARIES["phone"], CANARIES["email"])
    assert "DataError" in lines.getvalue()
    assert leaks(lines.getvalue()) == []


def test_letters_to_staff_and_public_figures_hold_no_mark(town):
    visitor().post("/report/", filled(town, **CANARIES))
    send_overdue()
    to_staff = [each for each in mail.outbox if CANARIES["email"] not in each.to]
    assert leaks("\n".join(f"{each.subject}\n{each.body}" for each in to_staff)) == []
    for address in ("/wall/public/", "/healthz"):
        assert leaks(visitor().get(address).content.decode()) == []


def test_the_contact_is_in_no_readable_column(town):
    visitor().post("/report/", filled(town, **CANARIES))
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', ["13912345678|kanarie|金丝雀甲"])
            found += [table] if cursor.fetchone()[0] else []
    assert found == []
    assert Case.objects.count() == 1
