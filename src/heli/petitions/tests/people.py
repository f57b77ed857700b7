"""The small district with a petition office and the office that reviews for the district government.

Zhou leads the petition office, Xu and Xia coordinate there, Qi sits at its window. Roads (Ma, Mo; Lead leads) and water
(Wang) are organs; Guan and Gu review for the government. Li petitions.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from heli.access.actors import Actor, resident
from heli.cases.acts import Opened
from heli.cases.models import Case, Paper, Service
from heli.cases.serving import Delivery, give_consent
from heli.organizations.models import Category, Duty, Unit, UnitKind
from heli.organizations.responsibility import REVISION as ORGANIZATION
from heli.people.models import Contact
from heli.petitions import actions, arrangements, deciding, handling
from heli.petitions.opening import PETITIONER, Filing, file
from heli.places.revisions import bump
from heli.places.tests.seed import seed
from heli.service_requests.tests.district import District, add_person, add_unit, build


@dataclass
class PetitionDistrict:
    """The small district, with who petitions are about."""

    small: District
    office: Unit
    government: Unit
    wages: Category

    def actor(self, name: str) -> Actor:
        """Return the person called ``name`` as an actor."""
        return self.small.actor(name)

    @property
    def roads(self) -> Unit:
        """The organ that most petitions here are for."""
        return self.small.roads

    @property
    def water(self) -> Unit:
        """Another organ."""
        return self.small.water


@seed
def build_for_petitions() -> PetitionDistrict:
    """Build the district in the present database."""
    small = build()
    office = add_unit("petitions", "区信访局", UnitKind.PETITION_OFFICE, small.centre, small.root)
    government = add_unit("government", "区政府复查复核办公室", UnitKind.DEPARTMENT)
    for name, unit, duty in (
        ("zhou", office, Duty.LEADER),
        ("xu", office, Duty.COORDINATOR),
        ("xia", office, Duty.COORDINATOR),
        ("qi", office, Duty.INTAKE),
        ("guan", government, Duty.MEMBER),
        ("gu", government, Duty.LEADER),
    ):
        small.people[name] = add_person(name, unit, duty)
    group = Category.objects.create(code="90", name="劳动社保", name_en="Labour", families=["petition"])
    wages = Category.objects.create(
        code="9001", parent=group, name="拖欠工资", name_en="Unpaid wages", amount=60, unit="days",
        basis="《信访工作条例》第三十四条", families=["petition"],
    )  # fmt: skip
    arrangements.save({"review_unit": "government"})
    bump(ORGANIZATION)
    return PetitionDistrict(small, office, government, wages)


def filed(district: PetitionDistrict, *, by: Actor = PETITIONER, at: datetime | None = None, **more: Any) -> Opened:
    """File a petition as Li and return what was opened."""
    what = Filing(
        **{
            "text": "公司拖欠三个月工资，多次催要无果。",
            "request": "请责令公司支付工资。",
            "category": district.wages,
            "area": district.small.grid,
            "contact": Contact(name="李", phone="13800000000", email="li@example.test"),
            **more,
        }  # type: ignore[arg-type]
    )
    return file(what, by=by, key=uuid4(), at=at)


def li(case: Case) -> Actor:
    """Return the person of ``case``."""
    return resident(case.reference)


def last_paper(case: Case, kind: str) -> Paper:
    """Return the paper of ``kind`` that was issued last in ``case``."""
    return Paper.objects.filter(case=case, paper__kind=kind).order_by("-id")[0]


def electronically(case: Case, district: PetitionDistrict, *, on: date | None = None) -> Delivery:
    """Return an electronic delivery to which the person has consented, received ``on`` (else today)."""
    give_consent(case, how="with_the_case", by=district.actor("xu"), at=case.opened_at)
    day = on or timezone.localdate()
    return Delivery(method=Service.Method.ELECTRONIC, sent_on=day, received_on=day, note="短信回执 10:02 送达")


def accepted(district: PetitionDistrict, **more: Any) -> Case:
    """Return a claim that roads has accepted."""
    case = filed(district, **more).case
    assert actions.forward(case, by=district.actor("xu"), unit=district.roads)
    assert handling.accept(case, by=district.actor("ma"))
    return case


OPINION: dict[str, Any] = {
    "outcome": "not_supported",
    "findings": "经查，工资已经付清。",
    "opinion": "不予支持。",
    "ground": "《保障农民工工资支付条例》第三条",
}


def answered(district: PetitionDistrict, **more: Any) -> Case:
    """Return a claim whose written opinion has been served."""
    case = accepted(district, **more)
    assert deciding.decide(case, by=district.actor("ma"), **OPINION)
    paper = last_paper(case, "opinion")
    assert deciding.serve_opinion(case, by=district.actor("ma"), paper=paper, delivery=electronically(case, district))
    return case


def reviewed(district: PetitionDistrict) -> Case:
    """Return a claim whose review opinion has been served."""
    case = answered(district)
    assert deciding.ask_review(case, by=li(case), reason="工资条不是我签的。")
    assert deciding.decide_review(case, by=district.actor("guan"), **{**OPINION, "outcome": "upheld"})
    delivery = electronically(case, district)
    paper = last_paper(case, "review_opinion")
    assert deciding.serve_review(case, by=district.actor("guan"), paper=paper, delivery=delivery)
    return case
