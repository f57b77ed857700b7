"""Disputes taken in at the desk, by telephone or visit, or offered; and by other systems."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from heli.access.context import acting_as
from heli.cases.codes import secret
from heli.cases.kinds import kind_called
from heli.cases.models import Case
from heli.cases.parties import parties_of
from heli.kernel.references import query_code_for
from heli.mediation.desk_forms import TakeForm
from heli.mediation.models import Answer, How
from heli.mediation.tests.people import MediationDistrict

pytestmark = pytest.mark.django_db
TAKE = "/desk/mediation/take/"


def signed_in(district: MediationDistrict, name: str) -> Client:
    client = Client()
    client.force_login(district.small.people[name])
    return client


def filled(district: MediationDistrict, **more: Any) -> dict[str, Any]:
    return {
        "begins": "applied", "how": "phone", "category": district.leak.pk, "text": "楼上漏水", "request": "修好",
        "place": district.small.grid.parent_id, "name": "李女士", "phone": "13900000011", "other_name": "吴先生",
        "agrees": "on", "read_back": "on", **more,
    }  # fmt: skip


def test_who_neither_takes_in_nor_names_does_not_reach_it(district: MediationDistrict) -> None:
    assert Client().get(TAKE).status_code == 302
    assert signed_in(district, "grid").get(TAKE).status_code == 403


def test_what_is_told_must_be_read_back_and_wanted(district: MediationDistrict) -> None:
    client = signed_in(district, "cai")
    for missing in ("read_back", "agrees", "other_name", "phone"):
        answer = client.post(TAKE, {name: value for name, value in filled(district).items() if name != missing})
        assert answer.status_code == 422, missing
    assert not Case.objects.exists()


def test_taken_by_telephone_it_has_number_and_code_once_for_whoever_took_it(district: MediationDistrict) -> None:
    client = signed_in(district, "ma")
    key = uuid4()
    answer = client.post(TAKE, filled(district, key=str(key)), follow=True)
    case = Case.objects.get()
    assert (case.unit, case.channel, case.state) == (district.community, "phone", "applied")
    assert Answer.objects.get(case=case).how == How.ON_RECORD
    page = answer.content.decode()
    assert case.reference in page
    assert query_code_for(secret(), key) in page
    other = signed_in(district, "mo")
    assert other.get(reverse("mediation_desk:taken", args=[case.reference])).status_code == 404


def test_several_people_on_each_side_an_agent_and_a_third_side(district: MediationDistrict) -> None:
    more = {
        "role_1": "own_side", "name_1": "李女士的丈夫",
        "role_2": "other_side", "name_2": "吴太太", "phone_2": "13900000013",
        "role_3": "third", "name_3": "物业公司",
        "role_4": "agent", "name_4": "郑律师", "authority_4": "代理李女士，授权委托书",
    }  # fmt: skip
    client = signed_in(district, "cai")
    assert client.post(TAKE, filled(district, **{**more, "authority_4": ""})).status_code == 422
    assert client.post(TAKE, filled(district, **{**more, "name_3": ""})).status_code == 422
    assert client.post(TAKE, filled(district, **more)).status_code == 302
    case = Case.objects.get()
    with acting_as(district.actor("cai")):
        roles = [each.role for each in parties_of(case)]
    assert roles == ["other_side", "own_side", "other_side", "third", "agent"]


def test_only_a_committee_offers_and_for_itself(district: MediationDistrict) -> None:
    offer = filled(district, begins="offered", agrees="", committee=district.community.pk)
    for name in ("ma", "su"):
        assert signed_in(district, name).post(TAKE, offer).status_code == 422, name
    assert signed_in(district, "cai").post(TAKE, {**offer, "committee": ""}).status_code == 422
    assert signed_in(district, "cai").post(TAKE, offer).status_code == 302
    case = Case.objects.select_related("dispute").get()
    assert (case.state, case.dispute.offered, case.unit) == ("inviting", True, district.community)
    assert not Answer.objects.filter(case=case).exists()


def test_the_centre_offers_for_any_committee(district: MediationDistrict) -> None:
    offer = filled(district, begins="offered", agrees="", committee=district.street.pk)
    assert signed_in(district, "geng").post(TAKE, offer).status_code == 302
    assert Case.objects.get().unit == district.street


def test_a_window_opens_it_for_a_visitor_and_another_system_by_its_form(district: MediationDistrict) -> None:
    kind = kind_called("mediation")
    assert kind
    assert kind.counter
    assert kind.entrance
    form = kind.counter.form(filled(district, how="visit"), None, actor=district.actor("ma"))
    assert form.is_valid(), form.errors
    assert kind.counter.open(form, district.actor("ma")).case.channel == "visit"
    assert not kind.counter.form(filled(district, how="phone"), None, actor=district.actor("ma")).is_valid()
    sent = kind.entrance.form(filled(district))
    assert sent.is_valid(), sent.errors
    assert kind.entrance.open(sent, False).case.channel == "api"
    assert not isinstance(sent, TakeForm)
