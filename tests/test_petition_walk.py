"""A petitioner on a phone, from filing to re-review; a clerk at a desk takes a spoken petition and reads it back."""

import re

import pytest
from playwright.sync_api import Page, expect

from heli.cases.models import Case
from heli.petitions import actions, deciding, handling
from heli.petitions.tests.people import OPINION, PetitionDistrict, build_for_petitions, electronically, last_paper
from tests.walking import Screens, go, look, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(settings, tmp_path) -> PetitionDistrict:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    return build_for_petitions()


def decided(town: PetitionDistrict, case: Case) -> None:
    """Let the officers forward, accept, decide and serve."""
    ma = town.actor("ma")
    assert actions.forward(case, by=town.actor("xu"), unit=town.roads)
    assert handling.accept(case, by=ma)
    assert deciding.decide(case, by=ma, **OPINION)
    delivery = electronically(case, town)
    assert deciding.serve_opinion(case, by=ma, paper=last_paper(case, "opinion"), delivery=delivery)


def reviewed(town: PetitionDistrict, case: Case) -> None:
    """Let the reviewing unit uphold the opinion and serve its own."""
    guan = town.actor("guan")
    assert deciding.decide_review(case, by=guan, **{**OPINION, "outcome": "upheld"})
    delivery = electronically(case, town)
    assert deciding.serve_review(case, by=guan, paper=last_paper(case, "review_opinion"), delivery=delivery)


def ask(page: Page, case: Case, step: str) -> None:
    """Say on the page of the matter why the opinion is not right."""
    page.goto(f"/track/{case.reference}/{step}/")
    page.fill("[name=reason]", "工资条不是我签的。")
    go(page, page.locator("main form").get_by_role("button").last)
    expect(page).to_have_url(re.compile(f"/track/{case.reference}/$"))


def test_a_petitioner_on_a_phone_goes_from_filing_to_re_review(screens: Screens, town: PetitionDistrict) -> None:
    phone = screens.phone()
    phone.goto("/")
    go(phone, phone.get_by_role("main").get_by_role("link", name="提出信访事项").first)
    look(phone)
    phone.fill("[name=text]", "公司拖欠三个月工资，多次催要无果。")
    phone.fill("[name=request]", "请责令公司支付工资。")
    phone.fill("[name=name]", "李")
    phone.fill("[name=home]", "人民路5号")
    phone.get_by_text("同意以电子方式向我送达文书").click()
    press(phone, "提交信访事项")
    expect(phone.locator(".query-value").first).to_be_visible()
    look(phone)
    case = Case.objects.get()
    assert phone.locator(".query-value").first.text_content() == case.reference
    decided(town, case)
    ask(phone, case, "ask_review")
    case.refresh_from_db()
    assert case.state == "in_review"
    reviewed(town, case)
    ask(phone, case, "ask_re_review")
    case.refresh_from_db()
    assert case.state == "in_re_review"


def test_a_clerk_takes_a_spoken_petition_and_reads_it_back(screens: Screens, town: PetitionDistrict) -> None:
    desk = screens.desk(town.small.people["qi"])
    desk.goto("/desk/petitions/take/")
    look(desk)
    desk.get_by_text("来访，口头提出").click()
    desk.fill("[name=text]", "村口的路灯坏了一年，没有人管。")
    press(desk, "登记")
    expect(desk.get_by_text("请向本人宣读").first).to_be_visible()
    assert not Case.objects.exists()
    desk.locator("label").get_by_text("已宣读并经本人确认").click()
    press(desk, "登记")
    expect(desk.locator(".query-value").first).to_be_visible()
    look(desk)
    assert Case.objects.get().petition.spoken


def test_an_administrator_arranges_what_the_law_leaves_open(screens: Screens, town: PetitionDistrict) -> None:
    desk = screens.desk(town.small.people["admin"])
    desk.goto("/desk/manage/petitions/")
    look(desk)
