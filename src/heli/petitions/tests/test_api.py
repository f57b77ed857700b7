"""Other systems bring petitions by the API, each kind by its own address, with every field of the page."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from heli.cases.models import Case
from heli.cases.people_models import Party

pytestmark = pytest.mark.django_db


def sent(kind, **more):
    body = {"key": str(uuid4()), "text": "公司拖欠三个月工资。", **more}
    return Client().post(f"/api/cases?kind={kind}", json.dumps(body), content_type="application/json")


def test_a_petition_without_words_is_not_one(district):
    assert sent("petition_claim", text="").status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize("kind", ["petition_claim", "petition_suggestion", "petition_report"])
def test_each_kind_has_its_entrance(district, kind):
    answer = sent(kind, request="请处理。", representatives="王 13800000001\n张", people=9, home="人民路5号")
    case = Case.objects.select_related("petition", "contact").get()
    assert (answer.status_code, answer.json()["reference"]) == (201, case.reference)
    assert (case.procedure, case.channel, case.petition.people, case.contact.address) == (kind, "api", 9, "人民路5号")
    assert Party.objects.filter(case=case).count() == 2
    fields = Client().get(f"/api/kinds/{kind}/schema").json()["properties"]
    assert {"text", "request", "home", "about", "electronic", "interpreter", "authority_paper"} <= set(fields)
    assert "kind" not in fields


def test_a_sixth_representative_is_told(district):
    answer = sent("petition_claim", representatives="\n".join("甲乙丙丁戊己"))
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert "representatives" in answer.json()["errors"]
