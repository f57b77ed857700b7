"""The demo district's reception centre: windows and hours, a day in progress, leaders' days, one hard case."""

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from heli.access.actors import Actor, staff
from heli.cases.models import Case
from heli.kernel.calendar import WorkCalendar
from heli.kernel.decisions import Denied
from heli.organizations.calendar import work_calendar
from heli.organizations.models import Duty, Post, Unit, UnitKind
from heli.people.models import User
from heli.places.revisions import bump
from heli.reception.booking import Details, Wish, book, hold
from heli.reception.hard_cases import put_in_charge, write_diary
from heli.reception.known import REVISION, known
from heli.reception.models import Centre, LeaderDay, Opening, Service, Window
from heli.reception.outcomes import advise, kinds_with_counter, link_case
from heli.reception.queueing import begin, call_next, take_number
from heli.reception.slots import NO_NEEDS, days_of, free_times

SINCE: Final = date(2024, 1, 1)
HOURS: Final = ((time(9), time(12)), (time(13, 30), time(17)))
SERVICES: Final = (
    ("A", "信访接待", "Petitions", "建议、投诉、申诉和求决", "Suggestions, complaints and claims", 30),
    ("B", "诉求受理", "Service requests", "路灯、噪音、漏水等需要处理的事", "Something that a unit should see to", 20),
    ("C", "法律咨询", "Legal advice", "法律援助、调解、仲裁怎么走", "Legal aid, mediation, arbitration", 20),
)
WAITING: Final = (0, 1, 1, 0, 2)
VISITORS: Final = (("周女士", "13900000101"), ("钱先生", "13900000102"), ("孙女士", "13900000103"))
_NAMES: Final = UUID("5b1f0a52-6f1e-4d0e-9a3e-0c5f2a7d9e11")


@transaction.atomic
def receive(now: datetime) -> Centre | None:
    """Open the centre and let its day be in progress; None where nobody takes in at the district's centre."""
    unit = Unit.objects.get(kind=UnitKind.DISTRICT_CENTRE)
    clerk, coordinator, leader = (_holder(unit, duty, now) for duty in (Duty.INTAKE, Duty.COORDINATOR, Duty.LEADER))
    if clerk is None or coordinator is None or leader is None:
        return None
    centre = _centre(unit)
    services, windows = _services(centre), _windows(centre, unit)
    for window in windows:
        window.services.set(services)
    _hours(centre)
    bump(REVISION)
    _appointments(centre, services[1])
    _day(services, windows, clerk)
    _leaders(centre, windows[-1], services[0], leader, now)
    _hard_case(coordinator, leader)
    return centre


def _holder(unit: Unit, duty: Duty, now: datetime) -> Actor | None:
    today = timezone.localdate(now)
    post = Post.objects.filter(unit=unit, duty=duty).select_related("user").order_by("pk").first()
    return staff(post.user, today) if post else None  # type: ignore[attr-defined]


def _centre(unit: Unit) -> Centre:
    return Centre.objects.create(
        code="hean", name="合安区联合接访中心", name_en="Joint reception centre of He'an", unit=unit,
        address="望桥街道人民路1号一楼", address_en="1 Renmin Road, ground floor, Wangqiao", phone="0571-8800-1200",
    )  # fmt: skip


def _services(centre: Centre) -> list[Service]:
    kinds = [kind.procedure.code for kind in kinds_with_counter()]
    return [
        Service.objects.create(
            centre=centre, letter=letter, name=name, name_en=english, hint=hint, hint_en=hint_en, minutes=minutes,
            kinds=[] if letter == "C" else kinds,
        )
        for letter, name, english, hint, hint_en, minutes in SERVICES
    ]  # fmt: skip


def _windows(centre: Centre, unit: Unit) -> list[Window]:
    other = Unit.objects.filter(kind=UnitKind.DEPARTMENT, active=True).order_by("code").first() or unit
    rows = (
        {"number": 1, "unit": unit},
        {"number": 2, "unit": unit, "languages": ["sign", "dialect"]},
        {"number": 3, "unit": other, "accessible": True},
        {"number": 4, "unit": unit, "bookable": False},
        {"number": 9, "unit": unit, "for_leaders": True},
    )
    return [Window.objects.create(centre=centre, **row) for row in rows]


