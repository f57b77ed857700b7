"""Staff at a window open a request for the visitor before them, through the kind alone."""

from uuid import uuid4

import pytest
from django.template.loader import render_to_string

from heli.cases.codes import secret
from heli.cases.kinds import kinds
from heli.cases.models import Case
from heli.kernel.references import hash_query_code
from heli.service_requests.tests.district import District

COUNTER = next(kind.counter for kind in kinds() if kind.procedure.code == "service_request")


def typed(district: District, **more: object) -> dict[str, object]:
    values = {"key": str(uuid4()), "text": "人民路路灯不亮", "category": district.lamps.pk, "address": "人民路5号"}
    return {**values, "phone": "13900000001", **more}


def test_what_a_visitor_says_is_a_case_of_that_channel(district):
    form = COUNTER.form(typed(district, publish_text="on"), None, actor=district.actor("hot"))
    assert form.is_valid(), form.errors
    opened = COUNTER.open(form, district.actor("hot"))
    case = Case.objects.get()
    assert (case.channel, case.unit, case.opened_by) == ("visit", district.roads, district.actor("hot").key)
    assert hash_query_code(secret(), case.reference, opened.code) == case.query_code
    assert not case.service_request.publish_text


def test_the_same_submission_again_is_the_same_case(district):
    values, found = typed(district), []
    for _each in range(2):
        form = COUNTER.form(values, None, actor=district.actor("hot"))
        assert form.is_valid()
        found.append(COUNTER.open(form, district.actor("hot")).code)
    assert found[0] == found[1]
    assert Case.objects.count() == 1


def test_a_name_of_an_officer_is_asked_about_once(district):
    values = typed(district, text=f"工作人员{district.people['ma'].name}态度恶劣")
    form = COUNTER.form(values, None, actor=district.actor("hot"))
    assert not form.is_valid()
    assert "about" in form.errors
    form = COUNTER.form({**values, "names_asked": "on"}, None, actor=district.actor("hot"))
    assert form.is_valid()


@pytest.mark.parametrize("data", [None, {}])
def test_the_fields_are_shown_empty_and_refused(district, data):
    form = COUNTER.form(data, None, actor=district.actor("hot"), initial={"name": "李四"})
    page = render_to_string(COUNTER.fields, {"form": form, **COUNTER.context(form)})
    assert 'name="text"' in page
    assert ("李四" in page) is (data is None)
