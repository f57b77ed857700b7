"""Reply templates: who keeps them, where they are offered, and what they say."""

import pytest
from django.urls import reverse

from heli.audit.models import Entry
from heli.cases.models import Event
from heli.places.revisions import bump
from heli.service_requests.tests.visiting import counted
from heli.workbench.models import ReplyTemplate
from heli.workbench.reply_texts import REVISION
from heli.workbench.tests.desk import in_hand, page_of, signed_in, step_of
from heli.workbench.tests.test_steps import sent

NEW = reverse("workbench:reply_new")
TEXT = "{form_of_address}：您反映的“{topic}”（{reference}）由{unit}办理，{due}答复。"


def template(**values):
    row = ReplyTemplate.objects.create(**{"name": "受理答复", "text": TEXT, **values})
    bump(REVISION)
    return row


@pytest.mark.parametrize("name", ["ma", "east", "hot", "grid", "audit"])
def test_who_neither_leads_nor_arranges_keeps_no_templates(district, name):
    row = template(unit=district.roads)
    client = signed_in(district, name)
    for address in (reverse("workbench:replies"), NEW, reverse("workbench:reply", args=[row.pk])):
        assert client.get(address).status_code == 403
    assert client.post(NEW, {"name": "x", "text": "x"}).status_code == 403
    assert ReplyTemplate.objects.count() == 1


def test_a_leader_keeps_those_of_their_own_unit_and_no_others(district):
    others = template(unit=district.water)
    client = signed_in(district, "lead")
    assert client.get(reverse("workbench:reply", args=[others.pk])).status_code == 404
    assert "受理答复" not in client.get(reverse("workbench:replies")).content.decode()
    for unit in ("", district.water.pk):
        assert client.post(NEW, {"name": "新", "text": "好", "unit": unit}).status_code == 422
    form = {"name": "新", "text": "好", "text_en": "Good", "unit": district.roads.pk, "active": "on"}
    form["steps"] = "service_request.complete"
    assert client.post(NEW, form)["Location"] == reverse("workbench:replies")
    row = ReplyTemplate.objects.get(name="新")
    assert (row.unit, row.steps, row.text_en) == (district.roads, ["service_request.complete"], "Good")
    assert client.post(reverse("workbench:reply", args=[row.pk]), {**form, "text": "很好"}).status_code == 302
    written = Entry.objects.filter(verb__startswith="replytemplate.").order_by("id")
    assert [entry.verb for entry in written] == ["replytemplate.create", "replytemplate.change"]


@pytest.mark.parametrize("text", ["{phone}", "{reference", "{reference.pk}", "{}", ""])
def test_what_no_template_can_say_is_refused_on_saving(district, text):
    answer = signed_in(district, "admin").post(NEW, {"name": "新", "text": text, "active": "on"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["text"]
    assert not ReplyTemplate.objects.exists()


def test_a_template_is_inserted_by_choice_and_nothing_is_sent(district):
    row = template(unit=district.roads, steps=["complete"], categories=[district.lamps.parent_id])
    case = in_hand(district)
    form = sent(case, answer="您好。", outcome="explained", fill="template", template=f"{row.pk}:zh-hans")
    panel = signed_in(district, "ma").post(step_of(case, "complete"), form).context["panel"]
    text = panel.form["answer"].value()
    assert text.startswith("您好。\n\n尊敬的")
    assert f"“路灯故障”（{case.reference}）由市政所办理" in text
    assert "{" not in text
    assert panel.form["outcome"].value() == "explained"
    row.refresh_from_db()
    assert row.uses == 1
    assert not Event.objects.filter(case=case, step="complete").exists()


def test_templates_are_offered_where_they_belong_the_most_used_first(district):
    template(name="别的单位", unit=district.water)
    template(name="别的步骤", steps=["dispatch"])
    template(name="别的主题", categories=[district.attitude.pk])
    template(name="停用", active=False)
    template(name="少用", text_en="Rare", uses=1)
    foreign = template(name="常用", uses=9)
    case = in_hand(district)
    client = signed_in(district, "ma")
    assert client.get(page_of(case)).status_code == 200
    with counted() as statements:
        offered = client.get(page_of(case)).context["panel"].templates
    assert [offer.label for offer in offered] == ["常用 · 中文", "少用 · 中文", "少用 · English"]
    assert len(statements) <= 10
    ReplyTemplate.objects.filter(pk=foreign.pk).update(active=False)
    bump(REVISION)
    wrong = sent(case, answer="写好的", fill="template", template=f"{foreign.pk}:zh-hans")
    assert client.post(step_of(case, "complete"), wrong).context["panel"].form["answer"].value() == "写好的"
