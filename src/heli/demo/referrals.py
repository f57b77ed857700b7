"""Bodies that the demo district refers to, and some referrals of each kind: waiting, in work, refused, returned."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from heli.access.actors import SYSTEM, Actor, staff
from heli.access.context import acting_as
from heli.cases.models import Case
from heli.demo.then import as_of
from heli.kernel.decisions import Denied
from heli.organizations.models import Category, Duty, Post, Unit
from heli.people.models import Contact
from heli.petitions.claims import ClaimProcedure
from heli.referrals import actions, referring
from heli.referrals.models import Outcome, Partner, PartnerKind, Way
from heli.referrals.opening import Agreed, Incoming, take_in
from heli.referrals.passable import TOLD, items_of
from heli.referrals.receivers import receiver_for

K = PartnerKind
#: Kind, name, English name, code of the unit that is it (empty: outside), how it is reached.
BODIES: Final = (
    (K.MEDIATION, "合安区矛盾纠纷调解中心", "He'an District Mediation Centre", "mediation", "0000-88020001"),
    (K.POLICE, "合安区公安分局", "He'an Branch of Public Security", "police", "110；合安区人民路8号"),
    (K.PETITIONS, "合安区信访局", "Petition Office of He'an", "petitions", "合安区联合接访中心"),
    (K.COURT, "合安区人民法院", "People's Court of He'an", "", "诉讼服务热线 12368"),
    (K.PROCURATORATE, "合安区人民检察院", "People's Procuratorate of He'an", "", "检察服务热线 12309"),
    (K.DISCIPLINE, "合安区纪委监委", "Discipline Inspection and Supervision of He'an", "", "举报电话 12388"),
    (K.ARBITRATION, "合安区劳动人事争议仲裁委员会", "Labour Arbitration of He'an", "", "劳动保障热线 12333"),
    (K.ARBITRATION, "合安区农村土地承包仲裁委员会", "Rural Land Arbitration of He'an", "", "合安区农业农村局三楼"),
    (K.OTHER, "合安区心理服务中心", "Counselling Centre of He'an", "", "心理援助电话 0571-8800-1299"),
    (K.OTHER, "合安区人民医院专家咨询组", "Expert Advice Group of He'an Hospital", "", "合安区人民医院门诊楼二层"),
    (K.REQUESTS, "合安区诉求受理中心", "Request Desk of He'an", "centre", "12345"),
)  # fmt: skip
#: How courses of disputes call some of them.
CALLED: Final = {
    "court": "合安区人民法院", "petitions": "合安区信访局", "police": "合安区公安分局",
    "hospital": "合安区人民医院专家咨询组", "counselling": "合安区心理服务中心",
    "arbitration": "合安区劳动人事争议仲裁委员会",
}  # fmt: skip
#: To which kind, what is asked, days ago, and how far it has come.
STORIES: Final = (
    (K.MEDIATION, "双方愿意坐下来谈，请组织调解，并告知结果。", 4, "accepted"),
    (K.ARBITRATION, "请就欠付工资的数额依法仲裁，并告知当事人申请时限。", 21, "returned"),
    (K.COURT, "请提供诉前指导，并告知立案所需材料。", 6, "accepted"),
    (K.OTHER, "当事人长期焦虑，本人愿意接受心理疏导，请安排。", 12, "returned"),
    (K.POLICE, "双方曾发生推搡，请核实报警记录。", 9, "refused"),
    (K.PROCURATORATE, "该事项是否已进入民事检察监督程序？", 5, "offered"),
    (K.DISCIPLINE, "请答复编号所示事项是否已受理。", 30, "returned"),
)  # fmt: skip
_SUMMARY: Final = "信访人反映的事项事实清楚，双方对数额和责任有分歧，本人希望通过贵单位的程序解决。"


@transaction.atomic
def refer_some(now: datetime) -> int:
    """Refer open petitions, take in what a court appoints; return how many referrals."""
    with acting_as(SYSTEM):
        units = {unit.code: unit for unit in Unit.objects.filter(active=True)}
        bodies = found_bodies(units)
        told = sum(_told(matter, story, bodies, now) for matter, story in zip(_matters(now), STORIES, strict=False))
        return told + sum(_from_court(bodies, units, now, *each) for each in APPOINTED)


def found_bodies(units: dict[str, Unit]) -> list[Partner]:
    """Return the bodies, entered where they are not; two processes never do so at once."""
    known = {each.name: each for each in Partner.objects.all()}
    return [known.get(each[1]) or _body(units, *each) for each in BODIES]


def partner_called(name: str) -> Partner:
    """Return the body that courses of disputes call so."""
    return Partner.objects.get(name=CALLED[name])


def _body(units: dict[str, Unit], kind: str, name: str, english: str, code: str, reached: str) -> Partner:
    return Partner.objects.create(kind=kind, name=name, name_en=english, unit=units.get(code), reached=reached)


def _matters(now: datetime) -> list[Case]:
    """Open petitions that an organ has in hand and nobody has touched for three days, the latest first."""
    rows = Case.objects.visible_to(SYSTEM).filter(procedure=ClaimProcedure.code, state=ClaimProcedure.in_hand.name)
    rows = rows.filter(excluded_units=[], changed_at__lte=now - timedelta(days=3))
    return list(rows.select_related("category", "contact").order_by("-pk")[: len(STORIES)])


def _worker(unit_id: int | None, now: datetime) -> Actor | None:
    posts = Post.objects.filter(unit_id=unit_id or 0, duty__in=[Duty.LEADER, Duty.MEMBER], until__isnull=True)
    post = posts.select_related("user").order_by("pk").first()
    return staff(post.user, timezone.localdate(now)) if post else None  # type: ignore[attr-defined]


def _told(matter: Case, story: tuple[Any, ...], bodies: list[Partner], now: datetime) -> bool:
    """Tell one referral; False where nobody may make it."""
    kind, question, days, end = story
    partner = next(each for each in bodies if each.kind == kind)
    by = _worker(matter.unit_id, now)
    begun = max(now - timedelta(days=days), matter.changed_at + timedelta(hours=2))
    if by is None or begun >= now:
        return False
    with as_of(begun), acting_as(by):
        made = referring.refer(matter, by=by, **_offer(matter, partner, question, begun))
    if isinstance(made, Denied):
        return False
    case = (
        Case.objects.visible_to(SYSTEM)
        .select_related("referral__partner", "referral__source")
        .get(pk=referring.referrals_of(matter)[0].pk)
    )
    _goes_on(case, end, begun, now)
    return True


def _offer(matter: Case, partner: Partner, question: str, at: datetime) -> dict[str, Any]:
    minimum = partner.minimum
    items = [] if minimum else [each for each in items_of(matter) if each.key == TOLD]
    return {
        "partner": partner,
        "question": question,
        "summary": "" if minimum else _SUMMARY,
        "items": items,
        "consent": "on_record",
        "consent_by": "信访人本人",
        "consent_on": timezone.localdate(at),
    }


def _goes_on(case: Case, end: str, begun: datetime, now: datetime) -> None:
    answered_at, returned_at = (min(begun + timedelta(days=each), now) for each in (2, 5))
    if end == "offered":
        return
    answered(case, at=answered_at, refuse="未查到相应报警记录，不属于本单位处理的事项。" if end == "refused" else "")
    if end == "returned":
        returned(case, "已依法办理并答复当事人。", at=returned_at)


def answered(case: Case, *, at: datetime, refuse: str = "") -> None:
    """Let the body accept ``case`` at an instant, or refuse it for a reason; outside bodies by whoever referred it."""
    inside = case.referral.partner.unit_id is not None
    by = _worker(case.unit_id, at)
    assert by is not None
    with as_of(at), acting_as(by):
        if refuse:
            (actions.refuse if inside else actions.note_refusal)(case, by=by, reason=refuse)
        elif inside:
            actions.accept(case, by=by, received_on=timezone.localdate(at), category=_category(case))
        else:
            actions.note_acceptance(case, by=by, received_on=timezone.localdate(at))


def returned(case: Case, result: str, *, at: datetime) -> None:
    """Let the body return a result at an instant."""
    by = _worker(case.unit_id, at)
    assert by is not None
    act = actions.give_result if case.referral.partner.unit_id is not None else actions.note_result
    with as_of(at), acting_as(by):
        act(case, by=by, outcome=Outcome.SETTLED, result=result)


def _category(case: Case) -> Category:
    """A topic of the domain that takes the case; its own where the referral itself is worked on."""
    receiver = receiver_for(case.referral.partner.kind)
    if receiver is None:
        return case.category
    leaves = Category.objects.filter(parent__isnull=False, active=True).order_by("code")
    return leaves.filter(families=[receiver.family]).first() or leaves.filter(families=[])[0]


#: What the court appointed: days ago, whether it is accepted, topic, its number, what is asked, what it is about, who.
APPOINTED: Final = (
    (1, False, "med.labour.wages", "（2026）诉前调字第318号", "请就双方的劳务合同纠纷组织调解。",
     "原告称被告拖欠劳务费一万二千元，被告对工期有异议，双方均同意先行调解。", "岑女士", "00000000108"),
    (3, True, "med.property.fee", "（2026）诉前调字第296号", "请就双方的物业服务合同纠纷组织调解。",
     "原告要求支付两年的物业费三千六百元，被告称报修未处理，双方均同意先行调解。", "骆先生", "00000000109"),
)  # fmt: skip


def _from_court(bodies: list[Partner], units: dict[str, Unit], now: datetime, days: int, *told: Any) -> int:
    """Let the court appoint mediation to the centre, some days ago."""
    accepted, topic, number, question, text, name, phone = told
    unit, category = units.get("mediation"), Category.objects.filter(code=topic).first()
    by = _worker(unit.pk if unit else None, now)
    if unit is None or by is None or category is None:
        return 0
    at = now - timedelta(days=days)
    what = Incoming(
        partner=next(each for each in bodies if each.kind == K.COURT),
        unit=unit,
        category=category,
        question=question,
        text=text,
        their_number=number,
        way=Way.APPOINTED,
        online=True,
        contact=Contact(name=name, phone=phone),
        agreed=Agreed(how="in_writing", by="双方当事人", on=timezone.localdate(at)),
    )
    with as_of(at), acting_as(by):
        opened = take_in(what, by=by, key=uuid4())
    if accepted and not isinstance(opened, Denied):
        with as_of(at + timedelta(days=1)), acting_as(by):
            actions.accept_appointed(opened.case, by=by, category=category)
    return int(bool(opened))
