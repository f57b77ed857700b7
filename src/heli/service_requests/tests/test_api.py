"""The API takes the same steps as the pages, with the same rights."""

from typing import get_args
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from heli.access import limits
from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.access.models import Counter, EmergencyAccess, Ground
from heli.api.emergency import Asked
from heli.audit.models import Entry
from heli.cases.models import Case, Event
from heli.service_requests import actions
from heli.service_requests.tests.district import reported

pytestmark = pytest.mark.django_db


def signed_in(district, name, **options):
    client = Client(**options)
    client.force_login(district.people[name])
    return client


def step(client, case, name, body=None, **headers):
    address = f"/api/cases/{case.reference}/steps/{name}"
    return client.post(address, body or {}, content_type="application/json", headers=headers)


def test_nobody_lists_or_reads_cases(district):
    case = reported(district).case
    assert Client().get("/api/cases").status_code == 401
    assert Client().get(f"/api/cases/{case.reference}").status_code == 404
    assert signed_in(district, "wang").get(f"/api/cases/{case.reference}").status_code == 404


def test_a_hidden_case_answers_like_a_missing_one(district):
    case = reported(district).case
    hidden = step(signed_in(district, "west"), case, "dispatch", {"unit": district.roads.pk})
    missing = signed_in(district, "west").get("/api/cases/0000-0000-0")
    assert (hidden.status_code, hidden.json()) == (missing.status_code, missing.json())


def test_a_session_alone_changes_nothing_without_the_csrf_token(district):
    case = reported(district).case
    client = signed_in(district, "east", enforce_csrf_checks=True)
    assert step(client, case, "dispatch", {"unit": district.roads.pk}).status_code == 403
    assert Case.objects.get().state == "registered"


def test_a_case_goes_its_way_over_the_api(district):
    body = {"text": "路灯不亮", "category": district.lamps.pk, "place": district.east.pk, "key": str(uuid4())}
    opened = Client().post("/api/cases", body, content_type="application/json")
    assert opened.status_code == 201, opened.json()
    again = Client().post("/api/cases", body, content_type="application/json")
    assert again.json() == opened.json()
    case, code = Case.objects.get(), opened.json()["query_code"]
    east, ma = signed_in(district, "east"), signed_in(district, "ma")
    assert step(east, case, "dispatch", {"unit": district.roads.pk, "version": 1}).json()["state"] == "dispatched"
    assert step(ma, case, "accept").status_code == 200
    photo = SimpleUploadedFile("done.txt", "已更换灯泡".encode())
    file = ma.post("/api/files", {"file": photo}).json()
    refused = step(ma, case, "complete", {"outcome": "solved", "answer": "修好"})
    assert "photos" in refused.json()["errors"]
    done = {"outcome": "solved", "answer": "修好", "photos": [file["id"]]}
    assert step(ma, case, "complete", done).status_code == 200
    assert step(east, case, "verify").status_code == 200
    confirmed = step(Client(), case, "confirm", **{"X-Query-Code": code})
    assert confirmed.json()["state"] == "closed"
    assert {event["internal_note"] for event in confirmed.json()["events"]} == {None}


def test_a_wrong_query_code_is_nobody(district):
    case = reported(district).case
    assert step(Client(), case, "withdraw", **{"X-Query-Code": "0000-0000-0"}).status_code == 404


def test_a_conflict_names_what_happened_since(district):
    case = reported(district).case
    actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    late = step(signed_in(district, "chen"), case, "dispatch", {"unit": district.water.pk, "version": 1})
    assert late.status_code == 409
    assert [event["step"] for event in late.json()["since"]] == ["dispatch"]


def test_a_refusal_has_its_reason(district):
    case = reported(district).case
    answer = step(signed_in(district, "east"), case, "verify")
    assert answer.status_code == 403
    assert answer.json()["detail"]
    assert Event.objects.count() == 1


def test_pages_are_capped_and_cursors_checked(district):
    client = signed_in(district, "chen")
    assert client.get("/api/cases?size=100000").status_code == 400
    assert client.get("/api/cases?after=nonsense").status_code == 400
    assert client.get(f"/api/cases?q={'a+' * 41}").status_code == 422
    assert client.get("/api/cases?size=1").json()["cases"] == []


def test_anybody_can_reckon_a_deadline(district):
    answer = Client().get("/api/deadline?start=2026-09-30T10:00&amount=5&unit=working_days").json()
    assert answer["last_day"] == "2026-10-13"
    assert answer["why"]
    assert Client().get("/api/deadline?start=2026-09-30T10:00&amount=5&unit=moons").status_code == 400


def test_schemas_are_those_of_the_forms(district):
    case = reported(district).case
    schema = signed_in(district, "east").get(f"/api/cases/{case.reference}/steps/dispatch").json()
    assert str(district.roads.pk) in schema["properties"]["unit"]["enum"]
    assert "unit" in schema["required"]
    assert Client().get("/api/openapi.json").json()["info"]["title"] == "Heli"


@pytest.mark.parametrize("search", ["category=99999999999999999999", "unit=-1", "q=%00", "place=%00", "state=%00"])
def test_filters_that_no_row_can_have_are_refused_or_find_nothing(district, search):
    reported(district)
    answer = signed_in(district, "east").get(f"/api/cases?{search}")
    assert answer.status_code in (200, 422)


def test_a_version_in_a_list_is_read_as_one_after_a_conflict_too(district):
    case = reported(district).case
    actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    late = step(signed_in(district, "chen"), case, "dispatch", {"unit": district.water.pk, "version": [1]})
    assert late.status_code == 409


