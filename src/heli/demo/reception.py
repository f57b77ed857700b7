"""The demo district's reception centre: windows and hours, a day in progress, leaders' days, one hard case.

The petition office runs it; other organs staff windows beside it (Regulation on Petition Work, art. 18, para. 3).
"""

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from heli.access.actors import Actor, staff
from heli.cases.charges import put_in_charge, write_diary
from heli.cases.models import Case
from heli.kernel.calendar import WorkCalendar
from heli.kernel.decisions import Denied
from heli.kernel.references import new_reference
from heli.organizations.calendar import work_calendar
from heli.organizations.models import Duty, Post, Unit, UnitKind
from heli.people.models import User
from heli.places.revisions import bump
from heli.reception.booking import Details, Wish, book, hold
from heli.reception.known import REVISION, known
from heli.reception.models import (
    Appointment,
    Booking,
    Centre,
    Opening,
    Outcome,
    ReceptionDay,
    Service,
    Standing,
    Ticket,
    Visitor,
    Window,
)
from heli.reception.outcomes import advise, kinds_with_counter, leader_of, link_case
from heli.reception.queueing import begin, call_next, take_number
from heli.reception.slots import DAY, NO_NEEDS, days_of, free_times, instant

SINCE: Final = date(2024, 1, 1)
HOURS: Final = ((time(9), time(12)), (time(13, 30), time(17)))
SERVICES: Final = (
    ("A", "信访接待", "Petitions", "建议、投诉、申诉和求决", "Suggestions, complaints and claims", 30),
    ("B", "诉求受理", "Service requests", "路灯、噪音、漏水等需要处理的事", "Something that a unit should see to", 20),
    ("C", "法律咨询", "Legal advice", "法律援助、调解、仲裁怎么走", "Legal aid, mediation, arbitration", 20),
)
#: Services of those who have been received today, and of those who wait; as indexes of ``SERVICES``.
RECEIVED: Final = (0, 1, 0, 2, 0, 1)
WAITING: Final = (0, 1, 1, 0, 2, 0, 1)
#: Who has booked, and what for.
VISITORS: Final = (
    ("周女士", 0, "想当面说明小区加装电梯的情况"), ("钱先生", 1, "楼上漏水三个月没人管"), ("孙女士", 0, "拖欠工程款"),
    ("李先生", 2, "想问能不能申请法律援助"), ("吴女士", 0, "对答复有不同意见"), ("郑先生", 1, "夜间施工噪音"),
    ("王女士", 0, ""), ("冯先生", 2, "劳动仲裁怎么申请"), ("陈女士", 0, "征地补偿"), ("褚先生", 1, "路口信号灯"),
)  # fmt: skip
#: Who came on the leader's day that is past, and what each was told; nothing: the matter became or joined a case.
RECEIVED_BY_LEADER: Final = ("", "", "已说明政策依据和复查途径。", "")
_NAMES: Final = UUID("5b1f0a52-6f1e-4d0e-9a3e-0c5f2a7d9e11")


@transaction.atomic
def receive(now: datetime) -> Centre | None:
    """Open the centre and let its day be in progress; None where nobody takes in at the district's centre."""
    unit = _runs_it()
    clerk, coordinator, leader = (_holder(unit, duty, now) for duty in (Duty.INTAKE, Duty.COORDINATOR, Duty.LEADER))
    if clerk is None or coordinator is None or leader is None:
        return None
    centre = _centre(unit)
    services, windows = _services(centre), _windows(centre, unit)
    for window in windows:
        window.services.set(services)
    _hours(centre)
    bump(REVISION)
    _appointments(centre, services)
    _day(services, windows, clerk)
    _leaders(centre, windows[-1], services[0], leader, now)
    _leader_received(centre, windows[-1], services[0], leader, now)
    _hard_case(coordinator, leader)
    return centre


def _runs_it() -> Unit:
    """Return the petition office; the coordination centre where a district has none."""
    kinds = (UnitKind.PETITION_OFFICE, UnitKind.DISTRICT_CENTRE)
    found = {each.kind: each for each in Unit.objects.filter(kind__in=kinds)}
    return next(found[kind] for kind in kinds if kind in found)


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
    coordinates = Unit.objects.get(kind=UnitKind.DISTRICT_CENTRE)
    rows = (
        {"number": 1, "unit": unit},
        {"number": 2, "unit": unit, "languages": ["sign", "dialect"]},
        {"number": 3, "unit": other, "accessible": True},
        {"number": 4, "unit": coordinates, "bookable": False},
        {"number": 9, "unit": unit, "for_leaders": True},
    )
    return [Window.objects.create(centre=centre, **row) for row in rows]


def _hours(centre: Centre) -> None:
    for weekday in (*range(5), 7):
        for opens, closes in HOURS:
            Opening.objects.create(centre=centre, weekday=weekday, opens=opens, closes=closes, since=SINCE)


def _appointments(centre: Centre, services: list[Service]) -> None:
    """Let visitors have booked, some of them for the first times that are free."""
    now = timezone.now()
    days = days_of(known().centres[centre.pk], now)
    for number, (name, kind, wish) in enumerate(VISITORS):
        slots = free_times(services[kind], NO_NEEDS, days, now)
        if not slots:
            continue
        begins = slots[number * number % len(slots)].begins
        held = hold(Wish(service=services[kind], begins=begins), key=uuid5(_NAMES, name))
        if not isinstance(held, Denied):
            book(held, Details(name=name, phone=f"139000001{number:02}", wish=wish))


