"""A leader's reception day in browsers, to its end: planned, published, booked, held, reported."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from heli.cases.charge_models import DiaryEntry
from heli.cases.models import Case
from heli.petitions import actions
from heli.petitions.tests.people import PetitionDistrict, build_for_petitions
from heli.places.revisions import bump
from heli.reception.known import REVISION
from heli.reception.models import Appointment, ReceptionDay, Ticket
from heli.reception.tests.hall import Hall, at, build_hall
from tests.walking import Screens, fill_in, go, look, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None, settings, tmp_path: Path) -> PetitionDistrict:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    return build_for_petitions()


@pytest.fixture
def hall(town: PetitionDistrict) -> Hall:
    """Return the centre; a petition can be taken at the window of petitions."""
    built = build_hall(town.small)
    built.petitions.kinds = ["petition_claim"]
    built.petitions.save()
    bump(REVISION)
    return built


def plan(page: Page, hall: Hall) -> ReceptionDay:
    """Plan a day three days ahead and publish it."""
    page.goto("/desk/days/")
    go(page, page.get_by_role("link", name="安排接待日"))
    day = timezone.localdate() + timedelta(days=3)
    words = {"leader_name": "韩副区长", "post": "副区长", "day": day.isoformat(), "topics": "工资"}
    rows = {"centre": hall.centre, "window": hall.room, "service": hall.petitions}
    chosen = {name: str(row.pk) for name, row in rows.items()}
    fill_in(page.get_by_role("main"), **words, begins="10:00", ends="12:00", **chosen)
    go(page, page.get_by_role("main").get_by_role("button").last)
    press(page, "公布")
    expect(page.get_by_text("已公布").first).to_be_visible()
    return ReceptionDay.objects.get()


def book(phone: Page) -> Appointment:
    """Book the first time of the day."""
    phone.goto("/visit/leaders/")
    go(phone, phone.get_by_role("link", name="韩副区长 · 副区长"))
    go(phone, phone.locator("[name=begins]").first)
    phone.get_by_label("怎么称呼您").fill("钱先生")
    phone.get_by_label("电话").fill("13900000003")
    phone.locator("[name=wish]").fill("公司拖欠三个月工资，多次催要无果。")
    press(phone, "预约这个时间")
    expect(phone.get_by_text("预约成功").first).to_be_visible()
    look(phone)
    return Appointment.objects.get()


def receive(page: Page, hall: Hall, booked: Appointment) -> None:
    """Check the visitor in, call them to the leader's room and begin."""
    page.goto("/desk/reception/at/hall/")
    look(page)
    fill_in(page.get_by_role("main"), reference=booked.reference)
    press(page, "签到")
    page.goto(f"/desk/reception/window/{hall.room.pk}/")
    press(page, "叫下一位")
    press(page, "来访人已到")
    expect(page.get_by_role("main").get_by_role("link", name="信访", exact=True)).to_be_visible()
    look(page)


def note_down(page: Page) -> None:
    """Open a case with what the visitor says; number, unit and date are read back before they leave."""
    go(page, page.get_by_role("main").get_by_role("link", name="信访", exact=True))
    expect(page.locator("[name=text]")).to_have_value("公司拖欠三个月工资，多次催要无果。")
    look(page)
    page.fill("[name=request]", "请责令公司支付工资。")
    page.locator("label[for=id_read_back]").click()
    press(page, "登记事项并结束接待")
    expect(page.locator(".query-value").first).to_be_visible()
    expect(page.get_by_text("Zhou").first).to_be_visible()
    look(page)


def take_charge(screens: Screens, town: PetitionDistrict, case: Case, until: str) -> None:
    """The petition office puts its leader in charge of the hard case, and the leader writes the diary."""
    xu, zhou = (screens.desk(town.small.people[name]) for name in ("xu", "zhou"))
    xu.goto(f"/desk/cases/{case.reference}/")
    go(xu, xu.get_by_role("link", name="为此事确定包案领导"))
    leader = str(town.small.people["zhou"].pk)
    fill_in(xu.get_by_role("main"), leader=leader, post="局长", aim="一月内付清工资", next_on=until)
    press(xu, "确定包案")
    expect(xu.get_by_text("一月内付清工资").first).to_be_visible()
    look(xu)
    zhou.goto("/desk/hard-cases/?mine")
    go(zhou, zhou.get_by_role("link", name=case.title))
    fill_in(zhou.get_by_role("main"), text="与公司负责人面谈。")
    press(zhou, "记录")
    expect(zhou.get_by_text("与公司负责人面谈。")).to_be_visible()
    look(zhou)


def test_a_leaders_day_from_the_plan_to_the_report(screens: Screens, town: PetitionDistrict, hall: Hall) -> None:
    phone = screens.phone()
    day = plan(screens.desk(town.small.people["chen"]), hall)
    booked = book(phone)
    with at(day.day, time(10)):
        receive(hot := screens.desk(town.small.people["hot"]), hall, booked)
        note_down(hot)
        case = Case.objects.get()
        ticket = Ticket.objects.get()
        assert (ticket.case, ticket.responsible) == (case, "Zhou")
        assert case.clocks.filter(stopped_at__isnull=True).exists()
        assert actions.forward(case, by=town.actor("xu"), unit=town.roads)
        take_charge(screens, town, case, (day.day + timedelta(days=7)).isoformat())
        chen = screens.desk(town.small.people["chen"])
        chen.goto(f"/desk/days/{day.pk}/")
        look(chen)
        fill_in(chen.get_by_role("main"), words="接访一人，登记一件。")
        press(chen, "公布通报")
        expect(chen.get_by_text("接访一人，登记一件。").first).to_be_attached()
        phone.goto(f"/visit/leaders/{day.pk}/")
        expect(phone.get_by_text("接访一人，登记一件。")).to_be_visible()
        look(phone)
    assert DiaryEntry.objects.get().hard_case.leader.username == "zhou"
    assert ReceptionDay.objects.get().held_at is not None
