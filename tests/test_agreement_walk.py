"""Two neighbours on phones and their mediator at a desk: from the first clause to the last instalment."""

import os
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Case
from heli.cases.parties import let_in
from heli.kernel.references import own_number
from heli.mediation.tests.agreed import WORDS, wu
from heli.mediation.tests.people import MediationDistrict, applied, build_for_mediation, other, step
from tests.walking import Screens, go, look, press, take_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("HELI_PICTURES", "")


@pytest.fixture
def town(settings, tmp_path) -> MediationDistrict:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    return build_for_mediation()


def in_mediation(town: MediationDistrict) -> tuple[Case, str, str]:
    """Return a dispute in mediation, with the query codes of both sides."""
    opened = applied(town)
    case, cai = opened.case, town.actor("cai")
    assert step(case, "accept", cai)
    assert step(case, "invite", cai, party=wu(case))
    assert step(case, "agree", other(case))
    assert step(case, "appoint", town.actor("chu"), mediators=[town.small.people["cai"]])
    assert step(case, "begin", cai)
    with acting_as(SYSTEM):
        return case, opened.code, let_in(wu(case), uuid4())


def arrive(page: Page, number: str, code: str) -> None:
    """Open one's matter with number and query code."""
    page.goto("/track/")
    page.fill("[name=reference]", number)
    page.fill("[name=code]", code)
    go(page, page.get_by_role("main").locator("form [type=submit]").first)
    expect(page).to_have_url(re.compile(f"/track/{number}/$"))


def sign(page: Page, number: str, name: str) -> None:
    """Read the text on one's own page and sign it."""
    page.goto(f"/track/{number}/sign/")
    expect(page.get_by_text("吴先生向李女士支付人民币3,000.00元")).to_be_visible()
    snap(page, f"sign-{len(number)}")
    look(page)
    page.get_by_text("我已阅读并理解本协议").click()
    page.fill("[name=name]", name)
    press(page, "阅读并签署协议")
    expect(page).to_have_url(re.compile(f"/track/{number}/$"))


def snap(page: Page, name: str) -> None:
    """Keep a picture to look at, where a folder is named for it."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_two_sides_sign_on_phones_and_the_last_instalment_ends_it(screens: Screens, town: MediationDistrict) -> None:
    case, first_code, other_code = in_mediation(town)
    numbers = case.reference, own_number(case.reference, 2)
    desk, li, wu_phone = screens.desk(town.small.people["cai"]), screens.phone(), screens.phone()
    arrive(li, numbers[0], first_code)
    arrive(wu_phone, numbers[1], other_code)
    today = timezone.localdate()
    dues = f"{today:%Y-%m-%d} 1000\n{today + timedelta(days=30):%Y-%m-%d} 2000"
    desk.goto(f"/desk/cases/{case.reference}/")
    clause = {"debtor": str(wu(case).pk), "what": "pay", "creditor": "0", "words": "支付维修赔偿款"}
    take_step(desk, "add_clause", **clause, amount="3000", instalments=dues)
    snap(desk, "desk-draft")
    words = {name: WORDS[name] for name in ("parties", "disputed", "responsibility", "manner")}
    take_step(desk, "draft_agreement", **words, facts_found=WORDS["facts"])
    sign(li, numbers[0], "李女士")
    snap(li, "li-signed")
    sign(wu_phone, numbers[1], "吴先生")
    desk.goto(f"/desk/cases/{case.reference}/")
    take_step(desk, "sign_as_mediator")
    take_step(desk, "seal", on=f"{today:%Y-%m-%d}")
    snap(desk, "desk-in-force")
    look(desk)
    case.refresh_from_db()
    assert case.state == "in_force"
    wu_phone.goto(f"/track/{numbers[1]}/")
    snap(wu_phone, "wu-in-force")
    look(wu_phone)
    for _each in range(2):
        li.goto(f"/track/{numbers[0]}/confirm_performance/")
        snap(li, "li-confirm")
        press(li, "确认对方已履行")
    case.refresh_from_db()
    assert case.state == "fulfilled"
    snap(li, "li-fulfilled")
    look(li)