def test_beyond_the_limit_a_case_is_taken_for_a_person_to_look_at_and_beyond_a_flood_later(district):
    body = {"text": "路灯不亮", "category": district.lamps.pk, "place": district.east.pk}

    def opened(**more):
        return Client().post("/api/cases", {**body, **more}, content_type="application/json")

    for _report in range(19):
        assert not limits.take(limits.submission(), "127.0.0.1")
    usual = {"key": str(uuid4())}
    assert opened(**usual).status_code == 201
    held = {"key": str(uuid4())}
    first = opened(**held)
    assert first.status_code == 202
    assert Case.objects.get(reference=first.json()["reference"]).events.get().facts["many"] is True
    # A repetition is told what the first time was, and counts for nothing.
    for _again in range(2):
        assert opened(**held).json() == first.json()
        assert opened(**held).status_code == 202
        assert opened(**usual).status_code == 201
    for _report in range(199):
        assert not limits.take(limits.flood(), "127.0.0.1")
    later = {"key": str(uuid4())}
    refused = opened(**later)
    assert refused.status_code == 429
    assert 3500 < int(refused["Retry-After"]) <= 3600
    assert refused.json()["detail"]
    assert opened(**held).status_code == 202
    assert Case.objects.count() == 2
    Counter.objects.all().delete()
    assert opened(**later).status_code == 201
    assert Case.objects.count() == 3


class TestEmergency:
    """Emergency access by the API keeps the rules of the page."""

    WHY = "当事人在现场情绪激动，需要马上了解前情以便劝解"

    def ask(self, client, case, **more):
        body = {"reference": case.reference, "ground": "danger", "reason": self.WHY, "hours": 2, **more}
        return client.post("/api/emergency", body, content_type="application/json")

    def decide(self, client, number, *, confirm):
        return client.post(f"/api/emergency/{number}/decision", {"confirm": confirm}, content_type="application/json")

    def test_who_may_not_ask_or_decide(self, district):
        case = reported(district).case
        assert self.ask(Client(), case).status_code == 401
        assert self.ask(signed_in(district, "admin"), case).status_code == 403
        assert self.ask(signed_in(district, "wang", enforce_csrf_checks=True), case).status_code == 403
        assert not EmergencyAccess.objects.exists()
        number = self.ask(signed_in(district, "wang"), case).json()["id"]
        for name in ("wang", "waterlead", "ma", "hot"):
            assert self.decide(signed_in(district, name), number, confirm=True).status_code == 403
        assert signed_in(district, "waterlead").get("/api/emergency/review").status_code == 404
        for name in ("ma", "lead", "audit"):
            assert signed_in(district, name).post(f"/api/emergency/{number}/end").status_code == 403
        assert EmergencyAccess.objects.get().decision == ""

    @pytest.mark.parametrize("wrong", [{"reason": "急"}, {"hours": 5}, {"hours": 0}, {"reference": "0000-0000-0"}])
    def test_without_reason_or_measure(self, district, wrong):
        answer = self.ask(signed_in(district, "wang"), reported(district).case, **wrong)
        assert answer.status_code == 403
        assert answer.json()["detail"]
        assert not EmergencyAccess.objects.exists()

    def test_a_ground_is_one_of_those_of_the_page(self, district):
        case = reported(district).case
        assert self.ask(signed_in(district, "wang"), case, ground="curiosity").status_code == 422
        assert set(get_args(Asked.model_fields["ground"].annotation)) == set(Ground.values)

    def test_whom_the_case_concerns_is_answered_like_for_a_missing_one(self, district):
        case = reported(district, about=district.water, category=district.attitude).case
        client = signed_in(district, "wang")
        hidden, missing = self.ask(client, case), self.ask(client, case, reference="7K3M-Q9TX-C")
        assert (hidden.status_code, hidden.json()) == (missing.status_code, missing.json())

    def test_it_opens_is_confirmed_and_ended_on_record(self, district):
        case = reported(district).case
        wang, audit = signed_in(district, "wang"), signed_in(district, "audit")
        assert wang.get(f"/api/cases/{case.reference}").status_code == 404
        asked = self.ask(wang, case)
        assert (asked.status_code, asked.json()["open"], asked.json()["decision"]) == (201, True, "")
        assert self.ask(wang, case).status_code == 403
        number = asked.json()["id"]
        assert [row["id"] for row in wang.get("/api/emergency").json()] == [number]
        listed = audit.get("/api/emergency/review").json()
        assert [(row["id"], row["account"], row["often"]) for row in listed] == [(number, "wang", False)]
        assert self.decide(audit, number, confirm=True).json()["decision"] == "confirmed"
        assert self.decide(audit, number, confirm=False).status_code == 403
        ended = wang.post(f"/api/emergency/{number}/end")
        assert (ended.status_code, ended.json()["open"]) == (200, False)
        assert wang.post(f"/api/emergency/{number}/end").status_code == 403
        assert not EmergencyAccess.objects.get().holds(timezone.now())
        with acting_as(SYSTEM):
            verbs = Entry.objects.filter(chain=case.reference, verb__startswith="emergency").order_by("seq")
            assert [each.verb for each in verbs] == ["emergency.ask", "emergency.confirmed", "emergency.end"]

    def test_the_description_tells_of_it(self):
        paths = Client().get("/api/openapi.json").json()["paths"]
        assert {"/api/emergency", "/api/emergency/review", "/api/emergency/{pk}/end"} <= set(paths)
