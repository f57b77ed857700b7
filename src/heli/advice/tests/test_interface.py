"""The advice desk by the API: a caller's own callback and nobody else's; the agent's calls and talks, on record."""

from datetime import time
from uuid import uuid4

import pytest
from django.test import Client

from heli.access import limits
from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.access.limits import HOUR, Rule
from heli.access.reads import reads_of
from heli.advice import interface
from heli.advice.codes import code_of
from heli.advice.models import Callback, ContactWish, Talk
from heli.advice.tests.desk import MONDAY, PHONE, asked, at, later, talked
from heli.api.operations import api
from heli.audit.models import Entry
from heli.cases.models import Case

ROOT = "/api/advice"
DESK = f"{ROOT}/desk"
#: Everybody in the district who does not work at the desk.
OTHERS = ("ma", "lead", "wang", "east", "grid", "admin", "audit", "inspector")


def ask(path, body=None, *, code="", language="zh-hans"):
    headers = {"accept-language": language, **({"X-Query-Code": code} if code else {})}
    client = Client(headers=headers)
    if body is None:
        return client.get(f"{ROOT}{path}")
    return client.post(f"{ROOT}{path}", body, content_type="application/json")


def at_desk(desk, name="hot"):
    client = Client()
    client.force_login(desk.district.people[name])
    return client


def send(client, path, **body):
    return client.post(f"{DESK}{path}", body, content_type="application/json")


def wanted(**more):
    window = ask("/windows").json()["windows"][0]["window"]
    return {"key": str(uuid4()), "phone": PHONE, "window": window, **more}


def rows():
    with acting_as(SYSTEM):
        return list(Callback.objects.select_related("window", "desk", "topic", "key").order_by("pk"))


def said(desk, **more):
    words = {"desk": desk.row.pk, "came": "call", "topic": desk.topic.pk, "asked": "工资没发", "told": "可以仲裁"}
    return {"key": str(uuid4()), "minutes": 6, **words, **more}


# ── who ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["", "/cancel"])
def test_without_the_right_code_there_is_no_callback(desk, path):
    with at(MONDAY):
        row, other = asked(desk), asked(desk, 1)
        answers = [
            ask(f"/callbacks/{number}{path}", {} if path else None, code=code)
            for number, code in ((row.reference, ""), (row.reference, code_of(other)), ("AAAA-AAAA-A", code_of(row)))
        ]
    assert {each.status_code for each in answers} == {404}
    assert len({each.content for each in answers}) == 1
    assert [each.state for each in rows()] == ["due", "due"]


def test_wrong_codes_are_limited_and_the_right_one_waits_as_well(desk, monkeypatch):
    monkeypatch.setattr(limits, "QUERY_CODE", Rule("query code test", ((2, HOUR),)))
    with at(MONDAY):
        row = asked(desk)
        path = f"/callbacks/{row.reference}"
        assert [ask(path, code="AAAA-AAAA").status_code for _each in range(2)] == [404, 404]
        waits = ask(path, code=code_of(row))
    assert waits.status_code == 429
    assert 0 < int(waits["Retry-After"]) <= 3600


@pytest.mark.parametrize("name", OTHERS)
def test_whoever_does_not_work_at_the_desk_calls_nobody_and_reads_nothing(desk, name):
    with at(MONDAY):
        row, talk = asked(desk), talked(desk)
        later()
        client = at_desk(desk, name)
        answers = [
            client.get(f"{DESK}/callbacks"),
            client.get(f"{DESK}/talks"),
            client.get(f"{DESK}/talks/{talk.reference}"),
            send(client, f"/callbacks/{row.reference}/number"),
            send(client, f"/callbacks/{row.reference}/reached", tries=0),
            send(client, "/talks", **said(desk)),
            send(client, f"/talks/{talk.reference}/case"),
            send(client, "/wishes", helper=desk.helper.pk, phone=PHONE, consent=True),
        ]
    assert {each.status_code for each in answers} <= {403, 404}
    assert not any(PHONE in each.content.decode() for each in answers)
    assert [each.state for each in rows()] == ["due"]
    assert not reads_of(row.reference).exists()
    with acting_as(SYSTEM):
        assert (Talk.objects.count(), ContactWish.objects.count()) == (1, 0)


