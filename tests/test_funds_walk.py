"""Money of a fund in browsers: a resident applies on a phone, four officers decide and pay, and some comes back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heli.cases.models import Case
from heli.funds.models import Entry, FundApplication
from heli.funds.tests.office import YUAN, Office, open_office
from tests.walking import Screens, fill_in, find_case, go, look, press, take_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACCOUNT = "6222 0202 0011 2233 445"


@pytest.fixture
def office(transactional_db: None, settings, tmp_path: Path) -> Office:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    return open_office()


def apply_on(phone: Page, office: Office) -> Case:
    """Apply for 8,000 yuan from the first page on, and read the receipt."""
    phone.goto("/")
    go(phone, phone.get_by_role("main").get_by_role("link", name="申请专项资金").first)
    expect(phone.get_by_text("本区生活确有困难的信访人")).to_be_visible()
    look(phone)
    words = {"fund": str(office.fund.pk), "need": "medical", "amount": "8000", "text": "家中有人住院，一时无力支付"}
    fill_in(phone.get_by_role("main"), **words, name="李", phone="13800000000")
    phone.get_by_text("同意受理单位").or_(phone.locator("label[for=id_consent]")).first.click()
    press(phone, "提交申请")
    expect(phone.locator(".query-value").first).to_be_visible()
    look(phone)
    return Case.objects.get()


def test_from_the_application_to_the_receipt_of_the_bank_and_money_that_comes_back(
    screens: Screens, office: Office
) -> None:
    phone = screens.phone()
    case = apply_on(phone, office)
    desks = {name: screens.desk(office.district.people[name]) for name in ("clerk", "liu", "head", "sun")}

    def find(name: str) -> Page:
        find_case(desks[name], case.reference)
        return desks[name]

    take_step(find("clerk"), "assess", findings="到医院核实，情况属实。", recommended="8000")
    look(desks["clerk"])
    take_step(find("liu"), "approve_first", line=str(office.line.pk), amount="8000", reason="属实")
    expect(desks["liu"].locator("#step-form[action$='/approve_second/']")).to_have_count(0)
    take_step(find("head"), "approve_second", reason="同意")

    go(phone, phone.get_by_role("link", name="查看办理进度"))
    go(phone, phone.get_by_role("link", name="填写收款账户"))
    look(phone)
    fill_in(phone.get_by_role("main"), holder="李某", bank="工商银行合安支行", number=ACCOUNT)
    press(phone, "填写收款账户")
    expect(phone).to_have_url(re.compile(f"/track/{case.reference}/$"))
    expect(phone.get_by_text("8,000.00").first).to_be_visible()
    look(phone)

    clerk = find("clerk")
    go(clerk, clerk.get_by_role("link", name="显示完整账户"))
    fill_in(clerk.get_by_role("main"), purpose="paying")
    press(clerk, "显示完整账户")
    expect(clerk.get_by_text("6222020200112233445")).to_be_visible()
    take_step(find("clerk"), "order_payment", amount="8000")
    paid = {"amount": "8000", "bank_reference": "PAY-1", "receipt": "receipt.jpg"}
    take_step(find("sun"), "record_payment", **paid)
    back = {"amount": "500", "bank_reference": "RET-1", "reason": "医保报销后退回", "receipt": "return.jpg"}
    take_step(desks["sun"], "record_return", **back)
    look(desks["sun"])

    phone.reload()
    expect(phone.get_by_text("500.00").first).to_be_visible()
    case.refresh_from_db()
    office.line.refresh_from_db()
    assert case.state == "paid_out"
    assert FundApplication.objects.get(pk=case.pk).returned == 500 * YUAN
    assert (office.line.paid, office.line.returned) == (8_000 * YUAN, -500 * YUAN)
    assert Entry.objects.filter(case=case).count() == 4
