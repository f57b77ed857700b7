"""Papers on the page of a case as its person sees it, and what they say about electronic service."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from heli.cases.clocks import start
from heli.cases.models import Case, Paper, Service
from heli.cases.people_models import ElectronicConsent
from heli.kernel.periods import days
from heli.papers.issuing import issue
from heli.papers.tests.letters import GIVEN, opinion, registered
from heli.service_requests.procedure import ServiceRequestProcedure as P
from heli.service_requests.tests.district import District, build, reported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind():
    with registered(opinion()) as found:
        yield found


@pytest.fixture
def district(settings, tmp_path) -> District:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


@pytest.fixture
def case(district) -> Case:
    return reported(district).case


def visitor(case: Case) -> Client:
    client = Client(headers={"accept-language": "en"})
    session = client.session
    session["cases"] = [case.reference]
    session.save()
    return client


def letter(case: Case) -> Paper:
    given: dict[str, Any] = {"given": GIVEN, "unit_id": case.unit_id, "to": "李"}
    return Paper.objects.create(
        case=case, paper=issue("test_opinion", case.reference, {"title": "灯"}, at=timezone.now(), **given)
    )


def served(paper: Paper, at) -> Service:
    now = timezone.now()
    more = {"sent_at": now, "recorded_at": now, "recorded_by": "x"}
    event = paper.case.events.get()
    return Service.objects.create(case=paper.case, paper=paper, event=event, method="mail", served_at=at, **more)


def page(case: Case, path: str = "") -> str:
    return visitor(case).get(f"/track/{case.reference}/{path}").content.decode()


def test_a_stranger_says_nothing_for_the_person(case, district):
    for client in (Client(), visitor(reported(district).case)):
        answer = client.post(f"/track/{case.reference}/electronic-service/", {"agree": "yes"})
        assert answer.status_code == 404
    assert not ElectronicConsent.objects.exists()


def test_a_letter_is_shown_once_it_was_served_with_the_time_that_runs(case):
    paper = letter(case)
    assert str(paper.paper_id) not in page(case)
    now = timezone.now()
    served(paper, now)
    clock = start(P.objecting, at=now, period=days(30))
    clock.case = case
    clock.save()
    shown = page(case)
    assert "Papers that were served on you" in shown
    assert f"/papers/{paper.paper_id}.pdf" in shown
    assert "Served: By mail" in shown
    assert "your time runs until" in shown


def test_a_window_that_began_on_another_day_is_not_that_papers(case):
    now = timezone.now()
    served(letter(case), now)
    clock = start(P.objecting, at=now - timedelta(days=2), period=days(30))
    clock.case = case
    clock.save()
    assert "your time runs until" not in page(case)


def test_the_copy_and_the_api_name_what_reached_the_person_and_no_more(case):
    paper = letter(case)
    api = f"/api/cases/{case.reference}"
    copy = f"/track/{case.reference}/data/copy.json"
    person = visitor(case)
    assert [each["kind"] for each in person.get(api).json()["papers"]] == ["receipt"]
    assert [each["kind"] for each in json.loads(person.get(copy).content)["papers"]] == ["receipt"]
    served(paper, timezone.now())
    found = person.get(api).json()["papers"][-1]
    assert (found["kind"], found["served_by"], found["number"][:4]) == ("test_opinion", "mail", "信意〔2")
    assert len(json.loads(person.get(copy).content)["papers"]) == 2


def test_consent_is_given_and_taken_back_on_ones_page(case, monkeypatch):
    assert "electronic-service" not in page(case, "data/")
    monkeypatch.setattr(P.complete, "issues", ("test_opinion",))
    assert "I agree to electronic service" in page(case, "data/")
    person, address = visitor(case), f"/track/{case.reference}/electronic-service/"
    assert person.post(address, {"agree": "yes"}).status_code == 302
    assert "Take my consent back" in page(case, "data/")
    person.post(address, {"agree": "no"})
    assert list(ElectronicConsent.objects.order_by("id").values_list("given", "how")) == [
        (True, "own_page"), (False, "own_page"),
    ]  # fmt: skip
