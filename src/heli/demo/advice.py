"""The demo district's advice desk with its texts, talks and callbacks, and days near the people."""

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction

from heli.access.actors import Actor, staff
from heli.access.context import acting_as
from heli.advice.callbacks import Asked, ask, free_windows, reached
from heli.advice.known import REVISION
from heli.advice.models import AdviceDesk, AdvicePath, AdviceTopic, Callback, CallWindow, Helper, LedTo
from heli.advice.models import Talk as Row
from heli.advice.talks import Told, led_to, write_down
from heli.cases.kinds import kinds
from heli.kernel.decisions import Denied
from heli.organizations.calendar import work_calendar
from heli.organizations.models import Duty, Post, Unit, UnitKind
from heli.places.models import Area, Level
from heli.places.revisions import bump
from heli.reception.known import REVISION as RECEPTION
from heli.reception.models import Centre, ReceptionDay, Service, Window

SINCE: Final = date(2024, 1, 1)
_NAMES: Final = UUID("7c0a3b18-52d4-4f0b-8f34-6b0d5d2f1a77")
MEDIATION: Final = (
    "mediation", "双方都愿意谈的，向村（社区）或镇街人民调解委员会申请调解，不收费；一方明确拒绝的，不调解。",
    "Where both sides are willing, ask the mediation committee. It is free; nobody is mediated who clearly refuses.",
    "《人民调解法》第四条、第十七条", "People's Mediation Law, arts. 4 and 17", "",
)  # fmt: skip
PETITION: Final = (
    "petition",
    "对机关、单位的履职有建议、意见或者投诉请求的，可以网上、来信、来电、来访提出，有关机关依规办理并答复。",
    "Suggestions, opinions or claims about how an office does its work: online, by letter, by telephone or in person.",
    "《信访工作条例》第十七条", "Regulation on Petition Work, art. 17", "petitions:file",
)  # fmt: skip
COURT: Final = (
    "court", "与本案有直接利害关系，有明确的被告、具体的请求和事实理由的，可以向有管辖权的人民法院起诉。",
    "Whoever is directly concerned may bring an action, with a named defendant, a definite claim, facts and reasons.",
    "《民事诉讼法》第一百二十二条", "Civil Procedure Law, art. 122", "",
)  # fmt: skip
ARBITRATION: Final = (
    "arbitration", "不愿调解、调解不成或者达成协议后不履行的，可以向劳动争议仲裁委员会申请仲裁；申请时效一年。",
    "Without mediation, or where it failed or is not kept, ask the labour arbitration commission, within a year.",
    "《劳动争议调解仲裁法》第五条、第二十七条", "Labour Dispute Mediation and Arbitration Law, arts. 5 and 27", "",
)  # fmt: skip
LEGAL_AID: Final = (
    "legal_aid", "请求支付劳动报酬等事项，因经济困难没有委托代理人的，可以申请法律援助，不收费。",
    "For wages and other listed matters, whoever cannot afford a lawyer may apply for legal aid, free of charge.",
    "《法律援助法》第三十一条", "Legal Aid Law, art. 31", "",
)  # fmt: skip
TOPICS: Final = (
    ("neighbours", "邻里纠纷", "Neighbours", "先心平气和谈一次，把双方的要求写下来；留好照片和聊天记录。",
     "Talk once in calm and write down what each side wants; keep photos and messages.", (MEDIATION, COURT)),
    ("wages", "拖欠工资", "Unpaid wages", "保留合同、考勤、工资条和转账记录，先向单位书面提出。",
     "Keep contract, time sheets, pay slips and transfers, and first ask the employer in writing.",
     (MEDIATION, ARBITRATION, LEGAL_AID)),
    ("family", "婚姻家庭", "Family", "有人身危险先报警；其他问题可以请调解员陪着谈。",
     "Call the police if anybody is in danger; for all else a mediator can sit with you.", (MEDIATION, COURT)),
    ("offices", "机关办事", "How an office acted", "先问清答复的依据和期限，保留收件凭证。",
     "Ask for the ground and the time limit of the answer, and keep the receipt.", (PETITION,)),
)  # fmt: skip
TALKS: Final = (
    (0, "楼上漏水，对方不理", "可先申请社区调解；谈不成可起诉，保留照片", 8, "call"),
    (1, "工地做完活三个月没给钱", "先固定证据；可申请调解或劳动仲裁，也可申请法律援助", 12, "call"),
    (1, "公司说试用期不发工资", "试用期也要付工资；可申请劳动仲裁", 6, "visit"),
    (2, "离婚后探望孩子被拒", "可请调解员调解；也可向法院起诉", 15, "call"),
    (3, "答复过期了怎么办", "可以催办；不服答复可申请复查", 5, "call"),
    (0, "小区噪音", "先沟通；可申请调解", 4, "call"),
)


