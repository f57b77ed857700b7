"""A fund for tests: who keeps it, what it may spend, and people enough for every pair of eyes."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from heli.access.actors import Actor, resident, staff
from heli.cases.acts import Act, Opened
from heli.cases.kinds import Outcome
from heli.cases.models import Case
from heli.funds import actions, ledger
from heli.funds.models import BudgetLine, Fund
from heli.funds.opening import APPLICANT, Application, apply
from heli.kernel.ledgers import Movement
from heli.organizations.models import Category, Duty, Post, Unit, UnitKind
from heli.organizations.responsibility import REVISION
from heli.people.models import Contact, User
from heli.places.revisions import bump
from heli.places.tests.seed import seed
from heli.service_requests.tests.district import BEGIN, District, build

YUAN = 100


@dataclass
class Office:
    """The small district with an office that keeps a fund of 100,000 yuan."""

    district: District
    unit: Unit
    fund: Fund
    line: BudgetLine

    def actor(self, name: str) -> Actor:
        """Return somebody of the district or of the office, with today's posts."""
        return staff(self.district.people[name], date(2026, 6, 1))


def open_office() -> Office:
    """Build the district, the office with its people, the fund and its budget, and allot what may be spent."""
    office = _founded()
    allot(office, 100_000 * YUAN)
    return office


@seed
def _founded() -> Office:
    district = build()
    unit = Unit.objects.create(
        code="petitions", name="区信访局", name_en="Petition office", kind=UnitKind.DEPARTMENT, parent=district.centre
    )
    unit.path = f"{district.centre.path}{unit.pk}/"
    unit.save()
    posts: dict[str, Duty] = {
        "clerk": Duty.MEMBER,
        "liu": Duty.MEMBER,
        "zhao": Duty.MEMBER,
        "sun": Duty.MEMBER,
        "head": Duty.LEADER,
    }
    for name, duty in posts.items():
        user = User(username=name, name=name.title(), email=f"{name}@example.test")
        user.set_unusable_password()
        user.save()
        Post.objects.create(user=user, unit=unit, duty=duty, since=BEGIN)
        district.people[name] = user
    group = Category.objects.create(code="90", name="资金救助", name_en="Relief", families=["fund_application"])
    topic = Category.objects.create(
        code="9001", parent=group, name="困难救助金", name_en="Hardship fund", amount=30, unit="working_days",
        basis="《专项资金办理规程》3.1", confidential=True, families=["fund_application"],
    )  # fmt: skip
    fund = Fund.objects.create(
        code="hardship", name="信访专项资金", name_en="Petition hardship fund", kind="hardship", unit=unit, topic=topic,
        who_may="本区生活确有困难的信访人", who_may_en="People of the district in hardship", leader_above=20_000 * YUAN,
        most=50_000 * YUAN, other_help="可向民政部门申请临时救助", other_help_en="Ask the civil affairs bureau",
    )  # fmt: skip
    line = BudgetLine.objects.create(fund=fund, year=2026, name="困难救助", name_en="Hardship")
    bump(REVISION)
    return Office(district, unit, fund, line)


@transaction.atomic
def allot(office: Office, fen: int) -> None:
    """Allot ``fen`` to the budget."""
    assert ledger.post(
        office.line, Movement.ALLOT, fen, by=office.actor("head"), reason="年初预算", reference="财〔1〕"
    )
    office.line.refresh_from_db()


def applied(office: Office, **more: Any) -> Opened:
    """Apply for 8,000 yuan as a resident, and return what was opened."""
    what: dict[str, Any] = {
        "fund": office.fund,
        "need": "medical",
        "fen": 8_000 * YUAN,
        "text": "家中有人住院，一时无力支付",
        "contact": Contact(name="李", phone="13800000000", email="li@example.test"),
        "consent": True,
        **more,
    }
    by, key = what.pop("by", APPLICANT), what.pop("key", None) or uuid4()
    return apply(Application(**what), by=by, key=key)


def take(case: Case, step: str, who: Actor, **facts: Any) -> Outcome:
    """Take a step as somebody and return the outcome; the case is read afresh first."""
    at = facts.pop("at", None)
    return getattr(actions, step)(Case.objects.get(pk=case.pk), by=who, act=Act(at=at), **facts)


def brought_to(office: Office, state: str, **more: Any) -> Case:
    """Return an application that real steps have brought to ``state``."""
    case = applied(office, **more).case
    person = resident(case.reference)
    way: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    way["assessed"] = [("assess", "clerk", {"findings": "属实"})]
    way["half_approved"] = [
        *way["assessed"],
        ("approve_first", "liu", {"line": office.line, "amount": 8_000 * YUAN, "reason": "属实"}),
    ]
    way["granted"] = [*way["half_approved"], ("approve_second", "head", {"reason": "同意"})]
    account = {"holder": "李某", "bank": "工商银行合安支行", "number": "6222020200112233445"}
    way["payable"] = [*way["granted"], ("name_account", "person", account)]
    way["ordered"] = [*way["payable"], ("order_payment", "clerk", {"amount": 8_000 * YUAN})]
    way["refused"] = [*way["assessed"], ("refuse", "liu", {"ground": "不符合条件"})]
    way["in_review"] = [*way["refused"], ("ask_reconsideration", "person", {"reason": "情况不实"})]
    way["refused_for_good"] = [*way["in_review"], ("uphold", "zhao", {"ground": "维持"})]
    for step, who, facts in way.get(state, []):
        outcome = take(case, step, person if who == "person" else office.actor(who), **facts)
        assert outcome, (step, who, str(outcome))
    return Case.objects.get(pk=case.pk)
