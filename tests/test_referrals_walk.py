"""Matters that go to another body and come back: to mediation, to a unit that refuses, to a court by signed package."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from heli.access.actors import SYSTEM, resident
from heli.access.context import acting_as
from heli.access.reads import reads_of
from heli.cases.acts import Act
from heli.cases.models import Case
from heli.cases.parties import parties_of
from heli.kernel.references import own_number
from heli.mediation.agreements import presented
from heli.mediation.kind import KIND as MEDIATION
from heli.mediation.models import Committee, Level, Sector
from heli.organizations.models import Category, Duty, Unit, UnitKind
from heli.organizations.responsibility import REVISION
from heli.petitions import actions, handling
from heli.petitions.tests.people import filed
from heli.places.revisions import bump
from heli.referrals.models import Partner, PartnerKind, Referral
from heli.referrals.tests.people import ReferralDistrict, build
from heli.service_requests.tests.district import add_person, add_unit
from tests.walking import Screens, fill_in, find_case, go, look, open_step, take_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUESTION = "请就双方的争议组织调解。"
WORDS: dict[str, Any] = {
    "parties": "李\n吴先生",
    "facts": "双方对工资数额有争议。",
    "disputed": "欠付数额。",
    "responsibility": "吴先生支付工资。",
    "manner": "转账支付，按期履行。",
}


@dataclass
class Town:
    """The district with what is passed on in it, and a centre that mediates: Gong leads it, Guo mediates."""

    referrals: ReferralDistrict
    centre: Unit
    topic: Category
    body: Partner

    def actor(self, name: str) -> Any:
        """Return the person called ``name`` as an actor."""
        return self.referrals.actor(name)

    def desk(self, screens: Screens, name: str) -> Page:
        """Return the desk of the person called ``name``."""
        return screens.desk(self.referrals.petitions.small.people[name])


@pytest.fixture
def town(transactional_db: None, settings, tmp_path: Path) -> Town:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    referrals = build()
    small = referrals.petitions.small
    centre = add_unit("mediation", "区矛盾纠纷调解中心", UnitKind.MEDIATION_CENTRE, small.centre, small.root)
    Committee.objects.create(unit=centre, level=Level.DISTRICT, sector=Sector.GENERAL, topics=[])
    for name, duty in (("gong", Duty.LEADER), ("guo", Duty.MEMBER)):
        small.people[name] = add_person(name, centre, duty)
    top = Category.objects.create(code="med", name="矛盾纠纷", name_en="Disputes", families=["mediation"])
    topic = Category.objects.create(
        code="med.labour.wages", parent=top, name="劳动报酬纠纷", name_en="Wages", amount=30, unit="days",
        basis="《人民调解工作若干规定》第三十三条", families=["mediation"],
    )  # fmt: skip
    body = Partner.objects.create(
        kind=PartnerKind.MEDIATION, unit=centre, name="区矛盾纠纷调解中心", reached="0571-5550190"
    )
    bump(REVISION)
    return Town(referrals, centre, topic, body)


def petition(town: Town) -> tuple[Case, str]:
    """Return a petition that roads has accepted, with its query code."""
    opened = filed(town.referrals.petitions)
    assert actions.forward(opened.case, by=town.actor("xu"), unit=town.referrals.petitions.roads)
    assert handling.accept(opened.case, by=town.actor("ma"))
    return opened.case, opened.code


def refer(page: Page, to: Partner, *items: str) -> None:
    """Refer the matter of the page, with consent, and pass ``items`` of it."""
    form = open_step(page, "refer")
    look(page)
    today = timezone.localdate().isoformat()
    fill_in(form, partner=str(to.pk), question=QUESTION, summary="双方协商未成。")
    fill_in(form, consent="in_writing", consent_by="李、吴先生", consent_on=today)
    for each in items:
        form.locator(f"[name=items][value='{each}']").check(force=True)
    go(page, form.locator(".actions [type=submit]").first)
    expect(page.locator(".message-success")).to_be_visible()


def referral() -> Case:
    """Return the case of the one referral that there is."""
    with acting_as(SYSTEM):
        found = Referral.objects.select_related("case", "work").get()
    found.case.referral = found
    return found.case


def panel(page: Page, title: str) -> Locator:
    """Return the panel with this title."""
    return page.locator(".panel").filter(has=page.get_by_role("heading", name=title, exact=True)).first


def arrive(page: Page, number: str, code: str) -> None:
    """Open one's matter with number and query code."""
    page.goto("/track/")
    page.fill("[name=reference]", number)
    page.fill("[name=code]", code)
    go(page, page.get_by_role("main").locator("form [type=submit]").first)
    expect(page).to_have_url(re.compile(f"/track/{number}/$"))


def do(case: Case, step: str, by: Any, **facts: Any) -> Any:
    """Take a step of mediation with a key of its own."""
    outcome = MEDIATION.actions[step](case, by=by, act=Act(key=uuid4()), **facts)
    assert outcome, outcome
    return outcome


