"""A caller on a phone and an agent at a desk: a callback, a talk without a case, an offer, a matter with consent."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.advice.models import Callback, ContactWish, Talk
from heli.advice.tests.desk import PHONE, Desk, build_desk
from heli.cases.models import Case
from heli.service_requests.tests.district import build
from tests.walking import Screens, go, look, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None, settings, tmp_path: Path) -> Desk:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    return build_desk(build())


def asked_for(phone: Page) -> str:
    """Ask on a phone to be called back, from the start page on, and return the number of the callback."""
    phone.goto("/")
    go(phone, phone.get_by_role("main").get_by_role("link", name="我可以怎么办？").first)
    look(phone)
    go(phone, phone.get_by_role("main").get_by_role("link", name="请给我回电"))
    look(phone)
    press(phone, "请给我回电")
    expect(phone.get_by_text("请填写可以接听的号码").or_(phone.locator(".field-error")).first).to_be_visible()
    phone.locator("label:has([name=window]), [name=window] + label").first.click()
    phone.fill("[name=phone]", PHONE)
    press(phone, "请给我回电")
    expect(phone.get_by_text("我们会给您回电。").first).to_be_visible()
    look(phone)
    assert PHONE not in (phone.locator("main").text_content() or "")
    return phone.locator(".query-value").first.text_content() or ""


def called(page: Page, reference: str) -> None:
    """Call somebody back, reach them, and write the talk down."""
    page.goto("/desk/advice/")
    look(page)
    assert PHONE not in page.content()
    go(page, page.get_by_role("button", name=f"查看号码 {reference}"))
    expect(page.get_by_role("link", name=PHONE)).to_be_visible()
    look(page)
    press(page, "已接通，登记咨询")
    look(page)
    page.locator("[name=topic]").select_option(label="欠薪")
    page.fill("[name=asked]", "做完活三个月没拿到钱")
    page.fill("[name=told]", "可以申请劳动仲裁，先固定证据")
    press(page, "登记")
    expect(page.get_by_text("可以申请劳动仲裁，先固定证据").first).to_be_visible()
    look(page)


def kept() -> tuple[int, int, int]:
    """Return how many talks, wishes and cases there are."""
    with acting_as(SYSTEM):
        return Talk.objects.count(), ContactWish.objects.count(), Case.objects.count()


def offered_help(desk: Page) -> None:
    """Offer that a helper calls, which nothing is kept of without consent."""
    desk.goto("/desk/advice/offer/")
    look(desk)
    desk.fill("[name=phone]", PHONE)
    press(desk, "交给援助人员")
    assert kept() == (1, 0, 0), "without consent nothing is kept"
    desk.fill("[name=phone]", PHONE)
    desk.locator("label[for=id_consent]").click()
    press(desk, "交给援助人员")
    expect(desk.get_by_text("援助人员会联系对方。").first).to_be_visible()
    assert kept() == (1, 1, 0)


def helped(helper: Page) -> None:
    """See the number of the wish, call, and let the wish be over."""
    helper.goto("/desk/advice/helping/")
    look(helper)
    press(helper, "查看号码")
    expect(helper.get_by_role("link", name=PHONE)).to_be_visible()
    look(helper)
    helper.get_by_role("main").locator("form[action$='/answered/'] button").click()
    asked = helper.locator("dialog[open]")
    expect(asked).to_be_visible()
    go(helper, asked.get_by_role("button").first)
    expect(helper).to_have_url(re.compile("/helping/$"))
    assert kept() == (1, 0, 0)


def registered(desk: Page, talk: str) -> tuple[str, str]:
    """Make a matter of a talk and return its number and query code."""
    desk.goto(talk)
    go(desk, desk.get_by_role("main").get_by_role("link", name="群众诉求", exact=True))
    expect(desk.locator("[name=text]")).to_have_value("做完活三个月没拿到钱")
    desk.locator("#id_other").select_option(label="路灯故障")
    desk.locator("#id_address").fill("人民路5号")
    look(desk)
    press(desk, "登记事项")
    expect(desk.locator(".query-value").first).to_be_visible()
    look(desk)
    case = Case.objects.get()
    number, code = (desk.locator(".query-value").nth(place).text_content() or "" for place in (0, 1))
    assert number == case.reference
    return number, code


def followed(phone: Page, number: str, code: str) -> None:
    """Follow a matter on a phone, with the advice that came before it."""
    phone.goto("/track/")
    phone.fill("[name=reference]", number)
    phone.fill("[name=code]", code)
    go(phone, phone.get_by_role("main").locator("form [type=submit]").first)
    phone.get_by_text("您此前咨询的内容和答复").or_(phone.locator("details:has-text('劳动仲裁') summary")).first.click()
    expect(phone.get_by_text("可以申请劳动仲裁，先固定证据").first).to_be_visible()
    look(phone)


def test_a_caller_is_called_back_advised_and_offered_more(screens: Screens, town: Desk) -> None:
    phone, desk = screens.phone(), screens.desk(town.district.people["hot"])
    reference = asked_for(phone)
    called(desk, reference)
    with acting_as(SYSTEM):
        row = Callback.objects.get()
    assert (row.reference, row.state, row.key_id) == (reference, "reached", None)
    assert kept() == (1, 0, 0), "advice alone opens no case"
    talk = desk.url

    phone.reload()
    expect(phone.get_by_text("您的号码已销毁。")).to_be_visible()
    phone.get_by_text("谁查看过您的号码").click()
    expect(phone.get_by_text("给您回电").or_(phone.locator("details li")).first).to_be_visible()
    look(phone)

    offered_help(desk)
    helped(screens.desk(town.district.people["wang"]))
    number, code = registered(desk, talk)
    chen = screens.desk(town.district.people["chen"])
    chen.goto(f"/desk/cases/{number}/")
    expect(chen.get_by_text("可以申请劳动仲裁，先固定证据").first).to_be_visible()
    look(chen)
    followed(phone, number, code)


def test_without_scripts_a_caller_asks_and_cancels(screens: Screens, town: Desk) -> None:
    phone = screens.phone(scripts=False)
    phone.goto("/advice/callback/")
    phone.locator("[name=window]").first.check(force=True)
    phone.fill("[name=phone]", PHONE)
    press(phone, "请给我回电")
    number, code = (phone.locator(".query-value").nth(place).text_content() or "" for place in (0, 1))
    other = screens.phone(scripts=False)
    other.goto("/advice/callback/mine/")
    other.fill("[name=reference]", number)
    other.fill("[name=code]", code)
    go(other, other.get_by_role("main").locator("form [type=submit]").first)
    go(other, other.locator("form[action$='/cancel/'] button"))
    expect(other.get_by_text("您的号码已销毁。").first).to_be_visible()
    with acting_as(SYSTEM):
        row = Callback.objects.get()
    assert (row.reference, row.state, row.key_id) == (number, "cancelled", None)
