"""The reception centre in a browser: a visitor on a phone, one with needs of their own, a clerk at a window."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from heli.cases.models import Case
from heli.places.revisions import bump
from heli.reception.known import REVISION
from heli.reception.models import Appointment, Opening, Ticket
from heli.reception.tests.hall import Hall, at, build_hall
from heli.service_requests.tests.district import BEGIN, build
from tests.walking import Screens, go, look, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(transactional_db: None, settings, tmp_path: Path) -> Hall:
    """Return the centre, open on every day but holidays, so that the walk ends well on any day."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    built = build_hall(build())
    Opening.objects.all().delete()
    for weekday in range(8):
        Opening.objects.create(centre=built.centre, weekday=weekday, opens=time(9), closes=time(17), since=BEGIN)
    bump(REVISION)
    return built


def name_oneself(page: Page) -> None:
    """Say who comes, and book the time that is kept."""
    page.get_by_label("怎么称呼您").fill("周女士")
    page.get_by_label("电话").fill("13900000002")
    press(page, "预约这个时间")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_books_moves_and_cancels_on_a_phone(screens: Screens, hall: Hall, scripts: bool) -> None:
    page = screens.phone(scripts=scripts)
    page.goto("/")
    go(page, page.get_by_role("link", name="当面说"))
    go(page, page.get_by_role("link", name="诉求受理"))
    go(page, page.get_by_role("navigation", name="可预约的日期").get_by_role("link").last)
    go(page, page.locator("[name=begins]").first)
    name_oneself(page)
    expect(page.get_by_text("预约成功").first).to_be_visible()
    row = Appointment.objects.get()
    expect(page.get_by_text(row.reference).first).to_be_visible()
    before = row.span.lower

    go(page, page.get_by_role("link", name="改期"))
    go(page, page.locator("[name=begins]").last)
    expect(page.get_by_text("预约已改期").first).to_be_visible()
    assert Appointment.objects.get().span.lower != before

    page.get_by_role("button", name="取消预约").click()
    if scripts:
        page.get_by_role("button", name="确定，继续").click()
    expect(page.get_by_text("预约已取消").first).to_be_visible()


def test_the_pages_of_visitors_fit_a_phone_and_are_accessible(screens: Screens, hall: Hall) -> None:
    phone = screens.phone()
    for address in ("/visit/", f"/visit/service/{hall.requests.pk}/"):
        phone.goto(address)
        look(phone)
    go(phone, phone.locator("[name=begins]").first)
    look(phone)
    name_oneself(phone)
    expect(phone.get_by_text("预约成功").first).to_be_visible()
    look(phone)
    go(phone, phone.get_by_role("link", name="改期"))
    look(phone)
    phone.set_viewport_size({"width": 1280, "height": 900})
    phone.goto("/visit/board/hall/")
    look(phone)


def test_a_clerk_calls_and_opens_a_case(screens: Screens, hall: Hall) -> None:
    page, phone = screens.desk(hall.district.people["hot"]), screens.phone()
    page.goto("/desk/")
    go(page, page.get_by_role("link", name="接访", exact=True))
    page.get_by_text("B · 诉求受理").first.click()
    press(page, "取号")
    ticket = Ticket.objects.select_related("service").get()
    expect(page.get_by_text(ticket.label).first).to_be_visible()
    look(page)
    phone.goto(page.locator("a.break-all").get_attribute("href") or "")
    expect(phone.get_by_text("您前面还有 0 人")).to_be_visible()
    look(phone)

    go(page, page.get_by_role("link", name="下一位来访"))
    look(page)
    go(page, page.get_by_role("link", name="进入1 号窗口"))
    press(page, "叫下一位")
    look(page)
    phone.goto("/visit/board/hall/")
    expect(phone.get_by_role("cell", name=ticket.label)).to_be_visible()
    look(phone)
    press(page, "来访人已到")
    look(page)
    go(page, page.get_by_role("link", name="群众诉求"))
    page.locator("#id_text").fill("人民路口的路灯不亮")
    page.locator("#id_other").select_option(label="路灯故障")
    page.locator("#id_address").fill("人民路5号")
    look(page)
    press(page, "登记事项并结束接待")
    expect(page.get_by_text("承办单位").first).to_be_visible()
    case = Case.objects.get()
    expect(page.get_by_text(case.reference).first).to_be_visible()
    look(page)
    assert Ticket.objects.get().case == case
    go(page, page.get_by_role("link", name="下一位"))
    expect(page.get_by_role("button", name="叫下一位")).to_be_visible()


@pytest.mark.parametrize(("need", "told"), [("interpreter", "维吾尔语"), ("accessible", "无障碍窗口")])
def test_who_needs_an_interpreter_or_an_accessible_window_is_expected_there(
    screens: Screens, hall: Hall, need: str, told: str
) -> None:
    phone, ordered = screens.phone(), need == "interpreter"
    phone.goto(f"/visit/service/{hall.requests.pk}/")
    phone.get_by_text("我需要无障碍窗口或翻译").click()
    if ordered:
        phone.locator("[name=interpreter]").select_option("ug")
    else:
        phone.locator("label[for=id_accessible]").click()
    press(phone, "显示合适的时间")
    expect(phone.get_by_text("我们会安排翻译")).to_have_count(int(ordered))
    look(phone)
    go(phone, phone.locator("[name=begins]").first)
    name_oneself(phone)
    expect(phone.get_by_role("main").get_by_text(told).first).to_be_visible()
    look(phone)
    row = Appointment.objects.get()
    day = timezone.localdate(row.span.lower)
    if ordered:
        assert day >= timezone.localdate() + timedelta(days=hall.centre.interpreter_days)
    else:
        assert row.window == hall.accessible
    with at(day, time(8)):
        desk = screens.desk(hall.district.people["hot"])
        desk.goto("/desk/reception/at/hall/")
        line = desk.get_by_role("row").filter(has_text=row.reference)
        expect(line.get_by_text(told).or_(line.get_by_label(told)).first).to_be_visible()
        look(desk)


def test_a_leaders_day_is_planned_published_and_booked(screens: Screens, hall: Hall) -> None:
    page, phone = screens.desk(hall.district.people["chen"]), screens.phone()
    page.goto("/desk/")
    go(page, page.get_by_role("link", name="接待日安排"))
    look(page)
    go(page, page.get_by_role("link", name="安排接待日"))
    look(page)
    day = timezone.localdate() + timedelta(days=3)
    values = {"leader_name": "韩副区长", "post": "副区长", "day": day.isoformat(), "topics": "住房"}
    for name, value in {**values, "begins": "10:00", "ends": "12:00"}.items():
        page.locator(f"[name={name}]").fill(value)
    for name, row in {"centre": hall.centre, "window": hall.room, "service": hall.petitions}.items():
        page.locator(f"[name={name}]").select_option(str(row.pk))
    go(page, page.get_by_role("button").last)
    look(page)
    press(page, "公布")
    expect(page.get_by_text("已公布").first).to_be_visible()
    look(page)

    phone.goto("/visit/leaders/")
    look(phone)
    go(phone, phone.get_by_role("link", name="韩副区长 · 副区长"))
    look(phone)
    go(phone, phone.locator("[name=begins]").first)
    phone.get_by_label("怎么称呼您").fill("钱先生")
    phone.get_by_label("电话").fill("13900000003")
    press(phone, "预约这个时间")
    expect(phone.get_by_text("韩副区长").first).to_be_visible()
    assert Appointment.objects.get().reception_day is not None
