"""The API for outside bodies as a program meets it: how it describes itself, and each refusal in one shape."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from heli.access import limits
from heli.access.limits import MINUTE, Rule
from heli.access.reads import reads_of
from heli.api.operations import api
from heli.cases.models import Case, Event
from heli.petitions.tests.people import accepted
from heli.referrals import actions, tokens
from heli.referrals import api as interface
from heli.referrals.models import Partner, PartnerKind, Referral
from heli.referrals.tests.people import from_court, referred
from heli.referrals.tests.test_outside import LIST, asking, post
from heli.referrals.tokens import make

pytestmark = pytest.mark.django_db
ROOT = "/api/partner"


@pytest.fixture
def key(district):
    return make(district.partners["court"], "区法院审判管理系统", by=district.actor("ma"))


@pytest.fixture
def sent(district):
    return referred(district, accepted(district.petitions), "court", by="ma")


def incoming(district, **more):
    return {
        "to": "requests",
        "topic": district.petitions.small.lamps.code,
        "question": "请就双方的合同纠纷组织调解。",
        "consent": {"how": "in_writing", "by": "双方", "on": timezone.localdate().isoformat()},
        **more,
    }


def is_problem(answer):
    told = answer.json()
    return isinstance(told["detail"], str) and told["detail"] and isinstance(told["errors"], dict)


# ── who ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("header", [None, "Bearer nothing", "Basic eDp5", "Bearer "])
def test_without_a_key_each_call_is_refused_and_names_the_scheme(sent, header):
    client = Client(headers={"authorization": header} if header else {})
    for answer in (client.get(LIST), post(client, f"{LIST}/{sent.reference}/refuse", reason="无")):
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert is_problem(answer)


def test_who_calls_too_often_is_told_when_to_come_back(key, monkeypatch):
    monkeypatch.setattr(interface, "CALLS", Rule("partner calls test", ((1, MINUTE),)))
    assert asking(key).get(LIST).status_code == 200
    waits = asking(key).get(LIST)
    assert waits.status_code == 429
    assert 0 < int(waits["Retry-After"]) <= 60
    assert is_problem(waits)


def test_wrong_keys_of_one_address_are_limited_and_the_right_one_waits_as_well(key, monkeypatch):
    rule = Rule("partner key test", ((2, MINUTE),))
    monkeypatch.setattr(interface, "WRONG_KEYS", rule)
    assert [asking("x" * 43).get(LIST).status_code for _each in range(3)] == [401, 401, 429]
    waits = asking(key).get(LIST)
    assert (waits.status_code, limits.waiting(rule, "127.0.0.1") > timedelta(0)) == (429, True)
    assert 0 < int(waits["Retry-After"]) <= 60


def test_a_letter_is_for_the_body_that_sent_the_matter(district, key):
    case = from_court(district)
    other = make(district.partners["police"], "警务平台", by=district.actor("ma"))
    address = f"{LIST}/{case.reference}/letters/receipt"
    assert asking(key).get(address).status_code == 404, "nothing is accepted yet"
    assert actions.accept_appointed(case, by=district.actor("hu"))
    assert asking(other).get(address).status_code == 404
    assert not reads_of(case.reference).exists()


# ── what comes back ───────────────────────────────────────────────────────────────────────────────


def test_receipt_and_result_come_as_letters_and_reading_them_is_on_record(district, key):
    case = from_court(district)
    client = asking(key)
    assert actions.accept_appointed(case, by=district.actor("hu"))
    assert client.get(f"{LIST}/{case.reference}").json()["letters"] == ["receipt"]
    case = Case.objects.select_related("referral__partner", "referral__source").get(pk=case.pk)
    assert actions.give_result(case, by=district.actor("hu"), outcome="settled", result="双方达成调解协议。")
    assert client.get(f"{LIST}/{case.reference}").json()["letters"] == ["receipt", "result"]
    for letter in ("receipt", "result"):
        answer = client.get(f"{LIST}/{case.reference}/letters/{letter}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")
    assert client.get(f"{LIST}/{case.reference}/letters/refusal").status_code == 404
    assert client.get(f"{LIST}/{case.reference}/letters/other").status_code == 422
    assert reads_of(case.reference).count() == 2


def test_a_refusal_comes_with_its_reason_and_its_letter(district, key):
    case = from_court(district)
    assert actions.refuse(case, by=district.actor("hu"), reason="一方当事人明确拒绝调解。")
    told = asking(key).get(f"{LIST}/{case.reference}").json()
    assert (told["state"], told["reason"], told["letters"]) == ("refused", "一方当事人明确拒绝调解。", ["refusal"])
    assert asking(key).get(f"{LIST}/{case.reference}/letters/refusal").content.startswith(b"%PDF")


# ── refusals ──────────────────────────────────────────────────────────────────────────────────────


def test_whoever_saw_an_older_version_is_refused_and_nothing_is_written(sent, key):
    client = asking(key)
    seen = client.get(f"{LIST}/{sent.reference}").json()["version"]
    assert post(client, f"{LIST}/{sent.reference}/accept", version=seen).status_code == 200
    late = post(client, f"{LIST}/{sent.reference}/result", version=seen, outcome="settled", result="已办结。")
    assert late.status_code == 409
    assert is_problem(late)
    assert Referral.objects.get(pk=sent.pk).returned_at is None
    now = client.get(f"{LIST}/{sent.reference}").json()["version"]
    after = post(client, f"{LIST}/{sent.reference}/result", version=now, outcome="partly", result="部分。")
    assert after.status_code == 200


def test_the_same_key_is_one_act_whatever_version_it_names(sent, key):
    client, once = asking(key), str(uuid4())
    seen = client.get(f"{LIST}/{sent.reference}").json()["version"]
    answers = [post(client, f"{LIST}/{sent.reference}/accept", key=once, version=seen) for _turn in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    word = str(uuid4())
    for text in ("请补充送达回证。", "再次"):
        assert post(client, f"{LIST}/{sent.reference}/messages", key=word, text=text).status_code == 200
    assert Event.objects.filter(case=sent, step="write_across").count() == 1


@pytest.mark.parametrize(
    ("step", "facts", "field"),
    [
        ("refuse", {}, "reason"),
        ("refuse", {"reason": ""}, "reason"),
        ("refuse", {"reason": "无\x00"}, None),
        ("result", {"outcome": "perhaps", "result": "有"}, "outcome"),
        ("accept", {"received_on": "gestern"}, "received_on"),
        ("accept", {"version": -1}, "version"),
        ("messages", {"text": "长" * 4001}, "text"),
    ],
)
def test_a_body_at_fault_says_which_field(sent, key, step, facts, field):
    answer = post(asking(key), f"{LIST}/{sent.reference}/{step}", **facts)
    assert answer.status_code == (422 if field else 400)
    if field:
        assert is_problem(answer)
        assert list(answer.json()["errors"]) == [field]
    assert Event.objects.filter(case=sent).count() == 1


@pytest.mark.parametrize(("days", "status"), [(1, 422), (-1, 422), (0, 200)])
def test_papers_are_signed_for_between_the_referral_and_today(sent, key, days, status):
    day = timezone.localdate() + timedelta(days=days)
    answer = post(asking(key), f"{LIST}/{sent.reference}/accept", received_on=day.isoformat())
    assert answer.status_code == status
    assert (list(answer.json().get("errors", {})) == ["received_on"]) == (status == 422)


def test_what_is_sent_without_consent_names_the_field(district, key):
    for consent, field in (
        ({"how": "by_law", "ground": "某法"}, "consent.how"),
        ({"how": "online", "on": timezone.localdate().isoformat()}, "consent.by"),
        ({"how": "online", "by": "双方"}, "consent.on"),
    ):
        answer = post(asking(key), LIST, **incoming(district, consent=consent))
        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == [field]
    assert not Referral.objects.exists()


def test_a_body_that_sends_nothing_is_refused(district, key):
    Partner.objects.filter(kind=PartnerKind.COURT).update(refers_to_us=False)
    answer = post(asking(key), LIST, **incoming(district))
    assert (answer.status_code, is_problem(answer)) == (403, True)
    assert not Referral.objects.exists()


# ── the description ───────────────────────────────────────────────────────────────────────────────


def test_the_document_describes_every_call_with_its_refusals_and_an_example():
    found = api.get_openapi_schema()
    scheme = found["components"]["securitySchemes"]["PartnerKey"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    calls = {
        (method, path): call
        for path, methods in found["paths"].items()
        if path.startswith(f"{ROOT}/")
        for method, call in methods.items()
    }
    assert len(calls) == 10
    for (method, path), call in calls.items():
        assert call["security"] == [{"PartnerKey": []}]
        answers = call["responses"]
        assert {401, 422, 429} <= set(answers)
        assert ("{reference}" in path) == (404 in answers)
        assert "Retry-After" in answers[429]["headers"]
        assert "WWW-Authenticate" in answers[401]["headers"]
        if method == "post":
            assert 403 in answers
            assert ("{reference}" in path) == (409 in answers)
            named = call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
            assert found["components"]["schemas"][named]["examples"]


def test_each_example_is_taken_by_the_shape_that_it_explains():
    shapes = (interface.Sent, interface.Accepted, interface.Reasoned, interface.Returned, interface.Written)
    for shape in (*shapes, interface.Standing):
        for example in shape.model_config["json_schema_extra"]["examples"]:
            assert shape.model_validate(example)


def test_the_limits_of_the_docs_are_those_of_the_code():
    assert tokens.CALLS.windows == ((120, MINUTE),)
    assert tokens.WRONG_KEYS.windows == ((30, 10 * MINUTE),)
