"""Ways to somebody's case without their query code: a submission's key, a session that somebody else knows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from heli.cases.models import Case
from heli.service_requests.tests.district import District, build, reported
from heli.service_requests.tests.visiting import filled, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return build()


def _sent(district, **changes):
    return stranger().post("/api/cases", filled(district, **changes), content_type="application/json")


def test_the_key_of_a_report_alone_opens_it_to_nobody(district):
    opened = reported(district, key=uuid4())
    answer = _sent(district, key=str(opened.event.key), text="随便写点什么，看看别人的诉求")
    assert answer.status_code == 400
    assert opened.code not in answer.content.decode()
    assert opened.case.reference not in answer.content.decode()


def test_a_repetition_is_told_the_same_once_more_within_a_day(district):
    sent = filled(district)
    first = stranger().post("/api/cases", sent, content_type="application/json")
    again = stranger().post("/api/cases", sent, content_type="application/json")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert Case.objects.count() == 1


def test_who_holds_a_copy_of_the_database_gets_no_query_code_for_it(district):
    """Keys and words stand in the table of events and cases; together they are not worth a code for ever."""
    opened = reported(district, key=uuid4(), at=timezone.now() - timedelta(hours=25))
    copied = Case.objects.get(pk=opened.case.pk)
    answer = _sent(district, key=str(opened.event.key), text=copied.text)
    assert answer.status_code == 400
    assert opened.code not in answer.content.decode()


def _known_before(browser: Client) -> Client:
    """Return another browser with the session cookie that ``browser`` has now."""
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return other


def test_a_session_that_somebody_planted_does_not_learn_the_query_code(district):
    mine, theirs = reported(district, key=uuid4()), reported(district, key=uuid4())
    terminal = Client()
    terminal.post("/track/", {"reference": mine.case.reference, "code": mine.code})
    spy = _known_before(terminal)
    terminal.post("/track/", {"reference": theirs.case.reference, "code": theirs.code})
    assert terminal.get(f"/track/{theirs.case.reference}/").status_code == 200
    assert terminal.get(f"/track/{mine.case.reference}/").status_code == 200
    assert spy.get(f"/track/{theirs.case.reference}/").status_code == 404


def test_nor_the_report_that_is_handed_in_there(district):
    mine = reported(district, key=uuid4())
    terminal = Client()
    terminal.post("/track/", {"reference": mine.case.reference, "code": mine.code})
    spy = _known_before(terminal)
    receipt = terminal.post("/report/", filled(district))["Location"]
    assert terminal.get(receipt).status_code == 200
    assert spy.get(receipt).status_code == 404
