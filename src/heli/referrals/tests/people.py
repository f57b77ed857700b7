"""The small district with bodies that matters are referred to.

Zhou leads the petition office, where Xu coordinates; Ma handles for roads, Wang for water. A court, the police, a
labour arbitration and discipline inspection are outside bodies; the petition office and the district's centre are
inside, and so is a unit that helps (Hu, Han).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from heli.cases.models import Case
from heli.organizations.models import Duty, Unit, UnitKind
from heli.organizations.responsibility import REVISION as ORGANIZATION
from heli.petitions.tests.people import PetitionDistrict, build_for_petitions
from heli.places.revisions import bump
from heli.places.tests.seed import seed
from heli.referrals import referring
from heli.referrals.models import Partner, PartnerKind, Way
from heli.referrals.opening import Agreed, Incoming, take_in
from heli.service_requests.tests.district import add_person, add_unit


@dataclass
class ReferralDistrict:
    """The district with its partners by their names."""

    petitions: PetitionDistrict
    helpers: Unit
    partners: dict[str, Partner]

    def actor(self, name: str) -> Any:
        """Return the person called ``name`` as an actor."""
        return self.petitions.actor(name)


@seed
def build() -> ReferralDistrict:
    """Build the district in the present database."""
    petitions = build_for_petitions()
    helpers = add_unit("helpers", "区心理服务站", UnitKind.STATION, petitions.small.centre, petitions.small.root)
    for name, duty in (("hu", Duty.MEMBER), ("han", Duty.LEADER)):
        petitions.small.people[name] = add_person(name, helpers, duty)
    bump(ORGANIZATION)
    rows: dict[str, tuple[str, Unit | None]] = {
        "court": (PartnerKind.COURT, None),
        "police": (PartnerKind.POLICE, None),
        "arbitration": (PartnerKind.ARBITRATION, None),
        "discipline": (PartnerKind.DISCIPLINE, None),
        "office": (PartnerKind.PETITIONS, petitions.office),
        "desk": (PartnerKind.REQUESTS, petitions.small.centre),
        "helpers": (PartnerKind.OTHER, helpers),
    }
    partners = {
        name: Partner.objects.create(kind=kind, unit=unit, name=f"区{name}", reached="0571-5550199")
        for name, (kind, unit) in rows.items()
    }
    return ReferralDistrict(petitions, helpers, partners)


def agreed(**more: Any) -> dict[str, Any]:
    """Return consent as the form gives it."""
    return {"consent": "in_writing", "consent_by": "李某、某公司", "consent_on": timezone.localdate(), **more}


def refer(district: ReferralDistrict, source: Case, to: str, *, by: str, **more: Any) -> Any:
    """Refer ``source`` to the body called ``to`` and return the outcome."""
    facts = {"question": "请协助化解双方的争议。", "summary": "双方因欠薪发生争议。", **agreed(), **more}
    return referring.refer(source, by=district.actor(by), partner=district.partners[to], **facts)


def referred(district: ReferralDistrict, source: Case, to: str, *, by: str, **more: Any) -> Case:
    """Return the case of a referral of ``source`` that was made."""
    outcome = refer(district, source, to, by=by, **more)
    assert outcome, outcome
    found = referring.referrals_of(source)[0].case
    return Case.objects.select_related("referral__partner", "referral__source", "category", "unit").get(pk=found.pk)


def from_court(district: ReferralDistrict, *, at: datetime | None = None, **more: Any) -> Case:
    """Return what the court has sent to the unit for helpers."""
    what = {
        "partner": district.partners["court"],
        "unit": district.helpers,
        "category": district.petitions.wages,
        "question": "请就双方的合同纠纷组织调解。",
        "agreed": Agreed(how="in_writing", by="双方当事人", on=timezone.localdate(at) if at else timezone.localdate()),
        "their_number": "（2026）诉前调字第12号",
        "way": Way.APPOINTED,
        **more,
    }
    opened = take_in(Incoming(**what), by=district.actor("hu"), key=uuid4(), at=at)
    assert opened, opened
    return Case.objects.select_related("referral__partner", "category", "unit").get(pk=opened.case.pk)
