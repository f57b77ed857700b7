"""A locked audit record: pages, operations and the report form answer in words, soon, and keep nothing half done."""

import importlib
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.urls import reverse

from heli.cases.models import Case, Event
from heli.project.patience import limit
from heli.project.places import present_place
from heli.service_requests.tests.district import build
from heli.service_requests.tests.visiting import filled, stranger
from heli.workbench.tests.desk import dispatched, in_hand, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lock(settings) -> Iterator[psycopg.Connection]:
    """Return a connection that can lock tables; this one waits a tenth of a second, as the web server would."""
    settings.HELI_LOCK_SECONDS = 0.1
    with psycopg.connect(present_place().conninfo) as other:
        limit(connection)
        yield other
    connection.close()


def test_a_locked_record_is_answered_in_words(lock):
    district = build()
    read, sent = in_hand(district), dispatched(district)
    officer, visitor, report = signed_in(district, "ma"), stranger(), filled(district)
    officer.raise_request_exception = visitor.raise_request_exception = False
    events = Event.objects.count()
    contact = reverse("workbench:contact", args=[read.reference])
    step = f"/api/cases/{sent.reference}/steps/accept"
    lock.execute("LOCK TABLE audit_entry IN ACCESS EXCLUSIVE MODE")

    answer = officer.post(contact, {"purpose": "calling"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "13800000000" not in answer.content.decode()
    assert "try again in a minute" in answer.content.decode()
    answer = officer.post(step, {}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/json")
    assert "try again in a minute" in answer.json()["detail"]
    answer = visitor.post("/report/", report)
    assert answer.status_code == 503
    assert "请一分钟后再试" in answer.content.decode()
    assert visitor.get("/healthz").status_code == 200
    assert (Case.objects.count(), Event.objects.count()) == (2, events)

    lock.rollback()
    assert officer.post(contact, {"purpose": "calling"}).status_code == 200
    assert officer.post(step, {}, content_type="application/json").status_code == 200
    assert visitor.post("/report/", report).status_code == 302
    assert Case.objects.count() == 3


def test_the_web_server_limits_each_of_its_connections(settings):
    settings.HELI_LOCK_SECONDS, settings.HELI_STATEMENT_SECONDS = 1.5, 20
    importlib.reload(importlib.import_module("heli.project.wsgi"))
    try:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
            assert cursor.fetchone() == ("1500ms", "20s")
    finally:
        connection_created.disconnect(limit)
        connection.close()