def settle(town: Town, case: Case) -> None:
    """Let the centre mediate until an agreement is in force; how one signs on a phone is walked elsewhere."""
    guo, first, second = town.actor("guo"), resident(case.reference), resident(own_number(case.reference, 2))
    do(case, "name_side", guo, role="other_side", name="吴先生")
    do(case, "accept", guo)
    with acting_as(SYSTEM):
        wu = next(each for each in parties_of(case) if each.role == "other_side")
    do(case, "invite", guo, party=wu)
    do(case, "agree", second)
    do(case, "agree", first)
    do(case, "appoint", town.actor("gong"), mediators=[town.referrals.petitions.small.people["guo"]])
    do(case, "begin", guo)
    do(case, "add_clause", guo, what="pay", debtor=wu, creditor=None, words="支付工资", amount=300_000, dues=[])
    do(case, "draft_agreement", guo, **WORDS)
    with acting_as(SYSTEM):
        lying = presented(case)
    assert lying is not None
    digest = lying.digest
    do(case, "sign", first, digest=digest, name="李", consent=True)
    do(case, "sign", second, digest=digest, name="吴先生", consent=True)
    do(case, "sign_as_mediator", guo, digest=digest)
    do(case, "seal", town.actor("gong"), on=timezone.localdate())
    assert case.state == "in_force"


def test_a_petition_goes_to_mediation_and_its_petitioner_reads_what_came_of_it(screens: Screens, town: Town) -> None:
    source, code = petition(town)
    ma, li = town.desk(screens, "ma"), screens.phone()
    find_case(ma, source.reference)
    refer(ma, town.body, "told", "contact")
    look(ma)
    expect(panel(ma, "转介")).to_contain_text("区矛盾纠纷调解中心")
    arrive(li, source.reference, code)
    expect(li.get_by_text("已转给其他单位").first).to_be_visible()
    look(li)

    guo = town.desk(screens, "guo")
    guo.goto("/desk/referrals/")
    look(guo)
    go(guo, guo.get_by_role("main").locator(f"a[href*='{referral().reference}']").first)
    expect(guo.get_by_text(source.text).first).to_be_visible()
    look(guo)
    take_step(guo, "accept", category=str(town.topic.pk))
    work = referral().referral.work
    assert work is not None
    assert (work.procedure, work.unit_id) == ("mediation", town.centre.pk)
    expect(guo.get_by_role("link", name=work.reference).first).to_be_visible()
    look(guo)
    settle(town, work)
    guo.reload()
    take_step(guo, "give_result", outcome="settled", result="双方达成调解协议。")
    look(guo)

    li.reload()
    expect(panel(li, "已转给其他单位")).to_contain_text("已解决或者已答复")
    look(li)
    ma.goto(f"/desk/cases/{source.reference}/")
    expect(panel(ma, "转介")).to_contain_text("双方达成调解协议。")
    look(ma)
    source.refresh_from_db()
    assert source.unit_id == town.referrals.petitions.roads.pk
    assert source.is_open


def test_a_unit_refuses_with_a_reason_and_the_matter_stays_where_it_was(screens: Screens, town: Town) -> None:
    source, code = petition(town)
    ma, hu, li = town.desk(screens, "ma"), town.desk(screens, "hu"), screens.phone()
    find_case(ma, source.reference)
    refer(ma, town.referrals.partners["helpers"])
    hu.goto(f"/desk/cases/{referral().reference}/")
    form = open_step(hu, "refuse")
    form.locator("[type=submit]").first.click()
    expect(hu.locator("#step-form .field-error, #step-form [aria-invalid=true]").first).to_be_visible()
    take_step(hu, "refuse", reason="本人目前不愿意接受疏导。")
    look(hu)
    ma.goto(f"/desk/cases/{source.reference}/")
    expect(panel(ma, "转介")).to_contain_text("本人目前不愿意接受疏导。")
    arrive(li, source.reference, code)
    expect(panel(li, "已转给其他单位")).to_contain_text("未接受")
    expect(panel(li, "已转给其他单位")).not_to_contain_text("本人目前不愿意接受疏导。")
    look(li)


def test_a_court_gets_a_signed_package_that_anybody_can_check(screens: Screens, town: Town, tmp_path: Path) -> None:
    source, _code = petition(town)
    ma = town.desk(screens, "ma")
    find_case(ma, source.reference)
    refer(ma, town.referrals.partners["court"], "told", "contact")
    case = referral()
    ma.goto(f"/desk/cases/{case.reference}/")
    look(ma)
    looked = reads_of(case.reference).count()
    with ma.expect_download() as download:
        ma.get_by_role("button", name="签名材料包（ZIP）").click()
    file = tmp_path / "package.zip"
    download.value.save_as(file)
    call_command("verify_package", file)
    assert reads_of(case.reference).count() == looked + 1
    take_step(ma, "note_acceptance", received_on=timezone.localdate().isoformat())
    take_step(ma, "note_result", outcome="elsewhere", result="告知当事人向仲裁委员会申请仲裁。")
    look(ma)
    ma.goto(f"/desk/cases/{source.reference}/")
    expect(panel(ma, "转介")).to_contain_text("告知当事人向仲裁委员会申请仲裁。")