@transaction.atomic
def advise(now: datetime) -> AdviceDesk | None:
    """Open the desk at the district's coordination centre; None where nobody takes in there."""
    unit = Unit.objects.get(kind=UnitKind.DISTRICT_CENTRE)
    post = Post.objects.filter(unit=unit, duty=Duty.INTAKE).select_related("user").order_by("pk").first()
    if post is None:
        return None
    clerk = staff(post.user, now.date())  # type: ignore[attr-defined]
    desk = _desk(unit)
    topics = [_topic(number, each) for number, each in enumerate(TOPICS)]
    _helper()
    bump(REVISION)
    with acting_as(clerk):
        _talks(desk, topics, clerk, now)
        _callbacks(desk, topics, clerk, now)
    return desk


def _desk(unit: Unit) -> AdviceDesk:
    desk = AdviceDesk.objects.create(
        code="hean", name="合安区调解咨询热线", name_en="Advice hotline of He'an", unit=unit, phone="0571-8800-1234",
        hours="工作日 9:00–17:00", hours_en="Working days 9:00–17:00",
        helpline="0571-8800-1299", helpline_hours="每天 8:00–22:00", helpline_hours_en="Daily 8:00–22:00",
        kinds=[kind.procedure.code for kind in kinds() if kind.counter],
    )  # fmt: skip
    for weekday in (*range(5), 7):
        for begins, ends in ((time(9), time(11)), (time(14), time(16))):
            CallWindow.objects.create(desk=desk, weekday=weekday, begins=begins, ends=ends, capacity=4, since=SINCE)
    return desk


def _topic(number: int, row: tuple[str, str, str, str, str, tuple[tuple[str, ...], ...]]) -> AdviceTopic:
    code, name, english, text, text_en, paths = row
    topic = AdviceTopic.objects.create(
        code=code, name=name, name_en=english, text=text, text_en=text_en, position=number * 10
    )
    for place, (path, words, words_en, ground, ground_en, door) in enumerate(paths):
        AdvicePath.objects.create(
            topic=topic, path=path, words=words, words_en=words_en, ground=ground, ground_en=ground_en, door=door,
            position=place * 10,
        )  # fmt: skip
    return topic


def _helper() -> None:
    """Let a member of a department counsel, by an account of their own."""
    posts = Post.objects.filter(unit__kind=UnitKind.DEPARTMENT, duty=Duty.MEMBER).order_by("pk")
    account = posts.values_list("user_id", flat=True).first()
    if account is not None:
        Helper.objects.create(
            name="心理援助志愿者", name_en="Volunteer counsellor", user_id=account, about="情绪困扰、家庭变故",
            about_en="Distress, loss, trouble at home",
        )  # fmt: skip


def _talks(desk: AdviceDesk, topics: list[AdviceTopic], clerk: Actor, now: datetime) -> None:
    """Write talks of the last days, at hours of work."""
    for number, (topic, asked, told, minutes, came) in reversed(list(enumerate(TALKS))):
        words = Told(desk=desk, came=came, topic=topics[topic], minutes=minutes, asked=asked, told=told)
        talk = write_down(words, key=uuid5(_NAMES, str(number)), by=clerk)
        if isinstance(talk, Denied):
            continue
        moment = (now - timedelta(days=number)).replace(hour=1 + number)
        Row.objects.filter(pk=talk.pk).update(at=moment)
        if number % 3 == 2:
            led_to(talk, LedTo.BOOKED, by=clerk)


