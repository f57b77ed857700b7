"""What is published of an opinion holds no name, number or address of anybody in the case."""

import pytest

from heli.cases.parties import Named
from heli.cases.people_models import Party
from heli.people.models import Contact
from heli.petitions.forms import PublishForm
from heli.petitions.tests.people import filed

pytestmark = pytest.mark.django_db


def published(district, text):
    """Return the errors of publishing ``text``, about a case of 李小明 with the agent 王大力."""
    agent = Named(Party.Role.AGENT, Contact(name="王大力", phone="0571-8800 1234"), "委托书")
    person = Contact(name="李小明", phone="13800000000", email="li@example.test", address="合安区柳巷 5 号")
    case = filed(district, contact=person, parties=[agent]).case
    text = text.replace("[number]", case.reference)
    form = PublishForm({"text": text}, case=case, actor=district.actor("xu"))
    form.is_valid()
    return form.errors


@pytest.mark.parametrize(
    "text",
    [
        "经复核，李小明的请求不予支持。",
        "李 小明的请求不予支持。",
        "代理人王大力陈述。",
        "联系电话１３８００００００００。",
        "电话 0571 88001234。",
        "他人电话 13911112222。",
        "身份证 33010619900101123X。",
        "住在柳巷的合安区柳巷5号。",
        "见 LI@example.test。",
        "信访事项 [number]。",
    ],
)
def test_words_that_name_somebody_are_not_published(district, text):
    assert "text" in published(district, text)


def test_words_that_name_nobody_are(district):
    text = "经听证和复核，2026年6月1日的复查意见程序合法，予以维持。李某的工资已付 12000 元。"
    assert not published(district, text)