def test_nobody_calls_from_a_page_of_somebody_else(desk):
    with at(MONDAY):
        row = asked(desk)
        client = Client(enforce_csrf_checks=True)
        client.force_login(desk.district.people["hot"])
        assert send(client, f"/callbacks/{row.reference}/number").status_code == 403
        assert Client().post(f"{DESK}/callbacks/{row.reference}/number").status_code in (401, 403)


# ── a caller ──────────────────────────────────────────────────────────────────────────────────────


def test_topics_stand_with_their_grounds_in_the_reader_s_language(desk):
    for language, label, ground in (
        ("zh-hans", "欠薪", "《劳动争议调解仲裁法》第五条"),
        ("en", "Wages", "Labour Dispute Mediation and Arbitration Law, art. 5"),
    ):
        found = ask("/topics", language=language).json()
        assert [(each["label"], each["paths"][0]["basis"]) for each in found] == [(label, ground)]


def test_from_the_window_to_the_cancelled_callback(desk):
    with at(MONDAY):
        body = wanted(topic=desk.topic.pk)
        first, again = ask("/callbacks", body), ask("/callbacks", body)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        told = first.json()
        assert (told["topic"], told["state"], told["live"]) == ("欠薪", "due", True)
        path = f"/callbacks/{told['reference']}"
        seen = ask(path, code=told["code"])
        assert seen.json()["reads"] == []
        assert PHONE not in first.content.decode() + seen.content.decode()
        assert ask(f"{path}/cancel", {}, code=told["code"]).json()["state"] == "cancelled"
        assert ask(f"{path}/cancel", {}, code=told["code"]).status_code == 409
    assert [each.key_id for each in rows()] == [None]


def test_a_window_takes_no_more_than_it_has_places(desk):
    with at(MONDAY):
        body = wanted()
        taken = [ask("/callbacks", {**body, "key": str(uuid4())}).status_code for _each in range(3)]
    assert taken == [201, 201, 409]


@pytest.mark.parametrize(("wrong", "field"), [({"phone": "x"}, "phone"), ({"topic": 987654321}, "topic")])
def test_a_body_at_fault_says_which_field(desk, wrong, field):
    with at(MONDAY):
        answer = ask("/callbacks", wanted(**wrong))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert rows() == []


def test_callbacks_and_wishes_from_one_address_are_limited_together(desk, monkeypatch):
    monkeypatch.setattr(interface, "ASKING", Rule("advice asking test", ((1, HOUR),)))
    with at(MONDAY):
        assert ask("/callbacks", wanted()).status_code == 201
        waits = [
            ask("/callbacks", wanted(phone="13900000077")),
            ask("/wishes", {"helper": desk.helper.pk, "phone": PHONE, "consent": True}),
        ]
    assert [each.status_code for each in waits] == [429, 429]
    assert all(0 < int(each["Retry-After"]) <= 3600 for each in waits)


def test_without_consent_no_wish_is_kept_and_with_it_nothing_points_to_it(desk):
    entries = Entry.objects.count()
    body = {"helper": desk.helper.pk, "phone": PHONE, "way": "call"}
    assert ask("/wishes", {**body, "consent": False}).status_code == 422
    assert ask("/wishes", body).status_code == 422
    with acting_as(SYSTEM):
        assert not ContactWish.objects.exists()
    kept = ask("/wishes", {**body, "consent": True})
    assert (kept.status_code, kept.content) == (204, b"")
    with acting_as(SYSTEM):
        assert ContactWish.objects.get().helper_id == desk.helper.pk
    assert Entry.objects.count() == entries
    assert [each["label"] for each in ask("/counselling").json()["helpers"]] == ["王老师"]


# ── an agent ──────────────────────────────────────────────────────────────────────────────────────


