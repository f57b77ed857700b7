"""Taking steps on the generic page: refused, repeated, too late, and done."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heli.cases.models import Event
from heli.cases.usual import actions as usual
from heli.papers.tests.samples import picture
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import person
from heli.workbench.tests.desk import completed, dispatched, in_hand, page_of, signed_in, step_of


def sent(case, **values):
    """A form of ``case`` as a browser sends it."""
    latest = Event.objects.filter(case=case).latest("id").pk
    return {"key": str(uuid4()), "version": case.version, "latest": latest, **values}


@pytest.mark.parametrize(
    ("name", "step"), [("ma", "dispatch"), ("ma", "verify"), ("hot", "accept"), ("audit", "decline")]
)
def test_who_has_not_the_role_is_told_why_and_changes_nothing(district, name, step):
    case = dispatched(district)
    client = signed_in(district, name)
    assert client.get(step_of(case, step)).status_code == 403
    answer = client.post(step_of(case, step), sent(case, unit=district.water.pk, ground="x", note="我写的"))
    assert answer.status_code in (403, 422)
    case.refresh_from_db()
    assert (case.state, case.unit_id) == ("dispatched", district.roads.pk)


@pytest.mark.parametrize("step", ["report", "nothing", "escalate"])
def test_what_is_no_step_of_a_person_cannot_be_taken(district, step):
    case = reported(district).case
    client = signed_in(district, "east")
    assert client.get(step_of(case, step)).status_code in (403, 404)
    assert client.post(step_of(case, step), sent(case)).status_code in (403, 404, 422)
    assert Event.objects.filter(case=case).count() == 1


def test_a_step_is_taken_and_leads_back_to_the_case(district):
    case = reported(district).case
    answer = signed_in(district, "east").post(
        step_of(case, "dispatch"), sent(case, unit=district.water.pk, note="速办")
    )
    assert answer["Location"] == page_of(case)
    case.refresh_from_db()
    assert (case.state, case.unit_id) == ("dispatched", district.water.pk)


def test_a_double_click_is_one_step(district):
    case = in_hand(district)
    client, form = signed_in(district, "ma"), sent(case, outcome="explained", answer="已说明")
    for _ in range(2):
        assert client.post(step_of(case, "complete"), form).status_code == 302
    assert Event.objects.filter(case=case, step="complete").count() == 1


def test_an_incomplete_form_keeps_what_was_typed_and_the_files(district):
    case = in_hand(district)
    client = signed_in(district, "ma")
    photo = SimpleUploadedFile("after.jpg", picture(), "image/jpeg")
    answer = client.post(
        step_of(case, "complete"), sent(case, outcome="planned", answer="写了很久的答复", photos=photo)
    )
    assert answer.status_code == 422
    assert "写了很久的答复" in answer.content.decode()
    kept = answer.context["panel"].kept[0]
    again = sent(case, outcome="solved", answer="写了很久的答复", **{kept["field"]: kept["token"]})
    assert client.post(step_of(case, "complete"), again).status_code == 302
    assert case.attachments.count() == 1


def test_of_two_officers_the_later_sees_what_changed(district):
    case = reported(district).case
    early, late = signed_in(district, "east"), signed_in(district, "chen")
    form = sent(case, unit=district.water.pk, note="我写给承办单位的话")
    assert early.post(step_of(case, "dispatch"), sent(case, unit=district.roads.pk)).status_code == 302
    answer = late.post(step_of(case, "dispatch"), form)
    assert answer.status_code == 409
    assert [entry.title for entry in answer.context["news"]] == ["Sent to the unit"]
    assert "我写给承办单位的话" in answer.content.decode()
    case.refresh_from_db()
    assert case.unit_id == district.roads.pk
    states = (answer.context["was"]["label"], answer.context["state"].label)
    assert [str(each) for each in states] == ["Waiting for dispatch", "Sent to the unit"]
    assert "supervise" in (ways := {way["step"].name for way in answer.context["more_ways"]})
    assert "dispatch" not in ways
    carried = {"fill": "carry", "carried": answer.context["words"]}
    taken_along = late.post(step_of(case, "supervise"), carried).context["panel"]
    assert taken_along.form["note"].value() == "我写给承办单位的话"
    assert Event.objects.filter(case=case).count() == 2


def test_after_a_conflict_the_step_can_be_taken_with_what_was_typed(district):
    case = in_hand(district)
    stale = sent(case, question="请问哪一盏灯？")
    assert usual.assign(case, by=district.actor("lead"), member=district.people["mo"])
    client = signed_in(district, "ma")
    answer = client.post(step_of(case, "ask_information"), stale)
    assert answer.status_code == 409
    form = answer.context["panel"].form
    assert form.initial["question"] == "请问哪一盏灯？"
    again = sent(case, question=form.initial["question"])
    assert client.post(step_of(case, "ask_information"), again).status_code == 302


def test_the_way_back_leads_nowhere_else(district):
    case = reported(district).case
    form = sent(case, unit=district.roads.pk, next="https://evil.test/")
    assert signed_in(district, "east").post(step_of(case, "dispatch"), form)["Location"] == page_of(case)


def test_a_value_from_the_address_fills_the_form(district):
    case, other = reported(district).case, reported(district).case
    answer = signed_in(district, "hot").get(step_of(case, "merge"), {"into": other.reference, "version": "99"})
    form = answer.context["panel"].form
    assert form["into"].value() == other.reference
    assert form["version"].value() == case.version


def test_returned_twice_the_district_decides(district):
    case = dispatched(district)
    assert signed_in(district, "ma").post(step_of(case, "send_back"), sent(case, reason="不归我")).status_code == 302
    case.refresh_from_db()
    signed_in(district, "east").post(step_of(case, "dispatch"), sent(case, unit=district.water.pk))
    case.refresh_from_db()
    assert signed_in(district, "wang").get(step_of(case, "send_back")).status_code == 403
    signed_in(district, "wang").post(step_of(case, "contest"), sent(case, reason="也不归我"))
    case.refresh_from_db()
    assert signed_in(district, "east").get(step_of(case, "impose")).status_code == 403
    signed_in(district, "chen").post(step_of(case, "impose"), sent(case, unit=district.roads.pk, reason="依职责"))
    case.refresh_from_db()
    assert (case.state, case.unit_id) == ("imposed", district.roads.pk)


def test_more_time_is_asked_for_and_granted(district):
    case = in_hand(district)
    before = case.due_at
    signed_in(district, "ma").post(step_of(case, "request_extension"), sent(case, amount=2, reason="等材料"))
    assert signed_in(district, "ma").get(step_of(case, "grant_extension")).status_code == 403
    signed_in(district, "lead").post(step_of(case, "grant_extension"), sent(case))
    case.refresh_from_db()
    assert case.due_at > before


def test_whoever_handled_it_does_not_verify_it(district):
    case = completed(district)
    assert signed_in(district, "ma").get(step_of(case, "verify")).status_code == 403
    assert signed_in(district, "east").post(step_of(case, "verify"), sent(case)).status_code == 302


def test_a_resident_cannot_take_a_step_of_the_desk(district):
    case = reported(district).case
    assert person(case).post(step_of(case, "dispatch"), sent(case, unit=district.roads.pk)).status_code == 302
    case.refresh_from_db()
    assert case.state == "registered"


def test_help_of_another_unit(district):
    case = in_hand(district)
    signed_in(district, "ma").post(step_of(case, "ask_assistance"), sent(case, unit=district.water.pk, task="关阀门"))
    client = signed_in(district, "wang")
    assert "关阀门" in client.get(page_of(case)).content.decode()
    case.refresh_from_db()
    assert client.post(step_of(case, "report_assistance"), sent(case, result="已关")).status_code == 302
    assert client.get(reverse("workbench:queue"), {"tab": "assist"}).context["rows"] == []
