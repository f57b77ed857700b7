"""The small district with mediating units at every level, and a dispute between neighbours.

Gong leads the district centre, Geng coordinates there. Su mediates for the street, Cai and Chu in the community, Zu in
a group below it. Li (first side) and Wu (other side) are neighbours.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from heli.access.actors import Actor, resident
from heli.access.context import acting_as
from heli.cases.acts import Act, Opened
from heli.cases.models import Case
from heli.cases.parties import Named, parties_of
from heli.cases.people_models import Party
from heli.kernel.references import own_number
from heli.mediation import actions
from heli.mediation.models import Committee, Level, Sector
from heli.mediation.opening import PARTY, Application, bring
from heli.organizations.models import Category, Duty, Unit, UnitKind
from heli.organizations.responsibility import REVISION
from heli.people.models import Contact
from heli.places.revisions import bump
from heli.places.tests.seed import seed
from heli.service_requests.tests.district import District, add_person, add_unit, build


@dataclass
class MediationDistrict:
    """The small district, and the units that mediate in it."""

    small: District
    centre: Unit
    street: Unit
    community: Unit
    group: Unit
    labour: Unit
    leak: Category
    wages: Category

    def actor(self, name: str) -> Actor:
        """Return the person called ``name`` as an actor."""
        return self.small.actor(name)


@seed
def build_for_mediation() -> MediationDistrict:
    """Build the district in the present database."""
    small = build()
    centre = add_unit("mediation", "区矛盾纠纷调解中心", UnitKind.MEDIATION_CENTRE, small.centre, small.root)
    street = add_unit("mediation-e", "东街道调委会", UnitKind.MEDIATION, centre, small.east)
    community = add_unit("mediation-e1", "人民路社区调委会", UnitKind.MEDIATION, street, small.grid.parent)
    group = add_unit("mediation-e1g", "人民路调解小组", UnitKind.MEDIATION, community, small.grid)
    labour = add_unit("mediation-labour", "区劳动争议调委会", UnitKind.MEDIATION, centre, small.root)
    rows: tuple[tuple[Unit, Level, Sector, list[str]], ...] = (
        (centre, Level.DISTRICT, Sector.GENERAL, []),
        (street, Level.STREET, Sector.GENERAL, []),
        (community, Level.COMMITTEE, Sector.GENERAL, []),
        (group, Level.GROUP, Sector.GENERAL, []),
        (labour, Level.DISTRICT, Sector.LABOUR, ["med.labour.wages"]),
    )
    for unit, level, sector, topics in rows:
        Committee.objects.create(unit=unit, level=level, sector=sector, topics=topics)
    for name, unit, duty in (
        ("gong", centre, Duty.LEADER),
        ("geng", centre, Duty.COORDINATOR),
        ("guo", centre, Duty.MEMBER),
        ("su", street, Duty.MEMBER),
        ("cai", community, Duty.MEMBER),
        ("chu", community, Duty.LEADER),
        ("zu", group, Duty.MEMBER),
        ("lao", labour, Duty.MEMBER),
    ):
        small.people[name] = add_person(name, unit, duty)
    top = Category.objects.create(code="med", name="矛盾纠纷", name_en="Disputes", families=["mediation"])
    leak = _topic(top, "med.neighbour.leak", "邻里漏水", "Leak between neighbours")
    wages = _topic(top, "med.labour.wages", "劳动报酬纠纷", "Dispute about wages")
    bump(REVISION)
    return MediationDistrict(small, centre, street, community, group, labour, leak, wages)


def _topic(top: Category, code: str, name: str, name_en: str) -> Category:
    return Category.objects.create(
        code=code, parent=top, name=name, name_en=name_en, amount=30, unit="days",
        basis="《人民调解工作若干规定》第三十三条", families=["mediation"],
    )  # fmt: skip


def applied(district: MediationDistrict, *, by: Actor = PARTY, at: datetime | None = None, **more: Any) -> Opened:
    """Apply as Li against Wu and return what was opened."""
    what = Application(
        **{
            "title": "楼上漏水",
            "text": "楼上卫生间漏水，我家天花板发霉。",
            "request": "请修好漏水并赔偿3000元。",
            "category": district.leak,
            "area": district.small.grid,
            "contact": Contact(name="李女士", phone="13900000011", email="li@example.org"),
            "parties": [
                Named(Party.Role.OTHER_SIDE, Contact(name="吴先生", phone="13900000012", email="wu@example.org"))
            ],
            **more,
        }
    )
    return bring(what, by=by, key=uuid4(), at=at)


def first(case: Case) -> Actor:
    """Return the first side."""
    return resident(case.reference)


def other(case: Case, number: int = 2) -> Actor:
    """Return another side that was let in."""
    return resident(own_number(case.reference, number))


def step(case: Case, name: str, by: Actor, /, at: datetime | None = None, **facts: Any) -> Any:
    """Take a step of ``actions`` with a key of its own."""
    return getattr(actions, name)(case, by=by, act=Act(key=uuid4(), at=at), **facts)


def invited(district: MediationDistrict, **more: Any) -> Case:
    """Return a dispute that the community accepted, with Wu let in."""
    case = applied(district, **more).case
    cai = district.actor("cai")
    assert step(case, "accept", cai)
    with acting_as(cai):
        [wu] = [each for each in parties_of(case) if each.role == Party.Role.OTHER_SIDE]
    assert step(case, "invite", cai, party=wu)
    return case


def mediated(district: MediationDistrict, **more: Any) -> Case:
    """Return a dispute in mediation: Wu agreed, Cai mediates."""
    case = invited(district, **more)
    assert step(case, "agree", other(case))
    assert step(case, "appoint", district.actor("chu"), mediators=[district.small.people["cai"]])
    assert step(case, "begin", district.actor("cai"))
    return case