def _day(services: list[Service], windows: list[Window], clerk: Actor) -> None:
    """Let some have been received, one sit at a window, one be called, and the others wait."""
    for kind in (*RECEIVED, 0, 1, *WAITING):
        take_number(services[kind], by=clerk)
    cases = list(Case.objects.visible_to(clerk).open().order_by("-opened_at", "-pk")[: len(RECEIVED)])
    for number in range(len(RECEIVED)):
        ticket = call_next(windows[number % 2], by=clerk)
        if not ticket or isinstance(ticket, Denied):
            continue
        begin(ticket, by=clerk)
        if number % 3 == 1 or not cases:
            advise(ticket, "已说明办理途径，可申请法律援助。", by=clerk)
        else:
            link_case(ticket, cases.pop(), by=clerk)
    sitting = call_next(windows[0], by=clerk)
    if sitting and not isinstance(sitting, Denied):
        begin(sitting, by=clerk)
    call_next(windows[1], by=clerk)


def _leaders(centre: Centre, room: Window, service: Service, leader: Actor, now: datetime) -> None:
    """Publish a reception day and a visit to residents, and report one of each that is past."""
    calendar, today = work_calendar(), timezone.localdate(now)
    common = {
        "centre": centre, "leader_id": leader.user_id, "leader_name": leader.name,
        "leader_name_en": User.objects.get(pk=leader.user_id or 0).name_en, "post": "区信访局局长",
        "post_en": "Head of the petition office", "made_by": leader.key, "made_at": now, "published_at": now,
    }  # fmt: skip
    at_centre = {"window": room, "service": service, "begins": time(9), "ends": time(11, 30)}
    visiting = {"kind": "visit", "begins": time(14), "ends": time(16, 30)}
    topics = {"topics": "住房、物业、道路", "topics_en": "Housing, estates, roads"}
    place = {"place": "柳浦街道老旧小区", "place_en": "Old estates in Liupu"}
    words = {"report": "与居民当面交换意见，事项均已交办。", "report_en": "Matters were heard and given to units."}
    ReceptionDay.objects.create(**common, **at_centre, **topics, day=_working(calendar, today, 5))
    ReceptionDay.objects.create(**common, **visiting, **topics, **place, day=_working(calendar, today, 9))
    past = _working(calendar, today, -8)
    ReceptionDay.objects.create(**common, **visiting, **topics, **place, **words, day=past, held_at=now, met=11)


def _leader_received(centre: Centre, room: Window, service: Service, leader: Actor, now: datetime) -> None:
    """Write down a reception day that was held: who had booked and came, what came of each visit, the report.

    Written as rows, since nobody can be called on a day that is past.
    """
    day = _working(work_calendar(), timezone.localdate(now), -3)
    held = ReceptionDay.objects.create(
        centre=centre, leader_id=leader.user_id, leader_name=leader.name, post="区信访局局长",
        post_en="Head of the petition office", made_by=leader.key, made_at=now - 20 * DAY, published_at=now - 15 * DAY,
        window=room, service=service, begins=time(9), ends=time(11, 30), day=day, held_at=instant(day, time(12)),
        topics="信访积案、欠薪", topics_en="Old matters, unpaid wages",
        report="接待群众四批，当场答复一批，三件已交责任单位限期办理。",
        report_en="Four groups of residents were received; one was answered at once, three matters went to units.",
    )  # fmt: skip
    cases = list(Case.objects.visible_to(leader).order_by("-pk")[: len(RECEIVED_BY_LEADER)])
    for number, advice in enumerate(RECEIVED_BY_LEADER):
        begins = instant(day, time(9)) + number * timedelta(minutes=30)
        case = cases[number] if number < len(cases) and not advice else None
        _received(held, begins, number + 1, leader, case, advice or "已当面答复。")


def _received(held: ReceptionDay, begins: datetime, number: int, leader: Actor, case: Case | None, advice: str) -> None:
    """Write one visit of a reception day with its appointment and its outcome."""
    assert held.window is not None
    assert held.service is not None
    ends = begins + timedelta(minutes=held.minutes)
    who = {"units": [held.centre.unit_id], "at": begins, "name": "来访人", "phone": f"1390000020{number}"}
    made = Appointment(
        reference=new_reference(), key=uuid5(_NAMES, f"{held.pk} {number}"), centre=held.centre,
        service=held.service, window=held.window, reception_day=held,
        span=DateTimeTZRange(begins, ends), state=Booking.DONE, made_at=begins - 5 * DAY,
        booked_at=begins - 5 * DAY, ended_at=ends,
    )  # fmt: skip
    made.visitor = Visitor.objects.create(reference=made.reference, advice="" if case else advice, **who)
    made.save()
    Ticket.objects.create(
        reference=new_reference(), centre=held.centre, day=held.day, service=held.service, number=number,
        appointment=made, reception_day=held, state=Standing.SERVED, arrived_at=begins, order_at=begins,
        window=held.window, clerk_id=leader.user_id, called_at=begins, calls=1, began_at=begins, ended_at=ends,
        outcome=Outcome.LINKED if case else Outcome.ADVICE, case=case,
        responsible=leader_of(case) if case else "",
    )  # fmt: skip


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
            case, person, post="区信访局局长", post_en="Head of the petition office",
            aim="查明原因，会同有关单位一个月内解决。", next_on=today + timedelta(days=6), by=coordinator,
        )  # fmt: skip
        if not isinstance(hard, Denied):
            hard.case = case
            write_diary(hard, "已到现场查看，并与居民当面沟通。", by=leader, next_on=today + timedelta(days=6))
            return