def _hours(centre: Centre) -> None:
    for weekday in (*range(5), 7):
        for opens, closes in HOURS:
            Opening.objects.create(centre=centre, weekday=weekday, opens=opens, closes=closes, since=SINCE)


def _appointments(centre: Centre, service: Service) -> None:
    now = timezone.now()
    days = days_of(known().centres[centre.pk], now)
    for number, (name, phone) in enumerate(VISITORS):
        slots = free_times(service, NO_NEEDS, days, now)
        if not slots:
            return
        held = hold(Wish(service=service, begins=slots[number * 5 % len(slots)].begins), key=uuid5(_NAMES, name))
        if not isinstance(held, Denied):
            book(held, Details(name=name, phone=phone, wish="想当面说明情况"))


def _day(services: list[Service], windows: list[Window], clerk: Actor) -> None:
    """Let two have been received, two stand at windows and the others wait."""
    for kind in (1, 2, 1, 0, *WAITING):
        take_number(services[kind], by=clerk)
    first = call_next(windows[0], by=clerk)
    case = Case.objects.visible_to(clerk).open().order_by("-pk").first()
    if first and case and not isinstance(first, Denied):
        link_case(first, case, by=clerk)
    second = call_next(windows[0], by=clerk)
    if second and not isinstance(second, Denied):
        advise(second, "已说明办理途径，可申请法律援助。", by=clerk)
    third = call_next(windows[0], by=clerk)
    if third and not isinstance(third, Denied):
        begin(third, by=clerk)
    call_next(windows[1], by=clerk)


def _leaders(centre: Centre, room: Window, service: Service, leader: Actor, now: datetime) -> None:
    """Publish a reception day and a visit to residents, and report one of each that is past."""
    calendar, today = work_calendar(), timezone.localdate(now)
    common = {
        "centre": centre, "leader_id": leader.user_id, "leader_name": leader.name,
        "leader_name_en": User.objects.get(pk=leader.user_id or 0).name_en, "post": "区社会治理中心主任",
        "post_en": "Head of the district centre", "made_by": leader.key, "made_at": now, "published_at": now,
    }  # fmt: skip
    at_centre = {"window": room, "service": service, "begins": time(9), "ends": time(11, 30)}
    visiting = {"kind": "visit", "begins": time(14), "ends": time(16, 30)}
    topics = {"topics": "住房、物业、道路", "topics_en": "Housing, estates, roads"}
    place = {"place": "柳浦街道老旧小区", "place_en": "Old estates in Liupu"}
    words = {"report": "与居民当面交换意见，事项均已交办。", "report_en": "Matters were heard and given to units."}
    LeaderDay.objects.create(**common, **at_centre, **topics, day=_working(calendar, today, 5))
    LeaderDay.objects.create(**common, **visiting, **topics, **place, day=_working(calendar, today, 9))
    past = _working(calendar, today, -8)
    LeaderDay.objects.create(**common, **visiting, **topics, **place, **words, day=past, held_at=now, met=11)


def _working(calendar: WorkCalendar, day: date, steps: int) -> date:
    for _step in range(abs(steps)):
        day = calendar.next_working_day(day) if steps > 0 else calendar.previous_working_day(day)
    return day


def _hard_case(coordinator: Actor, leader: Actor) -> None:
    """Put the leader in charge of the open request that has waited longest."""
    today = timezone.localdate()
    rows = Case.objects.visible_to(coordinator).open().filter(confidential=False).order_by("opened_at", "pk")
    person = User.objects.get(pk=leader.user_id or 0)
    for case in rows[:20]:
        hard = put_in_charge(
            case, person, post="区社会治理中心主任", post_en="Head of the district centre",
            aim="查明原因，会同有关单位一个月内解决。", next_on=today + timedelta(days=6), by=coordinator,
        )  # fmt: skip
        if not isinstance(hard, Denied):
            hard.case = case
            write_diary(hard, "已到现场查看，并与居民当面沟通。", by=leader, next_on=today + timedelta(days=6))
            return
