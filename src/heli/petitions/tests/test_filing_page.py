"""The residents' page: whatever has words is registered at once, nothing that is missing stands in the way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from heli.cases.models import Case, Clock, Paper
from heli.cases.people_models import ElectronicConsent, Party
from heli.portal.visits import SAME_WORDS
from heli.service_requests.tests.visiting import person, stranger

pytestmark = pytest.mark.django_db


def filled(**changes):
    return {"key": str(uuid4()), "kind": "petition_claim", "text": "公司拖欠三个月工资。", **changes}


def sent(client=None, **changes):
    return (client or stranger()).post("/petition/", filled(**changes))


def the_case():
    return Case.objects.select_related("petition", "contact").get()


def test_words_alone_are_enough(district):
    answer = sent()
    case = the_case()
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/track/{case.reference}/receipt/")
    assert (case.state, case.procedure, case.public, case.contact) == ("registered", "petition_claim", False, None)
    assert (case.petition.request, case.category) == ("公司拖欠三个月工资", district.wages)


def test_no_words_are_the_only_thing_to_be_asked_for(district):
    answer = sent(text="")
    assert answer.status_code == 422
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "procedure"),
    [
        ("", "petition_claim"),
        ("unsure", "petition_claim"),
        ("petition_suggestion", "petition_suggestion"),
        ("petition_report", "petition_report"),
    ],
)
def test_who_is_not_sure_brings_a_claim(district, kind, procedure):
    assert sent(kind=kind).status_code == 302
    assert the_case().procedure == procedure


def test_the_receipt_says_number_code_what_follows_and_by_when(district):
    client = stranger()
    page = client.get(sent(client)["Location"]).content.decode()
    case, clock = the_case(), Clock.objects.get(limit="forwarding")
    assert case.reference in page
    assert f"/papers/{Paper.objects.get(case=case).paper_id}.pdf" in page
    assert "60" in page
    assert (clock.amount, clock.unit) == (15, "days")


def test_the_registration_form_says_what_was_brought(district):
    sent(request="请责令支付。", people="12")
    content = str(Paper.objects.get().paper.content)
    for words in ("请责令支付。", "公司拖欠三个月工资。", "12"):
        assert words in content


def test_the_same_submission_again_is_the_same_petition(district):
    client, values = stranger(), filled()
    found = {client.post("/petition/", values)["Location"] for _each in range(2)}
    assert (len(found), Case.objects.count()) == (1, 1)


def test_name_and_address_stand_sealed_with_the_contact(district):
    sent(name="李", home="人民路5号", phone="13800000000", email="li@example.test")
    contact = the_case().contact
    assert (contact.name, contact.address, contact.phone) == ("李", "人民路5号", "13800000000")


@pytest.mark.parametrize(("lines", "status"), [(5, 302), (6, 422)])
def test_five_may_speak_for_all_and_no_sixth(district, lines, status):
    people = "\n".join(f"代表{number}，1380000000{number}" for number in range(lines))
    answer = sent(people="40", representatives=people)
    assert answer.status_code == status
    named = Party.objects.filter(role=Party.Role.REPRESENTATIVE).select_related("contact").order_by("id")
    assert [each.contact.phone for each in named] == [f"1380000000{each}" for each in range(5)] * (status == 302)
    assert status == 422 or the_case().petition.people == 40


def test_an_agent_acts_by_a_paper(district):
    sent(agent="王律师", agent_phone="13900000000", authority="2026年6月1日授权委托书", interpreter="英语")
    agent = Party.objects.select_related("contact").get(role=Party.Role.AGENT)
    assert (agent.contact.name, agent.authority) == ("王律师", "2026年6月1日授权委托书")
    assert the_case().petition.interpreter == "英语"


@pytest.mark.parametrize(("values", "given"), [({}, 0), ({"electronic": "on"}, 1)])
def test_only_who_agrees_is_served_electronically(district, values, given):
    sent(**values)
    assert ElectronicConsent.objects.filter(given=True, how="with_the_case").count() == given


def test_whom_an_accusation_is_about_sees_nothing_of_it(district):
    sent(kind="petition_report", about=[district.roads.pk])
    case = the_case()
    assert case.excluded_units == [district.roads.pk]
    for name in ("ma", "mo", "lead"):
        assert not Case.objects.visible_to(district.actor(name)).exists()
    assert Case.objects.visible_to(district.actor("xu")).exists()


def test_a_complaint_about_the_petition_office_goes_elsewhere(district):
    sent(kind="petition_report", about=[district.office.pk])
    case = the_case()
    assert case.unit_id != district.office.pk
    for name in ("xu", "xia", "zhou", "qi"):
        assert not Case.objects.visible_to(district.actor(name)).exists()


def test_a_stranger_reads_neither_receipt_nor_case(district):
    sent()
    case = the_case()
    for address in (f"/track/{case.reference}/", f"/track/{case.reference}/receipt/"):
        assert stranger().get(address).status_code in (302, 403, 404)
    assert person(case).get(f"/track/{case.reference}/").status_code == 200


def test_very_many_are_registered_and_then_wait(district, settings):
    settings.HELI_REPORTS_AN_HOUR = 1
    assert [sent().status_code for _each in range(2)] == [302, 302]
    assert Case.objects.filter(events__facts__many=True).count() == 1
    for _each in range(9):
        sent()
    late = sent()
    assert (late.status_code, Case.objects.count()) == (429, 11)
    assert int(late["Retry-After"]) > 0
    assert "公司拖欠" in late.content.decode()


def test_the_home_page_leads_here(district):
    assert 'href="/petition/"' in stranger().get("/").content.decode()
    assert stranger("en").get("/petition/").status_code == 200


# ── sent once more ────────────────────────────────────────────────────────────────────────────────


def test_going_back_and_pressing_again_sends_nothing_twice(district):
    client = stranger()
    first = sent(client)["Location"]
    again = sent(client)
    assert (again.status_code, again["Location"]) == (302, first)
    assert "没有重复提交" in client.get(first).content.decode()
    assert Case.objects.count() == 1


def test_other_words_or_another_device_are_a_petition_of_their_own(district):
    client = stranger()
    sent(client)
    sent(client, text="公司拖欠四个月工资。")
    sent(stranger())
    assert Case.objects.count() == 3


def test_the_same_words_later_are_a_petition_of_their_own(district):
    client = stranger()
    sent(client)
    for passed, cases in ((SAME_WORDS - timedelta(seconds=30), 1), (SAME_WORDS + timedelta(seconds=1), 2)):
        session = client.session
        at = (timezone.now() - passed).isoformat()
        session["sent"] = {reference: [digest, at] for reference, (digest, _at) in session["sent"].items()}
        session.save()
        sent(client)
        assert Case.objects.count() == cases


@pytest.mark.parametrize("people", ["0", "30001", "x"])
def test_a_number_of_people_that_is_none_is_named_in_plain_words(district, people):
    page = sent(people=people)
    assert page.status_code == 422
    assert "请填 1 至 30000 之间的整数" in page.content.decode()
