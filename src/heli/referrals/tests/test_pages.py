"""Pages of referrals: who opens them, referring and answering by forms, what the person reads, and what pages cost."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from heli.access.gates import SESSION_KEY
from heli.cases.models import Case
from heli.petitions.tests.people import accepted
from heli.referrals import actions
from heli.referrals.models import Partner, PartnerToken, Referral
from heli.referrals.tests.people import agreed, from_court, referred
from heli.referrals.tests.test_outside import LIST, asking

pytestmark = pytest.mark.django_db
DESK = "/desk/referrals/"


def client_of(district, name, language="zh-hans"):
    client = Client(headers={"accept-language": language})
    client.force_login(district.petitions.small.people[name])
    return client


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("name", ["grid", "admin", "audit"])
def test_who_has_no_part_in_it_opens_nothing(district, name):
    case = referred(district, accepted(district.petitions), "court", by="ma")
    client = client_of(district, name)
    for page in ("", "new/", "figures/"):
        assert client.get(DESK + page).status_code == 403
    assert client.post(f"{DESK}{case.reference}/package.zip").status_code == 403
    assert Client().get(DESK).status_code == 302


@pytest.mark.parametrize("name", ["ma", "chen", "lead"])
def test_only_administrators_arrange(district, name):
    client = client_of(district, name)
    for page in ("/desk/manage/referrals/", "/desk/manage/referrals/keys/", "/desk/manage/partners/"):
        assert client.get(page).status_code == 403


def test_a_list_shows_what_is_one_s_own(district):
    case = referred(district, accepted(district.petitions), "helpers", by="ma")
    assert case.reference in text_of(client_of(district, "hu").get(DESK))
    assert case.reference in text_of(client_of(district, "ma").get(f"{DESK}?show=sent"))
    for name in ("wang", "chen", "hot"):
        for show in ("waiting", "work", "sent", "late", "all"):
            assert case.reference not in text_of(client_of(district, name).get(f"{DESK}?show={show}"))


def test_whoever_sees_the_matter_is_led_to_it(district):
    source = accepted(district.petitions)
    case = referred(district, source, "helpers", by="ma")
    shown = text_of(client_of(district, "xu").get(f"{DESK}?show=all"))
    assert case.reference in shown
    assert f"/desk/cases/{source.reference}/" in shown
    assert f"/desk/cases/{case.reference}/" not in shown


def test_a_list_costs_the_same_for_one_and_for_many(district):
    source = accepted(district.petitions)
    referred(district, source, "helpers", by="ma")
    client = client_of(district, "ma")
    client.get(f"{DESK}?show=all")

    def cost():
        with CaptureQueriesContext(connection) as statements:
            assert client.get(f"{DESK}?show=all").status_code == 200
        return len(statements)

    one = cost()
    for _turn in range(3):
        referred(district, accepted(district.petitions), "helpers", by="ma")
    assert cost() <= one


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_matter_is_referred_and_answered_by_forms(district, language):
    source = accepted(district.petitions)
    page = f"/desk/cases/{source.reference}/refer/"
    client = client_of(district, "ma", language)
    assert "区helpers" in text_of(client.get(page))
    facts = {**agreed(), "question": "请协助疏导。", "summary": "摘要。", "items": ["told", "contact"]}
    facts |= {"partner": district.partners["helpers"].pk, "key": str(uuid4()), "version": source.version}
    assert client.post(page, {**facts, "consent_by": ""}).status_code == 422
    assert client.post(page, {**facts, "items": ["note:1"]}).status_code == 422
    assert client.post(page, facts).status_code == 302
    case = Referral.objects.get().case
    helper = client_of(district, "hu", language)
    shown = text_of(helper.get(f"/desk/cases/{case.reference}/"))
    assert "请协助疏导。" in shown
    assert source.reference not in shown
    answer = {"received_on": timezone.localdate().isoformat(), "key": str(uuid4())}
    assert helper.post(f"/desk/cases/{case.reference}/accept/", answer).status_code == 302
    beside = text_of(client.get(f"/desk/cases/{source.reference}/"))
    assert case.reference in beside


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "李某、某公司"), ("en", "You can take your consent back")])
def test_the_person_reads_to_whom_it_was_passed(district, language, words):
    source = accepted(district.petitions)
    referred(district, source, "helpers", by="ma")
    client = Client(headers={"accept-language": language})
    session = client.session
    session[SESSION_KEY] = [source.reference]
    session.save()
    shown = text_of(client.get(f"/track/{source.reference}/"))
    assert "区helpers" in shown
    assert words.lower() in shown.lower()
    assert "双方因欠薪发生争议。" not in shown


def test_a_matter_never_referred_shows_and_costs_nothing_more(district):
    source = accepted(district.petitions)
    shown = text_of(client_of(district, "ma").get(f"/desk/cases/{source.reference}/"))
    assert "recall_referral" not in shown
    assert f"/desk/cases/{source.reference}/refer/" in shown


def test_what_a_court_sends_by_letter_is_entered(district):
    client = client_of(district, "hu")
    facts = {
        **agreed(),
        "key": str(uuid4()),
        "partner": district.partners["court"].pk,
        "way": "entrusted",
        "unit": district.helpers.pk,
        "category": district.petitions.wages.pk,
        "question": "请组织调解。",
        "name": "王某",
        "phone": "13900000001",
        "other_name": "某公司",
    }
    assert client.post(f"{DESK}new/", {**facts, "partner": district.partners["police"].pk}).status_code == 422
    assert client.post(f"{DESK}new/", {**facts, "unit": district.petitions.roads.pk}).status_code == 422
    assert client.post(f"{DESK}new/", facts).status_code == 302
    case = Case.objects.select_related("referral", "contact").get(referral__isnull=False)
    assert (case.state, case.unit_id, case.contact.name) == ("offered", district.helpers.pk, "王某")


def test_a_package_is_taken_out_by_those_who_work_on_it(district):
    case = referred(district, accepted(district.petitions), "court", by="ma")
    address = f"{DESK}{case.reference}/package.zip"
    assert client_of(district, "wang").post(address).status_code == 404
    answer = client_of(district, "ma").post(address)
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")


def test_a_key_is_made_shown_once_and_revoked(district):
    client = client_of(district, "admin")
    page = "/desk/manage/referrals/keys/"
    court = district.partners["court"]
    shown = text_of(client.post(page, {"partner": court.pk, "note": "审判系统"}))
    key = shown.split('<code class="number">')[1].split("</code>")[0]
    assert asking(key).get(LIST).status_code == 200
    assert key not in text_of(client.get(page))
    assert client.post(f"{page}{PartnerToken.objects.get().pk}/revoke/").status_code == 302
    assert asking(key).get(LIST).status_code == 401


def test_lengths_are_arranged_and_hold_from_then_on(district):
    client = client_of(district, "admin")
    page = "/desk/manage/referrals/"
    form = client.get(page).context["form"]
    given = {name: field.initial for name, field in form.fields.items()}
    assert client.post(page, {**given, "other.out.respond": 0}).status_code == 422
    assert client.post(page, {**given, "other.out.respond": 2}).status_code == 302
    case = referred(district, accepted(district.petitions), "helpers", by="ma")
    assert case.clocks.get().amount == 2


def test_bodies_are_kept_by_administrators(district):
    client = client_of(district, "admin")
    facts = {"kind": "court", "name": "区法院二庭", "accepts_from_us": "on", "refers_to_us": "on", "active": "on"}
    assert client.post("/desk/manage/partners/new/", {**facts, "work_days": 0}).status_code == 422
    assert client.post("/desk/manage/partners/new/", facts).status_code == 302
    assert Partner.objects.filter(name="区法院二庭").exists()


def test_figures_count_what_one_may_know_and_the_public_reads_groups(district):
    case = referred(district, accepted(district.petitions), "helpers", by="ma")
    assert actions.accept(case, by=district.actor("hu"))
    assert actions.give_result(case, by=district.actor("hu"), outcome="settled", result="已疏导。")
    from_court(district)
    mine = client_of(district, "hu").get(f"{DESK}figures/").context["lines"]
    counts = {(line.kind, line.inward): line.counts for line in mine}
    assert (counts["other", False]["settled"], counts["other", False]["in_time"]) == (1, 1)
    assert counts["court", True]["number"] == 1
    assert client_of(district, "wang").get(f"{DESK}figures/").context["lines"] == []
    public = Client().get("/referrals/figures/")
    assert public.status_code == 200
    assert all(count.value % 3 == 0 for line in public.context["lines"] for count in line.counts.values())
