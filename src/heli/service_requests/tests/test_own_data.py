"""What a person sees and may do about their own data: look, copy, correct, take back."""

import json
import re
from uuid import uuid4

import pytest

from heli.access.actors import resident
from heli.access.reads import log_read
from heli.audit.models import Entry
from heli.cases.models import Case, Event
from heli.cases.usual import actions as usual
from heli.notices.addresses import addresses_of
from heli.notices.models import Notice
from heli.people.models import Contact
from heli.service_requests import actions
from heli.service_requests.kind import KIND
from heli.service_requests.models import ServiceRequest
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import person, stranger

PAGES = ["", "copy.json", "copy.pdf"]


@pytest.fixture
def case(town) -> Case:
    return reported(town, publish_text=True).case


def path(case, page=""):
    return f"/track/{case.reference}/data/{page}"


def sent(case, step, **values):
    return person(case).post(f"/track/{case.reference}/{step}/", {"key": str(uuid4()), **values})


def fresh(case) -> Case:
    return Case.objects.select_related("contact__key", "service_request").get(pk=case.pk)


@pytest.mark.parametrize("page", PAGES)
def test_without_the_query_code_there_is_no_such_page(case, page):
    assert stranger().get(path(case, page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_the_query_code_of_another_case_opens_nothing(town, case, page):
    assert person(reported(town).case).get(path(case, page)).status_code == 404


@pytest.mark.parametrize("step", ["correct_contact", "ask_correction", "withdraw_consent"])
@pytest.mark.parametrize("who", ["ma", "lead", "east", "grid", "admin", "audit", "wang"])
def test_staff_without_the_duty_cannot_use_the_persons_rights(town, case, step, who):
    facts = {"ask_correction": {"text": "x"}}.get(step, {})
    assert not KIND.actions[step](case, by=town.actor(who), **facts)
    assert Event.objects.filter(case=case).count() == 1


def test_the_page_covers_the_contact_and_names_the_rights(case):
    page = person(case).get(path(case)).content.decode()
    assert "138****0000" in page
    assert "13800000000" not in page
    assert all(f"/track/{case.reference}/{step}/" in page for step in ("correct_contact", "withdraw_consent"))


def test_the_page_is_whole_in_english(case):
    page = person(case, language="en").get(path(case)).content.decode()
    assert "My data and my rights" in page
    assert "Take back my consent" in page


def test_the_page_tells_who_looked_at_what_and_why(town, case):
    log_read(case.reference, by=town.actor("ma"), purpose="calling")
    page = person(case).get(path(case)).content.decode()
    assert "市政所" in page
    assert "称呼、电话、邮箱" in page
    # In what is read, that is: a token of the form may hold any letters.
    assert not re.search(r">[^<]*\bMa\b", page)


def test_the_copy_holds_everything_of_the_person(town, case):
    log_read(case.reference, by=town.actor("ma"), purpose="calling")
    actions.dispatch(case, by=town.actor("east"), unit=town.roads, note="内部便条")
    answer = person(case).get(path(case, "copy.json"))
    copy = json.loads(answer.content)
    reached = {"name": "李", "phone": "13800000000", "email": "li@example.test", "address": ""}
    assert copy["contact"] == {**reached, "language": "zh-hans"}
    assert copy["request"]["text"] == "人民路口的路灯不亮。晚上很黑"
    assert [each["what"] for each in copy["looks"]] == ["称呼、电话、邮箱"]
    assert len(copy["history"]) == 2
    assert len(copy["messages"]) == 2
    assert copy["details"]["service_request"]["publish_text"] is True
    assert "内部便条" not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_copy_can_be_printed(case, language):
    answer = person(case, language=language).get(path(case, "copy.pdf"))
    assert answer.content.startswith(b"%PDF-1.")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.reference}.pdf"'


def test_a_contact_is_corrected_at_once_and_its_history_names_no_value(case):
    assert sent(case, "correct_contact", phone="+86 139 0000 1111").status_code == 302
    contact = fresh(case).contact
    assert (contact.name, contact.phone, contact.email) == ("李", "+86 139 0000 1111", "li@example.test")
    assert Contact.objects.reached_by("13900001111").get() == contact
    assert Event.objects.get(case=case, step="correct_contact").facts == {"corrected": ["phone"]}
    assert not any("1111" in each.content for each in Entry.objects.all())


def test_a_contact_can_be_left_later(town):
    case = reported(town, email="").case
    assert sent(case, "correct_contact", name="王", email="wang@example.test").status_code == 302
    assert fresh(case).contact.email == "wang@example.test"


@pytest.mark.parametrize("values", [{}, {"phone": "not a number"}, {"email": "li@"}])
def test_a_correction_that_says_nothing_is_asked_again(case, values):
    assert sent(case, "correct_contact", **values).status_code == 422
    assert fresh(case).contact.phone == "13800000000"


def test_wrong_records_go_to_the_unit_as_a_request(town, case):
    actions.dispatch(case, by=town.actor("east"), unit=town.roads)
    assert sent(case, "ask_correction", text="地点应为人民路12号").status_code == 302
    told = Notice.objects.filter(kind__contains="ask_correction")
    assert {each.to_unit_id for each in told} == {town.roads.pk, town.east_centre.pk}
    assert fresh(case).state == "dispatched"


def test_taking_back_the_contact_erases_it_at_once_and_the_case_goes_on(case):
    key = case.contact.key_id
    assert sent(case, "withdraw_consent", contact="on").status_code == 302
    found = fresh(case)
    assert (found.contact.name, found.contact.phone, found.contact.email) == ("", "", "")
    assert not Contact.objects.reached_by("13800000000").exists()
    assert (found.contact.key_id, found.state, found.public) == (None, "registered", True)
    assert key is not None
    assert all(addresses_of(each) == [] for each in Notice.objects.filter(to_contact=found.contact))


def test_taking_back_publication_clears_the_register_at_once(case):
    assert stranger().get(f"/register/{case.reference}/").status_code == 200
    assert sent(case, "withdraw_consent", publication="on").status_code == 302
    assert stranger().get(f"/register/{case.reference}/").status_code == 404
    assert ServiceRequest.objects.get(pk=case.pk).publish_text is False
    assert fresh(case).contact.phone == "13800000000"


def test_taking_back_nothing_is_asked_again(case):
    assert sent(case, "withdraw_consent").status_code == 422
    assert Event.objects.filter(case=case).count() == 1


def test_a_contact_taken_back_can_be_left_again(case):
    actions.withdraw_consent(case, by=resident(case.reference), contact=True)
    usual.correct_contact(case, by=resident(case.reference), phone="13700000000")
    assert (fresh(case).contact.phone, fresh(case).contact.name) == ("13700000000", "")


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "反映人的称呼、电话、邮箱和通信地址"), ("en", "Name, phone, e-mail and postal address")],
)
def test_anybody_can_read_what_is_kept_why_and_how_long(town, language, words):
    answer = stranger(language).get("/data/")
    assert answer.status_code == 200
    assert words in answer.content.decode()
