"""Following one's own case: who gets in, what is shown and what never is, and every step of the person."""

import re
from uuid import uuid4

import pytest

from heli.access.reads import log_read
from heli.cases.models import Attachment, Case, Event
from heli.cases.usual import actions as usual
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.service_requests import actions
from heli.service_requests.models import ServiceRequest
from heli.service_requests.tests.district import District, reported
from heli.service_requests.tests.visiting import counted, person, stranger

WRONG = "没有找到与这个编号和查询码相符的诉求"


@pytest.fixture
def opened(town: District):
    return reported(town)


@pytest.fixture
def case(opened) -> Case:
    return opened.case


def told(answer) -> str:
    return answer.content.decode()


def in_hand(town: District, case: Case) -> Case:
    assert actions.dispatch(case, by=town.actor("east"), unit=town.roads, note="内部：请速办")
    assert actions.accept(case, by=town.actor("ma"), member=town.people["ma"])
    return case


def verified(town: District, case: Case) -> Case:
    in_hand(town, case)
    assert actions.complete(case, by=town.actor("ma"), outcome="solved", answer="已更换灯泡")
    assert actions.verify(case, by=town.actor("east"))
    return case


@pytest.mark.parametrize("page", ["", "receipt/", "reads/", "urge/", "withdraw/"])
def test_without_the_code_there_is_no_such_page(case, page):
    answer = stranger().get(f"/track/{case.reference}/{page}")
    assert answer.status_code == 404
    assert f'href="/track/?reference={case.reference}"' in told(answer)


def test_of_a_request_that_is_not_there_the_same_is_said(case):
    numbers = (case.reference, "AAAA-AAAA-A", "a%22%3E")
    pages = [told(stranger().get(f"/track/{number}/")).partition("<main")[2] for number in numbers]
    assert len({page.replace(number, "*") for number, page in zip(numbers, pages, strict=True)}) == 1


def test_the_code_of_one_case_opens_no_other(town, case):
    other = reported(town, text="另一盏路灯不亮").case
    assert person(other).get(f"/track/{case.reference}/").status_code == 404


@pytest.mark.parametrize("mistake", ["reference", "code"])
def test_a_wrong_number_and_a_wrong_code_get_one_answer(town, opened, mistake):
    other = reported(town, text="另一盏路灯不亮")
    right = {"reference": opened.case.reference, "code": opened.code}
    wrong = {"reference": "0000-0000-0", "code": other.code}
    answer = stranger().post("/track/", {**right, mistake: wrong[mistake]})
    assert answer.status_code == 422
    assert WRONG in told(answer)


def test_both_numbers_are_read_as_people_type_them(opened):
    typed = {"reference": f" {opened.case.reference.lower().replace('-', ' ')}", "code": opened.code.replace("-", "—")}
    client = stranger()
    assert client.post("/track/", typed)["Location"] == f"/track/{opened.case.reference}/"
    assert client.get(f"/track/{opened.case.reference}/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "message"), [("", "请输入回执上的查询码"), ("123", "九位字母和数字"), ("ABCD-1234-Z", "一个字符对不上")]
)
def test_slips_in_a_code_are_told_at_the_field(case, typed, message):
    page = told(stranger().post("/track/", {"reference": case.reference, "code": typed}))
    assert message in page
    assert WRONG not in page


def test_internal_notes_and_officers_names_are_never_shown(town, case):
    usual.record_work(in_hand(town, case), by=town.actor("ma"), note="内部：备件没货")
    page = told(person(case).get(f"/track/{case.reference}/"))
    assert "办理中" in page
    assert "市政所" in page
    assert all(word not in page for word in ("内部", "Ma", "已指派经办人"))


def test_evidence_is_shown_where_it_was_meant_for_the_person(town, case):
    in_hand(town, case)
    for shown in (True, False):
        photo = store(upload(picture(size=(60, 40 + shown)), f"{shown}.jpg"))
        usual.record_work(case, by=town.actor("ma"), note="看过了", for_resident=shown, photos=[photo])
    page = told(person(case).get(f"/track/{case.reference}/"))
    assert "True.jpg" in page
    assert "False.jpg" not in page


