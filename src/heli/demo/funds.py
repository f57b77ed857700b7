"""Two funds of the demo district with their budgets, and applications that have come some way."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from heli.access.actors import SYSTEM, Actor, resident, staff
from heli.access.context import acting_as
from heli.cases.acts import Act
from heli.cases.models import Case
from heli.demo.pictures import draw
from heli.funds import actions, ledger
from heli.funds.known import REVISION as FUNDS
from heli.funds.models import BudgetLine, Fund, FundKind, Need
from heli.funds.opening import APPLICANT, Application, apply
from heli.funds.procedure import FundApplicationProcedure
from heli.kernel.ledgers import Movement
from heli.organizations.models import Category, Duty, Unit, UnitKind
from heli.organizations.responsibility import REVISION as ORGANIZATION
from heli.papers.uploads import store
from heli.people.models import Contact, User
from heli.places.revisions import bump

YUAN: Final = 100
#: Need, amount in yuan, words, name, days ago, and how far it has come.
STORIES: Final = (
    (Need.MEDICAL, 8000, "父亲突发脑梗住院，自付部分两万多元，家里还有两个孩子上学，一时周转不开。", "邓", 40, "paid"),
    (Need.HOUSING, 6000, "台风把屋顶掀了，修缮要六千多元，村里已帮忙清理，材料费还没有着落。", "沈", 16, "half"),
    (Need.EDUCATION, 4000, "孩子考上中职，学费和住宿费凑不齐，助学金要到年底才发。", "范", 5, "new"),
    (Need.LIVING, 3000, "打工的厂子停产，两个月没有收入，想先借一笔生活费。", "曾", 25, "refused"),
)  # fmt: skip


def arrange_funds(now: datetime) -> int:
    """Found two funds at the petition office, allot their budgets, take applications; return how many."""
    with transaction.atomic(), acting_as(SYSTEM):
        office = Unit.objects.get(kind=UnitKind.PETITION_OFFICE)
        hardship = _funds(office, _topic())
        team = _Team(office, now)
        line = _budgets(team, now)
        for story in STORIES:
            _told(team, hardship, line, now, *story)
        bump(FUNDS)
    return len(STORIES)


def _topic() -> Category:
    families = [FundApplicationProcedure.code]
    group = Category.objects.create(code="90", name="资金救助", name_en="Relief", icon="coin-yuan", families=families)
    topic = Category.objects.create(
        code="9001", parent=group, name="专项资金申请", name_en="Application to a fund", amount=30, unit="working_days",
        basis="《专项资金办理标准》2.1", confidential=True, families=families, icon="coin-yuan",
    )  # fmt: skip
    bump(ORGANIZATION)
    return topic


def _funds(office: Unit, topic: Category) -> Fund:
    told = {
        "unit": office,
        "topic": topic,
        "other_help": "可以向所在街道申请临时救助，或者拨打 12345 咨询医疗、住房、教育救助。",
        "other_help_en": "Ask your street for temporary assistance, or call 12345 about other aid.",
    }
    Fund.objects.create(
        code="livelihood", name="民生基金", name_en="People's livelihood fund", kind=FundKind.LIVELIHOOD, **told,
        who_may="本区居民，因疾病、灾害、就学等急需用钱，而其他救助一时到不了的。",
        who_may_en="Residents who need money urgently while other aid cannot come in time.",
        leader_above=10_000 * YUAN, most=20_000 * YUAN,
    )  # fmt: skip
    return Fund.objects.create(
        code="hardship", name="信访专项资金", name_en="Petition hardship fund", kind=FundKind.HARDSHIP, **told,
        who_may="有信访事项在本区办理、生活确有困难的人。领取资金不影响您继续反映诉求。",
        who_may_en="People in hardship with a petition in this district. Taking money changes no right.",
        needed="把情况写清楚就可以，不需要开证明。", needed_en="Just tell what happened. No certificates.",
        leader_above=20_000 * YUAN, most=50_000 * YUAN,
    )  # fmt: skip


class _Team:
    """Those of the office who verify, approve and pay."""

    def __init__(self, office: Unit, now: datetime) -> None:
        self.now = now
        people = User.objects.filter(posts__unit=office).distinct().order_by("pk")
        self.members = [self.actor(user) for user in people.filter(posts__duty=Duty.MEMBER)]
        self.leader = self.actor(people.filter(posts__duty=Duty.LEADER).earliest("pk"))

    def actor(self, user: User) -> Actor:
        """Return somebody with today's posts."""
        return staff(user, timezone.localdate(self.now), at=self.now)


def _budgets(team: _Team, now: datetime) -> BudgetLine:
    """Allot this year's budgets; returns that from which the applications are served."""
    year, at = timezone.localdate(now).year, now - timedelta(days=60)
    served: BudgetLine | None = None
    for code, purpose, english, amount in (
        ("livelihood", "急难帮扶", "Urgent need", 500_000),
        ("hardship", "困难救助", "Hardship", 300_000),
    ):
        fund = Fund.objects.get(code=code)
        line = BudgetLine.objects.create(fund=fund, year=year, name=purpose, name_en=english)
        posted = ledger.post(
            line,
            Movement.ALLOT,
            amount * YUAN,
            by=team.leader,
            reason="年度预算",
            reference=f"合财预〔{year}〕12号",
            at=at,
        )
        assert posted, posted
        served = line
    assert served is not None
    return served


def _told(
    team: _Team, fund: Fund, line: BudgetLine, now: datetime, need: str, amount: int, text: str, name: str, ago: int,
    end: str,
) -> None:  # fmt: skip
    """Tell one application: opened some days ago, and every step by whoever may take it."""
    what = Application(
        fund=fund,
        need=need,
        fen=amount * YUAN,
        text=text,
        contact=Contact(name=name, phone="13900000000"),
        consent=True,
    )
    case = apply(what, by=APPLICANT, key=uuid4(), at=now - timedelta(days=ago)).case
    for hours, (step, by, facts) in enumerate(_steps(team, case, line, amount * YUAN, end), 1):
        at = case.opened_at + timedelta(days=1, hours=hours)
        files = {"receipt": [store(draw("page", done=True))]} if step == "record_payment" else {}
        outcome = getattr(actions, step)(case, by=by, act=Act(at=at), **facts, **files)
        assert outcome, (step, str(outcome))


def _steps(team: _Team, case: Case, line: BudgetLine, fen: int, end: str) -> list[tuple[str, Actor, dict[str, Any]]]:
    verifier, first, cashier, *_rest = team.members
    verified = [("assess", verifier, {"findings": "已入户核实，并核对医保、民政记录，情况属实。", "recommended": fen})]
    approved = ("approve_first", first, {"line": line, "amount": fen, "reason": "符合条件，同意。"})
    account = {"holder": "邓家旺", "bank": "合安农商银行城关支行", "number": "6228480000000000011"}
    ways: dict[str, list[tuple[str, Actor, dict[str, Any]]]] = {
        "new": [],
        "half": [*verified, approved],
        "refused": [*verified, ("refuse", first, {"ground": "经核实，失业保险金已于上月核发，可覆盖基本生活支出。"})],
        "paid": [
            *verified,
            approved,
            ("approve_second", team.leader, {"reason": "同意。"}),
            ("name_account", resident(case.reference), account),
            ("order_payment", verifier, {"amount": fen}),
            ("record_payment", cashier, {"amount": fen, "bank_reference": "2026070100012345"}),
        ],
    }
    return ways[end]