def test_an_agent_calls_back_and_the_caller_reads_who_looked(desk):
    with at(MONDAY, time(9, 5)):
        row, client = asked(desk), at_desk(desk)
        later()
        due = client.get(f"{DESK}/callbacks")
        assert [each["reference"] for each in due.json()["callbacks"]] == [row.reference]
        assert PHONE not in due.content.decode()
        assert send(client, f"/callbacks/{row.reference}/number").json() == {"phone": PHONE}
        assert [each["what"] for each in ask(f"/callbacks/{row.reference}", code=code_of(row)).json()["reads"]]
        in_vain = [send(client, f"/callbacks/{row.reference}/not-reached", tries=0) for _turn in range(2)]
        assert [(each.status_code, each.json()["tries"]) for each in in_vain] == [(200, 1), (200, 1)]
        assert send(client, f"/callbacks/{row.reference}/reached", tries=0).status_code == 409
        assert send(client, f"/callbacks/{row.reference}/reached", tries=1).json()["live"] is False
        assert send(client, f"/callbacks/{row.reference}/number").status_code == 409
        assert send(client, f"/callbacks/{row.reference}/lost", tries=1).status_code == 422
        body = said(desk, callback=row.reference, came="")
        told = [send(client, "/talks", **body).json() for _turn in range(2)]
    assert told[0] == told[1]
    assert (told[0]["came"], told[0]["led_to"], told[0]["case"]) == ("callback", "told", "")
    assert not Case.objects.exists()


def test_words_are_read_on_record_and_lists_hold_none(desk):
    with at(MONDAY):
        talk, client = talked(desk), at_desk(desk)
        later()
        listed = client.get(f"{DESK}/talks")
        assert [each["reference"] for each in listed.json()["talks"]] == [talk.reference]
        assert "工资没发" not in listed.content.decode()
        assert not reads_of(talk.reference).exists()
        found = client.get(f"{DESK}/talks/{talk.reference}").json()
    assert (found["asked"], found["told"], found["opens"]) == ("工资没发", "可以仲裁", ["service_request"])
    assert reads_of(talk.reference).count() == 1


def test_a_talk_leads_to_one_matter(desk):
    with at(MONDAY):
        talk, client = talked(desk), at_desk(desk)
        later()
        body = {"key": str(uuid4()), "text": "路灯坏了", "category": desk.district.lamps.pk, "address": "人民路5号"}
        assert list(send(client, f"/talks/{talk.reference}/case").json()["errors"])
        assert send(client, f"/talks/{talk.reference}/case?kind=petition", **body).status_code == 404
        opened = [send(client, f"/talks/{talk.reference}/case", **body) for _turn in range(2)]
        assert [each.status_code for each in opened] == [201, 201], opened[0].content.decode()
        assert {each.json()["reference"] for each in opened} == {Case.objects.get().reference}
        other = send(client, f"/talks/{talk.reference}/case", **{**body, "key": str(uuid4())})
        assert other.status_code == 409
        found = client.get(f"{DESK}/talks/{talk.reference}").json()
    assert (found["led_to"], found["case"], found["opens"]) == ("case", Case.objects.get().reference, [])


# ── the description ───────────────────────────────────────────────────────────────────────────────


def test_the_document_describes_every_call_and_each_example_is_taken(db):
    found = api.get_openapi_schema()
    calls = {
        (method, path): call
        for path, methods in found["paths"].items()
        if path.startswith(f"{ROOT}/")
        for method, call in methods.items()
    }
    assert len(calls) == 15
    for (method, path), call in calls.items():
        answers = call["responses"]
        if path.startswith(DESK):
            assert {401, 403, 404} <= set(answers), path
        if 429 in answers:
            assert "Retry-After" in answers[429]["headers"]
        if method == "post" and "requestBody" in call:
            assert 422 in answers
    for shape in (interface.CallbackAsked, interface.Wished):
        assert shape.model_validate(shape.model_config["json_schema_extra"]["examples"][0])