def test_the_page_costs_at_most_ten_statements(town, case):
    client = person(verified(town, case))
    client.get(f"/track/{case.reference}/")
    with counted() as statements:
        assert client.get(f"/track/{case.reference}/").status_code == 200
    assert len(statements) <= 10, statements


def test_a_standing_clock_is_told(town, case):
    actions.ask_information(in_hand(town, case), by=town.actor("ma"), question="在路的哪一侧？")
    page = told(person(case).get(f"/track/{case.reference}/"))
    assert all(text in page for text in ("计时已暂停", "在路的哪一侧？", "补充所需情况"))


def test_an_answer_goes_on_with_the_clock(town, case):
    actions.ask_information(in_hand(town, case), by=town.actor("ma"), question="在路的哪一侧？")
    client = person(case)
    sent = client.post(f"/track/{case.reference}/give_information/", {"text": "东侧", "version": case.version})
    assert sent.status_code == 302
    assert Case.objects.get().state == "in_hand"


def test_confirming_and_rating(town, case):
    client = person(verified(town, case))
    client.post(f"/track/{case.reference}/confirm/", {"version": case.version})
    answer = client.post(f"/track/{case.reference}/rate/", {"process": 5, "result": 4}, follow=True)
    assert "已评价" in told(answer)
    assert ServiceRequest.objects.get().rating_result == 4
    assert client.get(f"/track/{case.reference}/rate/").status_code == 302, "once only"


@pytest.mark.parametrize("step", ["confirm", "reject", "correct_contact"])
def test_the_button_of_a_step_looks_like_one_wherever_the_step_leads(town, case, step):
    page = told(person(verified(town, case)).get(f"/track/{case.reference}/{step}/"))
    assert re.findall(r'class="(btn [^"]*)" type="submit"', page.partition("<main")[2]) == ["btn btn-primary btn-lg"]


def test_the_receipt_tells_the_limit_like_the_page(town, case):
    client = person(in_hand(town, case))
    assert "还有" in told(client.get(f"/track/{case.reference}/receipt/"))
    assert actions.complete(case, by=town.actor("ma"), outcome="solved", answer="已更换灯泡")
    assert actions.verify(case, by=town.actor("east"))
    for page in ("", "receipt/"):
        answer = told(client.get(f"/track/{case.reference}/{page}"))
        assert "按时办结" in answer
        assert "没有时限" not in answer


def test_rejecting_needs_reasons_and_restarts_the_clock(town, case):
    client = person(verified(town, case))
    empty = client.post(f"/track/{case.reference}/reject/", {"version": case.version})
    assert empty.status_code == 422
    client.post(f"/track/{case.reference}/reject/", {"version": case.version, "reason": "还是不亮"})
    assert Case.objects.get().state == "in_hand"


def test_photos_of_a_refused_step_are_kept(town, case):
    client, path = person(verified(town, case)), f"/track/{case.reference}/reject/"
    refused = client.post(path, {"version": case.version, "photos": upload(picture(), "dark.jpg")})
    (kept,) = refused.context["kept"]
    client.post(path, {"version": case.version, "reason": "还是不亮", kept["field"]: kept["token"]})
    assert Attachment.objects.get().file.name == "dark.jpg"


def test_steps_of_officers_are_not_there(case):
    assert person(case).post(f"/track/{case.reference}/dispatch/", {}).status_code == 404


def test_a_step_that_cannot_be_taken_now_leads_back_with_words(case):
    answer = person(case).get(f"/track/{case.reference}/rate/", follow=True)
    assert "目前不能“评价”" in told(answer)


