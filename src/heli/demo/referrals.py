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

K = PartnerKind
#: Kind, name, English name, code of the unit that is it (empty: outside), how it is reached.
BODIES: Final = (
    (K.POLICE, "合安区公安分局", "He'an Branch of Public Security", "police", "110；合安区人民路8号"),
    (K.PETITIONS, "合安区信访局", "Petition Office of He'an", "petitions", "合安区联合接访中心"),
    (K.COURT, "合安区人民法院", "People's Court of He'an", "", "诉讼服务热线 12368"),
    (K.PROCURATORATE, "合安区人民检察院", "People's Procuratorate of He'an", "", "检察服务热线 12309"),
    (K.DISCIPLINE, "合安区纪委监委", "Discipline Inspection and Supervision of He'an", "", "举报电话 12388"),
    (K.ARBITRATION, "合安区劳动人事争议仲裁委员会", "Labour Arbitration of He'an", "", "劳动保障热线 12333"),
    (K.ARBITRATION, "合安区农村土地承包仲裁委员会", "Rural Land Arbitration of He'an", "", "合安区农业农村局三楼"),
    (K.OTHER, "合安区心理服务中心", "Counselling Centre of He'an", "", "心理援助电话 0571-8800-1299"),
    (K.REQUESTS, "合安区诉求受理中心", "Request Desk of He'an", "centre", "12345"),
)  # fmt: skip
#: To which kind, what is asked, days ago, and how far it has come.
STORIES: Final = (
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
    """Enter the bodies, refer open petitions to them, take in what a court appoints; return how many referrals."""
    with acting_as(SYSTEM):
        units = {unit.code: unit for unit in Unit.objects.filter(active=True)}
        bodies = [_body(units, *each) for each in BODIES]
        told = sum(_told(matter, story, bodies, now) for matter, story in zip(_matters(now), STORIES, strict=False))
        return told + _from_court(bodies, units, now)


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
    inside = case.referral.partner.unit_id is not None
    answer = actions.accept if inside else actions.note_acceptance
    refusing = actions.refuse if inside else actions.note_refusal
    returning = actions.give_result if inside else actions.note_result
    by = _worker(case.unit_id, now)
    answered, returned = (min(begun + timedelta(days=each), now) for each in (2, 5))
    if by is None or end == "offered":
        return
    with as_of(answered), acting_as(by):
        if end == "refused":
            refusing(case, by=by, reason="未查到相应报警记录，不属于本单位处理的事项。")
            return
        answer(case, by=by, received_on=timezone.localdate(answered))
    if end == "returned":
        with as_of(returned), acting_as(by):
            returning(case, by=by, outcome=Outcome.SETTLED, result="已依法办理并答复当事人。")


def _from_court(bodies: list[Partner], units: dict[str, Unit], now: datetime) -> int:
    """Let the court appoint mediation to a unit, some days ago."""
    unit = units.get("labour")
    by = _worker(unit.pk if unit else None, now)
    topic = Category.objects.filter(parent__isnull=False, active=True, families=[]).order_by("code").first()
    if unit is None or by is None or topic is None:
        return 0
    at = now - timedelta(days=1)
    with as_of(at), acting_as(by):
        what = Incoming(
            partner=next(each for each in bodies if each.kind == K.COURT),
            unit=unit,
            category=topic,
            question="请就双方的劳务合同纠纷组织调解。",
            text="原告称被告拖欠劳务费一万二千元，被告对工期有异议，双方均同意先行调解。",
            their_number="（2026）诉前调字第318号",
            way=Way.APPOINTED,
            online=True,
            contact=Contact(name="岑女士", phone="13900000108"),
            agreed=Agreed(how="in_writing", by="双方当事人", on=timezone.localdate(at)),
        )
        return int(bool(take_in(what, by=by, key=uuid4())))