def _callbacks(desk: AdviceDesk, topics: list[AdviceTopic], clerk: Actor, now: datetime) -> None:
    """Let three wait to be called; one was reached."""
    windows = free_windows(desk, now)
    for number, free in enumerate(windows[:4]):
        asked = Asked(phone=f"1390000020{number}", free=free, topic=topics[number % len(topics)])
        row = ask(asked, key=uuid5(_NAMES, f"callback {number}"), by=clerk)
        if number == 0 and isinstance(row, Callback):
            reached(row, by=clerk)


def days_near(centre: Centre, now: datetime) -> None:
    """Publish a circuit court, a mediators' day, a legal and a psychological advice day; report one that is past."""
    areas = list(Area.objects.valid_on(now.date()).filter(level=Level.COMMUNITY).order_by("path")[:3])
    if not areas:
        return
    service = Service.objects.filter(centre=centre).order_by("letter").reverse()[0]
    room = {"centre": centre, "unit": centre.unit, "for_leaders": True}
    desks = [Window.objects.create(number=number, **room) for number in (21, 22, 23)]
    for each in desks:
        each.services.set([service])
    bump(RECEPTION)
    common = {"centre": centre, "made_by": "system", "made_at": now, "published_at": now}
    for number, (ahead, row) in enumerate(_planned()):
        area = areas[number % len(areas)]
        place = {"area": area, "place": f"{area.name}文化活动室", "place_en": f"{area.name_en or area.name}, hall"}
        booked = {"window": desks[number], "service": service} if row["kind"] != "psych" else {}
        ReceptionDay.objects.create(**common, **row, **place, **booked, day=_working(now.date(), ahead))
    _held(common, areas[0], now)


def _planned() -> list[tuple[int, dict[str, object]]]:
    """Return the days to come: in how many working days, and what they are."""
    return [
        (4, {
            "kind": "court", "host": "合安区人民法院", "host_en": "He'an District Court", "leader_name": "何法官",
            "leader_name_en": "Judge He", "post": "审判员", "post_en": "judge", "begins": time(9, 30),
            "ends": time(11, 30),
            "audience": "open", "seats": 20, "court_case": "（2026）浙0199民初1024号 房屋租赁合同纠纷",
            "court_case_en": "(2026) Zhe 0199 civil first instance 1024, a lease", "topics": "房屋租赁",
            "topics_en": "Leases",
        }),
        (3, {
            "kind": "mediators", "host": "望桥街道人民调解委员会", "host_en": "Mediation committee of Wangqiao",
            "leader_name": "苏调解员", "leader_name_en": "Mediator Su", "post": "专职调解员", "post_en": "mediator",
            "begins": time(14), "ends": time(16, 30), "minutes": 30, "topics": "邻里、物业、家庭",
            "topics_en": "Neighbours, estates, family",
        }),
        (6, {
            "kind": "legal", "host": "区法律援助中心", "host_en": "Legal aid centre", "leader_name": "齐律师",
            "leader_name_en": "Lawyer Qi", "post": "值班律师", "post_en": "lawyer on duty", "begins": time(9),
            "ends": time(11), "minutes": 20, "topics": "劳动、消费、赡养", "topics_en": "Labour, consumers, support",
        }),
        (8, {
            "kind": "psych", "host": "区心理服务中心", "host_en": "Counselling centre", "leader_name": "白老师",
            "leader_name_en": "Ms Bai", "post": "心理咨询师", "post_en": "counsellor", "begins": time(14),
            "ends": time(17),
            "topics": "情绪、睡眠、家庭关系", "topics_en": "Mood, sleep, family",
        }),
    ]  # fmt: skip


def _held(common: dict[str, object], area: Area, now: datetime) -> None:
    ReceptionDay.objects.create(
        **common, kind="court", host="合安区人民法院", host_en="He'an District Court", leader_name="何法官",
        leader_name_en="Judge He", post="审判员", post_en="judge", begins=time(9), ends=time(11), audience="open",
        topics="物业费", topics_en="Estate fees", area=area, place="社区议事厅", place_en="Community hall",
        day=_working(now.date(), -6), held_at=now, met=23, report="当庭调解结案，旁听居民提问得到解答。",
        report_en="Settled in court; listeners' questions were answered.",
    )  # fmt: skip


def _working(day: date, steps: int) -> date:
    calendar = work_calendar()
    for _step in range(abs(steps)):
        day = calendar.next_working_day(day) if steps > 0 else calendar.previous_working_day(day)
    return day