def test_urging_twice_is_refused_with_the_reason(town, case):
    client, path = person(in_hand(town, case)), f"/track/{case.reference}/urge/"
    assert client.post(path, {"key": str(uuid4())}).status_code == 302
    again = client.post(path, {"key": str(uuid4()), "text": "再催一次"})
    assert again.status_code in (409, 422)
    assert "您已经催办过了" in told(again)
    assert "再催一次" in told(again)


def test_sending_a_step_twice_is_one_event(town, case):
    client, form = person(in_hand(town, case)), {"key": str(uuid4()), "text": "灯杆编号 12"}
    for _ in range(2):
        assert client.post(f"/track/{case.reference}/add_information/", form).status_code == 302
    assert Event.objects.filter(step="add_information").count() == 1


def test_a_race_shows_what_changed_and_keeps_what_was_written(town, case):
    client, path = person(case), f"/track/{case.reference}/add_information/"
    page = client.get(path)
    seen = page.context["way"].seen_event
    actions.dispatch(case, by=town.actor("east"), unit=town.roads)
    form = {"version": page.context["form"]["version"].value(), "seen_event": seen, "text": "灯杆编号 12"}
    answer = client.post(path, form)
    assert answer.status_code == 409
    assert [entry["title"] for entry in answer.context["changes"]] == ["已派遣"]
    assert "灯杆编号 12" in told(answer)
    assert client.post(path, {**form, "version": answer.context["case"].version}).status_code == 302


def test_a_step_that_became_impossible_leaves_the_text_to_copy(town, case):
    actions.decline(case, by=town.actor("east"), ground="不归本区管")
    form = {"version": 1, "seen_event": 0, "reason": "请不要不管"}
    answer = person(case).post(f"/track/{case.reference}/withdraw/", form)
    assert answer.status_code == 409
    assert "请不要不管" in told(answer)
    assert answer.context["form"] is None


def test_who_looked_at_my_data_is_told_by_unit_not_by_name(town, case):
    log_read(case.reference, by=town.actor("ma"), purpose="calling")
    page = told(person(case).get(f"/track/{case.reference}/reads/"))
    assert all(text in page for text in ("市政所", "联系您"))
    assert "Ma" not in page


def test_the_other_case_of_a_merge_is_named_only_when_it_is_public(town, case):
    other = reported(town, text="另一盏路灯不亮", confidential=True).case
    assert actions.merge(case, by=town.actor("east"), into=other)
    assert other.reference not in told(person(case).get(f"/track/{case.reference}/"))


def test_a_right_that_has_ended_is_not_offered(town, case):
    actions.decline(case, by=town.actor("east"), ground="不归本区管")
    case.clocks.filter(limit="objecting").update(due_at=case.opened_at)
    client = person(case)
    assert "object" not in [step.name for step in client.get(f"/track/{case.reference}/").context["way"].steps]
    assert client.post(f"/track/{case.reference}/object/", {"reason": "还是要管"}).status_code == 409


def test_my_page_is_never_kept_by_the_browser(case):
    assert "no-store" in person(case).get(f"/track/{case.reference}/")["Cache-Control"]


def test_the_new_way_in_shows_no_form_to_those_who_are_in(case):
    assert person(case).get("/track/", {"reference": case.reference})["Location"] == f"/track/{case.reference}/"


def test_english_is_complete_on_the_page(town, case):
    page = told(person(verified(town, case), language="en").get(f"/track/{case.reference}/"))
    assert "Waiting for confirmation" in page


def test_whoever_guesses_too_often_waits_and_others_do_not(opened):
    right = {"reference": opened.case.reference, "code": opened.code}
    client, headers = stranger(), {"X-Query-Code": "0000-0000-0"}
    for _try in range(9):
        client.post("/track/", {**right, "code": "0000-0000-0"})
    assert client.get(f"/api/cases/{opened.case.reference}", headers=headers).status_code == 404
    assert client.get(f"/api/cases/{opened.case.reference}", headers=headers).status_code == 429
    assert client.post("/track/", right).status_code == 422
    assert client.post("/track/", right, REMOTE_ADDR="203.0.113.7").status_code == 302
