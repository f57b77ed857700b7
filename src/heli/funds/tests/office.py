"""A fund for tests: who keeps it, what it may spend, and people enough for every pair of eyes."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from heli.access.actors import Actor, staff
from heli.funds import ledger
from heli.funds.models import BudgetLine, Fund
from heli.kernel.ledgers import Movement
from heli.organizations.models import Category, Duty, Post, Unit, UnitKind
from heli.organizations.responsibility import REVISION
from heli.people.models import User
from heli.places.revisions import bump
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
    """Build the district, the office with its people, the fund and its budget."""
    district = build()
    unit = Unit.objects.create(
        code="petitions", name="区信访局", name_en="Petition office", kind=UnitKind.DEPARTMENT, parent=district.centre
    )
    unit.path = f"{district.centre.path}{unit.pk}/"
    unit.save()
    posts = {"clerk": Duty.MEMBER, "liu": Duty.MEMBER, "zhao": Duty.MEMBER, "sun": Duty.MEMBER, "head": Duty.LEADER}
    for name, duty in posts.items():
        user = User(username=name, name=name.title(), email=f"{name}@example.test")
        user.set_unusable_password()
        user.save()
        Post.objects.create(user=user, unit=unit, duty=duty, since=BEGIN)
        district.people[name] = user
    group = Category.objects.create(code="90", name="资金救助", name_en="Relief", active=False)
    topic = Category.objects.create(
        code="9001", parent=group, name="困难救助金", name_en="Hardship fund", amount=30, unit="working_days",
        basis="《专项资金办理规程》3.1", confidential=True, active=False,
    )  # fmt: skip
    fund = Fund.objects.create(
        code="hardship", name="信访专项资金", name_en="Petition hardship fund", kind="hardship", unit=unit, topic=topic,
        who_may="本区生活确有困难的信访人", who_may_en="People of the district in hardship", leader_above=20_000 * YUAN,
        most=50_000 * YUAN, other_help="可向民政部门申请临时救助", other_help_en="Ask the civil affairs bureau",
    )  # fmt: skip
    line = BudgetLine.objects.create(fund=fund, year=2026, name="困难救助", name_en="Hardship")
    bump(REVISION)
    office = Office(district, unit, fund, line)
    allot(office, 100_000 * YUAN)
    return office


@transaction.atomic
def allot(office: Office, fen: int) -> None:
    """Allot ``fen`` to the budget."""
    assert ledger.post(
        office.line, Movement.ALLOT, fen, by=office.actor("head"), reason="年初预算", reference="财〔1〕"
    )
    office.line.refresh_from_db()
