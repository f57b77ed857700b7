"""The reception centre in a browser: a visitor on a phone, a clerk at a window, a leader's day."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from heli.cases.models import Case
from heli.places.revisions import bump
from heli.project.tests.test_styleguide_browser import DESK, PHONE, too_wide, violations
from heli.reception.known import REVISION
from heli.reception.models import Appointment, Opening, Ticket
from heli.reception.tests.hall import Hall, build_hall
from heli.service_requests.tests.district import BEGIN
from tests.walking import sign_in, staffed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(transactional_db: None, settings, tmp_path: Path) -> Hall:
    """Return the centre, open on every day but holidays, so that the walk ends well on any day."""
    built = build_hall(staffed(settings, tmp_path))
    Opening.objects.all().delete()
    for weekday in range(8):
        Opening.objects.create(centre=built.centre, weekday=weekday, opens=time(9), closes=time(17), since=BEGIN)
    bump(REVISION)
    return built


def tab(browser: Browser, live_server: LiveServer, screen: ViewportSize, *, scripts: bool = True) -> Page:
    context = browser.new_context(
        locale="zh-CN", viewport=screen, base_url=live_server.url, java_script_enabled=scripts
    )
    return context.new_page()


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    page = tab(browser, live_server, PHONE)
    yield page
    page.context.close()


def look(page: Page) -> None:
    """The page fits its screen and breaks no rule of accessibility."""
    assert too_wide(page) == 0, page.url
    assert violations(page) == [], page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_books_moves_and_cancels_on_a_phone(
    browser: Browser, live_server: LiveServer, hall: Hall, scripts: bool
) -> None:
    page = tab(browser, live_server, PHONE, scripts=scripts)
    page.goto("/")
    page.get_by_role("link", name="当面说").click()
    page.get_by_role("link", name="诉求受理").click()
    page.get_by_role("navigation", name="可预约的日期").get_by_role("link").last.click()
    page.locator("[name=begins]").first.click()
    page.get_by_label("怎么称呼您").fill("周女士")
    page.get_by_label("电话").fill("13900000002")
    page.get_by_role("button", name="预约这个时间").click()
    expect(page.get_by_text("预约成功").first).to_be_visible()
    row = Appointment.objects.get()
    expect(page.get_by_text(row.reference).first).to_be_visible()
    before = row.span.lower

    page.get_by_role("link", name="改期").click()
    page.locator("[name=begins]").last.click()
    expect(page.get_by_text("预约已改期").first).to_be_visible()
    assert Appointment.objects.get().span.lower != before

    page.get_by_role("button", name="取消预约").click()
    if scripts:
        page.get_by_role("button", name="确定，继续").click()
    expect(page.get_by_text("预约已取消").first).to_be_visible()
    page.context.close()


def test_the_pages_of_visitors_fit_a_phone_and_are_accessible(phone: Page, hall: Hall) -> None:
    for address in ("/visit/", f"/visit/service/{hall.requests.pk}/"):
        phone.goto(address)
        look(phone)
    phone.locator("[name=begins]").first.click()
    look(phone)
    phone.get_by_label("怎么称呼您").fill("周女士")
    phone.get_by_label("电话").fill("13900000002")
    phone.get_by_role("button", name="预约这个时间").click()
    expect(phone.get_by_text("预约成功").first).to_be_visible()
    look(phone)
    phone.get_by_role("link", name="改期").click()
    look(phone)


def test_a_clerk_calls_and_opens_a_case(browser: Browser, live_server: LiveServer, hall: Hall, phone: Page) -> None:
    page = tab(browser, live_server, DESK)
    sign_in(page, "hot")
    page.get_by_role("link", name="接访", exact=True).click()
    page.get_by_text("B · 诉求受理").first.click()
    page.get_by_role("button", name="取号").click()
    ticket = Ticket.objects.select_related("service").get()
    expect(page.get_by_text(ticket.label).first).to_be_visible()
    look(page)
    phone.goto(page.locator("a.break-all").get_attribute("href") or "")
    expect(phone.get_by_text("您前面还有 0 人")).to_be_visible()
    look(phone)

    page.get_by_role("link", name="下一位来访").click()
    look(page)
    page.get_by_role("link", name="进入1 号窗口").click()
    page.get_by_role("button", name="叫下一位").click()
    look(page)
    phone.goto("/visit/board/hall/")
    expect(phone.get_by_role("cell", name=ticket.label)).to_be_visible()
    look(phone)
    page.get_by_role("button", name="来访人已到").click()
    look(page)
    page.get_by_role("link", name="群众诉求").click()
    page.locator("#id_text").fill("人民路口的路灯不亮")
    page.locator("#id_other").select_option(label="路灯故障")
    page.locator("#id_address").fill("人民路5号")
    look(page)
    page.get_by_role("button", name="登记事项并结束接待").click()
    expect(page.get_by_text("承办单位").first).to_be_visible()
    case = Case.objects.get()
    expect(page.get_by_text(case.reference).first).to_be_visible()
    look(page)
    assert Ticket.objects.get().case == case
    page.get_by_role("link", name="下一位").click()
    expect(page.get_by_role("button", name="叫下一位")).to_be_visible()
    page.context.close()


def test_a_leaders_day_is_planned_published_and_booked(
    browser: Browser, live_server: LiveServer, hall: Hall, phone: Page
) -> None:
    page = tab(browser, live_server, DESK)
    sign_in(page, "chen")
    page.get_by_role("link", name="接待日安排").click()
    look(page)
    page.get_by_role("link", name="安排接待日").click()
    look(page)
    day = timezone.localdate() + timedelta(days=3)
    values = {"leader_name": "韩副区长", "post": "副区长", "day": day.isoformat(), "topics": "住房"}
    for name, value in {**values, "begins": "10:00", "ends": "12:00"}.items():
        page.locator(f"[name={name}]").fill(value)
    for name, row in {"centre": hall.centre, "window": hall.room, "service": hall.petitions}.items():
        page.locator(f"[name={name}]").select_option(str(row.pk))
    page.get_by_role("button").last.click()
    look(page)
    page.get_by_role("button", name="公布", exact=True).click()
    expect(page.get_by_text("已公布").first).to_be_visible()
    look(page)

    phone.goto("/visit/leaders/")
    look(phone)
    phone.get_by_role("link", name="韩副区长 · 副区长").click()
    look(phone)
    phone.locator("[name=begins]").first.click()
    phone.get_by_label("怎么称呼您").fill("钱先生")
    phone.get_by_label("电话").fill("13900000003")
    phone.get_by_role("button", name="预约这个时间").click()
    expect(phone.get_by_text("韩副区长").first).to_be_visible()
    assert Appointment.objects.get().leader_day is not None
    page.context.close()
