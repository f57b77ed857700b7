"""Reporting without an account: from the form to the receipt, with everything that can go wrong on the way."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from heli.access import limits
from heli.access.models import Counter
from heli.cases.kinds import kinds
from heli.cases.models import Attachment, Case
from heli.organizations.models import Category
from heli.organizations.responsibility import REVISION as ORGANIZATION
from heli.papers.models import StoredFile
from heli.papers.tests.samples import picture, upload
from heli.people.models import Contact
from heli.places.revisions import bump
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import counted, filled, stranger


def sent(client, town, **changes):
    """Send a report and return the answer."""
    return client.post("/report/", filled(town, **changes))


def told(answer) -> str:
    return answer.content.decode()


def test_a_receipt_opens_only_for_whoever_sent_the_report(town):
    address = sent(stranger(), town)["Location"]
    assert stranger().get(address).status_code == 404


def test_a_report_leads_to_a_receipt_with_number_code_unit_and_date(town):
    client = stranger()
    page = told(client.get(sent(client, town)["Location"]))
    case = Case.objects.get()
    assert all(text in page for text in (case.reference, "查询码", "市政所", "最迟答复日期", "这个日期是怎么算的"))


def test_the_code_survives_a_reload_and_is_nowhere_stored(town):
    client = stranger()
    address = sent(client, town)["Location"]
    first, second = (client.get(address).context["code"] for _ in range(2))
    assert first == second
    assert first not in str(dict(client.session))
    assert stranger().post("/track/", {"reference": Case.objects.get().reference, "code": first}).status_code == 302


def test_the_code_is_gone_when_the_device_forgets(town):
    client = stranger()
    address = sent(client, town)["Location"]
    client.post(address.replace("receipt", "leave"))
    assert client.get(address).status_code == 404


def test_sending_twice_is_one_report_and_one_receipt(town):
    client, form = stranger(), filled(town)
    first, second = (client.post("/report/", form)["Location"] for _ in range(2))
    assert first == second
    assert Case.objects.count() == 1


def test_sending_again_after_a_lost_answer_finds_the_same_receipt(town):
    form = filled(town, phone="13800000000")
    first, second = (stranger().post("/report/", form)["Location"] for _ in range(2))
    assert first == second
    assert Contact.objects.count() == 1


def test_a_report_costs_at_most_fifteen_statements(town):
    """One of them counts what comes from one address, with its lock: it cannot be had without a statement."""
    form = filled(town, phone="13800000000", email="li@example.test")
    stranger().get("/report/")
    reported(town)
    with counted() as statements:
        assert stranger().post("/report/", form).status_code == 302
    assert len(statements) <= 15, statements


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "  \n "}, "请写下是什么事。"),
        ({"text": "灯" * 4001}, "最多写 4000 个字（现在 4001 个）"),
        ({"text": "路灯\x00不亮"}, "无法保存的字符"),
        ({"text": "路灯\ufffd不亮"}, "无法保存的字符"),
        ({"category": "999999"}, "列表中没有这一项"),
        ({"category": "lamp"}, "列表中没有这一项"),
        ({"latitude": "39.9", "longitude": "116.4"}, "这个地点不在合安区范围内。请移动图钉，或者拨打 12345"),
        ({"latitude": "", "longitude": ""}, "请告诉我们在哪里"),
        ({"latitude": "nan", "longitude": "inf"}, "请告诉我们在哪里"),
        ({"place": "999999"}, "列表中没有这一项"),
        ({"phone": "call me"}, "这不像电话号码"),
        ({"email": "li@"}, "邮箱地址不完整"),
        ({"about": "999999"}, "列表中没有这一项"),
        ({"name": "李" * 61}, "60"),
    ],
)
def test_each_mistake_is_told_at_its_field_and_nothing_typed_is_lost(town, changes, message):
    answer = sent(stranger(), town, **{"address": "人民路 12 号", **changes} if "latitude" not in changes else changes)
    page = told(answer)
    assert answer.status_code == 422
    assert page.count(message) >= 2, "in the summary and at the field"
    assert changes.get("text", "人民路口的路灯不亮")[:20].replace("\x00", "") in page.replace("\x00", "")
    assert not Case.objects.exists()


def test_lone_surrogates_are_refused_with_words(town):
    body = "&".join(f"{name}={value}" for name, value in filled(town, text="%ED%A0%80").items())
    answer = stranger().post("/report/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "无法保存的字符" in told(answer)


def test_messages_come_in_the_readers_language(town):
    page = told(sent(stranger("en"), town, text=""))
    assert "Please write down what happened." in page


def test_a_community_chosen_after_a_pin_elsewhere_counts(town):
    community = town.grid.parent_id
    assert sent(stranger(), town, latitude="39.9", longitude="116.4", place=community).status_code == 302
    case = Case.objects.get()
    assert (case.area_id, case.latitude) == (community, None)


def test_an_address_alone_is_enough(town):
    assert sent(stranger(), town, latitude="", longitude="", address="人民路 12 号").status_code == 302
    assert Case.objects.get().area is None


def test_photos_come_along(town):
    assert sent(stranger(), town, photos=[upload(picture(), "a.jpg"), upload(picture(), "b.jpg")]).status_code == 302
    assert Attachment.objects.filter(purpose="report").count() == 2


def test_photos_survive_a_mistake_elsewhere(town):
    client = stranger()
    answer = sent(client, town, text="", photos=[upload(picture(), "a.jpg"), upload(picture(), "b.jpg")])
    assert "这些文件已经收到" in told(answer)
    (kept,) = answer.context["kept"]
    again = {kept["field"]: kept["token"], "drop_photos": str(kept["files"][0].pk)}
    assert sent(client, town, **again).status_code == 302
    assert Attachment.objects.get().file_id == kept["files"][1].pk


def test_somebody_elses_file_cannot_be_taken_up(town):
    stored = StoredFile.objects.create(
        digest="0" * 64, name="x.jpg", content_type="image/jpeg", size=1, uploaded_by="", uploaded_at=datetime.now(UTC)
    )
    assert sent(stranger(), town, kept_photos=f'["{stored.pk}"]').status_code == 302
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([("x.jpg", b"MZ\x90\x00 not a picture")], "x.jpg"),
        ([("empty.jpg", b"")], "empty.jpg"),
        ([(f"{number}.jpg", None) for number in range(7)], "6"),
    ],
)
def test_files_that_cannot_be_taken_are_named(town, files, message):
    photos = [upload(picture() if content is None else content, name) for name, content in files]
    answer = sent(stranger(), town, photos=photos)
    assert answer.status_code == 422
    assert any(message in error for error in answer.context["form"].errors["photos"])


def test_without_a_choice_the_topic_is_suggested_with_its_reason(town):
    answer = sent(stranger(), town, category="")
    assert "请看看我们理解的类别对不对" in told(answer)
    assert "因为您写了“不亮”“路灯”" in told(answer)
    assert answer.context["topics"]["chosen"] == str(town.lamps.pk)


def test_topics_are_suggested_while_typing(town):
    page = told(stranger().post("/report/topic/", {"text": "路灯坏了"}))
    assert "路灯故障" in page
    assert "<html" not in page


def test_a_topic_from_the_list_goes_before_a_suggestion(town):
    sent(stranger(), town, other=town.attitude.pk)
    assert Case.objects.get().category_id == town.attitude.pk


def test_a_complaint_about_a_unit_stays_out_of_the_register(town):
    sent(stranger(), town, about=town.roads.pk, publish_text="on")
    case = Case.objects.get()
    assert (case.public, case.confidential, case.excluded_units) == (False, True, [town.roads.pk])
    assert case.unit_id == town.centre.pk


def test_likely_duplicates_are_offered_once(town):
    earlier = reported(town).case
    answer = sent(stranger(), town, asked="")
    assert answer.status_code == 200
    assert earlier.reference in told(answer)
    assert "是另一件事，继续提交" in told(answer)
    assert sent(stranger(), town).status_code == 302


def test_confidential_and_far_reports_are_never_offered(town):
    reported(town, confidential=True)
    reported(town, latitude=30.29, longitude=120.09)
    assert sent(stranger(), town, asked="").status_code == 302


def test_duplicates_show_while_the_form_is_filled_in(town):
    earlier = reported(town).case
    page = told(stranger().post("/report/nearby/", filled(town, asked="")))
    assert earlier.reference in page
    assert 'name="asked"' in page


def test_the_key_is_kept_when_the_form_is_shown_again(town):
    key = str(uuid4())
    assert key in told(sent(stranger(), town, key=key, text=""))


def test_published_time_limits_name_every_topic(town):
    page = told(stranger().get("/standards/"))
    assert "路灯故障" in page
    assert "《办理服务标准》3.1" in page


def test_published_time_limits_lead_to_the_rules_of_other_matters(town):
    pages = [page for kind in kinds() for page in kind.reading]
    told_there = told(stranger().get("/standards/"))
    assert pages
    for page in pages:
        assert told_there.count(f'href="{reverse(page.url_name)}"') == 1


def test_names_of_places_suggest_no_topic(town):
    Category.objects.filter(pk=town.attitude.pk).update(keywords="区域")
    bump(ORGANIZATION)
    page = told(stranger().post("/report/topic/", {"text": "e1区域的路灯坏了"}))
    assert "因为您写了“路灯”" in page
    assert "因为您写了“区域”" not in page


@pytest.mark.parametrize("huge", [{"text": "灯" * 1_000_000}, {f"field{number}": "1" for number in range(600)}])
def test_what_is_far_too_large_is_refused_with_a_page(town, huge):
    answer = sent(stranger(), town, **huge)
    assert answer.status_code == 413
    assert "一次发送的内容太多了" in told(answer)
    assert not Case.objects.exists()


def counted_reports(rule, number):
    for _report in range(number):
        assert not limits.take(rule, "127.0.0.1")


def test_what_comes_beyond_twenty_an_hour_from_one_address_is_taken_for_a_person_to_look_at(town):
    counted_reports(limits.submission(), 19)
    assert sent(stranger(), town).status_code == 302
    visitor = stranger()
    answer = sent(visitor, town)
    assert answer.status_code == 302
    assert "先由工作人员查看" in told(visitor.get(answer["Location"]))
    usual, many = Case.objects.order_by("pk")
    assert ["many" in case.events.get().facts for case in (usual, many)] == [False, True]
    assert many.state == usual.state == "registered"
    assert stranger().post("/report/", filled(town), REMOTE_ADDR="198.51.100.7").status_code == 302
    assert "many" not in Case.objects.order_by("pk").last().events.get().facts


def test_beyond_a_flood_the_page_keeps_all_and_sends_it_later(town):
    counted_reports(limits.submission(), 20)
    counted_reports(limits.flood(), 199)
    assert sent(stranger(), town).status_code == 302
    visitor, form = stranger(), filled(town, phone="13800000000", address="人民路口")
    refused = visitor.post("/report/", form)
    page = told(refused)
    assert (refused.status_code, Case.objects.count()) == (429, 1)
    assert 3500 < int(refused["Retry-After"]) <= 3600
    for kept in ("12345", form["text"], form["key"], "13800000000", "人民路口", "30.25", "120.05"):
        assert kept in page, kept
    Counter.objects.all().delete()
    assert visitor.post("/report/", form).status_code == 302
    assert Case.objects.order_by("pk").last().text == form["text"]
    assert stranger().post("/report/", filled(town), REMOTE_ADDR="198.51.100.7").status_code == 302
