"""Taking a report for a caller: who may, what is read back, known matters, repeated and bad input."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from heli.cases.codes import secret
from heli.cases.models import Case, Event, Link
from heli.kernel.references import hash_query_code
from heli.organizations.models import Duty
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import person
from heli.workbench.tests.desk import appointed, newcomer, signed_in

INTAKE, ALIKE, TOPIC = (reverse(f"request_desk:{name}") for name in ("intake", "alike", "topic"))


def typed(district, **more):
    """What the hotline types while the caller speaks."""
    values = {
        "key": str(uuid4()),
        "text": "人民路路灯不亮",
        "category": district.lamps.pk,
        "channel": "phone",
        "phone": "13900000001",
    }
    return {**values, "address": "人民路5号", "latitude": "30.25", "longitude": "120.05", **more}


@pytest.mark.parametrize("name", ["ma", "lead", "east", "grid", "admin", "audit"])
def test_other_duties_take_no_reports(district, name):
    case = reported(district).case
    client = signed_in(district, name)
    assert client.get(INTAKE).status_code == 403
    assert client.post(INTAKE, typed(district)).status_code == 403
    assert client.post(ALIKE, typed(district)).status_code == 403
    assert client.get(reverse("request_desk:taken", args=[case.reference])).status_code == 403
    assert Case.objects.count() == 1


def test_strangers_and_people_without_a_post_stay_out(district):
    assert Client().get(INTAKE).status_code == 302
    assert person(reported(district).case).post(INTAKE, typed(district)).status_code == 302
    assert newcomer(district).get(INTAKE).status_code == 403


def test_what_is_taken_is_read_back(district):
    client = signed_in(district, "hot")
    page = client.get(client.post(INTAKE, typed(district))["Location"])
    case = Case.objects.get()
    assert (case.channel, case.opened_by) == ("phone", f"staff:{district.people['hot'].pk}")
    assert hash_query_code(secret(), case.reference, page.context["code"]) == case.query_code
    assert page.context["unit"] == district.roads


def test_the_query_code_is_read_back_only_by_whoever_took_the_report(district):
    client = signed_in(district, "hot")
    address = client.post(INTAKE, typed(district))["Location"]
    assert signed_in(district, "hot").get(address).context["code"] == ""
    assert client.get(reverse("request_desk:taken", args=[reported(district).case.reference])).context["code"] == ""


def test_a_complaint_about_ones_own_house_is_read_back_once_and_opened_to_nobody_in_it(district):
    client = signed_in(district, "hot")
    form = typed(district, text="热线没人接", about=[district.centre.pk])
    page = client.post(INTAKE, form)
    case = Case.objects.get()
    assert page.status_code == 200
    assert hash_query_code(secret(), case.reference, page.context["code"]) == case.query_code
    assert case.reference in page.content.decode()
    assert client.post(INTAKE, form).context["code"] == page.context["code"]
    assert client.get(reverse("request_desk:taken", args=[case.reference])).status_code == 404


def test_sent_twice_is_one_case(district):
    client, form = signed_in(district, "hot"), typed(district)
    first, second = client.post(INTAKE, form), client.post(INTAKE, form)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_known_matters_appear_while_typing(district):
    known = reported(district, text="人民路的路灯坏了").case
    other = reported(district, category=district.attitude).case
    shown = signed_in(district, "hot").post(ALIKE, typed(district)).content.decode()
    assert f'value="{known.reference}"' in shown
    assert other.reference not in shown


def test_the_words_suggest_the_topic(district):
    shown = signed_in(district, "hot").post(TOPIC, {"text": "路灯不亮"}).content.decode()
    assert f'name="category" value="{district.lamps.pk}"' in shown


def test_a_known_matter_is_joined_at_once(district):
    known = reported(district).case
    signed_in(district, "hot").post(INTAKE, typed(district, into=known.reference))
    case = Case.objects.exclude(pk=known.pk).get()
    assert case.state == "merged"
    assert Link.objects.get(case=case).other == known


def test_only_a_visible_matter_can_be_joined(district):
    answer = signed_in(district, "hot").post(INTAKE, typed(district, into="0000-0000-0"))
    assert answer.status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"category": ""},
        {"text": "a\x00b"},
        {"phone": "x"},
        {"channel": "web"},
        {"latitude": "10", "address": ""},
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(district, wrong):
    answer = signed_in(district, "hot").post(INTAKE, typed(district, **wrong))
    assert answer.status_code == 422
    assert "人民路" in answer.content.decode()
    assert not Case.objects.exists()


def test_nobody_elses_words_are_published(district):
    signed_in(district, "hot").post(INTAKE, typed(district, publish_text="on"))
    assert not Case.objects.get().service_request.publish_text


def test_the_history_names_whoever_took_the_report(district):
    signed_in(district, "hot").post(INTAKE, typed(district))
    assert Event.objects.get().actor_name == "Hot"


PARK = "/desk/intake/park/"


def test_a_report_is_laid_aside_for_the_next_call_and_taken_up_again(district):
    client, form = signed_in(district, "hot"), typed(district)
    client.post(PARK, form, headers={"HX-Request": "true"})
    assert client.post(PARK, form)["Location"] == INTAKE
    (line,) = client.get(INTAKE).context["parked"]
    assert line["words"] in form["text"]
    other = signed_in(district, "chen")
    assert other.post(PARK, {"discard": line["kept"].pk}).status_code == 403
    page = client.get(line["url"])
    assert not page.context["parked"]
    assert page.context["form"]["text"].value() == form["text"]
    assert client.post(INTAKE, {**form, "key": str(page.context["form"]["key"].value())}).status_code == 302
    assert not client.get(INTAKE).context["parked"]


def test_what_was_laid_aside_can_be_discarded_by_its_writer_alone(district):
    client = signed_in(district, "hot")
    client.post(PARK, typed(district))
    (line,) = client.get(INTAKE).context["parked"]
    stranger = appointed(district, "hot2", Duty.INTAKE, district.centre)
    stranger.post(PARK, {"discard": line["kept"].pk})
    assert not stranger.get(line["url"]).context["form"]["text"].value()
    assert client.get(INTAKE).context["parked"]
    client.post(PARK, {"discard": line["kept"].pk})
    assert not client.get(INTAKE).context["parked"]
