"""Disputes and referrals: what may be passed, and what committees take in."""

from uuid import uuid4

import pytest
from django.utils import timezone

from heli.access.context import acting_as
from heli.cases.models import Channel
from heli.cases.parties import Named, parties_of
from heli.cases.people_models import Party
from heli.kernel.decisions import Denied
from heli.mediation.referring import ending_of, items, open_from
from heli.mediation.sides import all_agree
from heli.mediation.tests.people import MediationDistrict, first, invited, mediated, other, step
from heli.people.models import Contact
from heli.referrals.receivers import Handover

pytestmark = pytest.mark.django_db


def test_no_file_for_the_mediators_and_no_invitation_is_passable(district: MediationDistrict) -> None:
    case = mediated(district)
    with acting_as(district.actor("cai")):
        found = [each.key.split(":")[0] for each in items(case)]
        kinds = {each.paper.paper.kind for each in items(case) if each.paper}
    assert "file" not in found
    assert "mediation_invitation" not in kinds
    assert {"told", "contact", "party", "paper"} == set(found)


def test_what_is_referred_opens_a_dispute_that_nobody_has_agreed_to_yet(district: MediationDistrict) -> None:
    source = invited(district)
    handover = Handover(
        referral=source,
        question="请调解邻里漏水",
        text="多次协商不成。",
        category=district.leak,
        unit=district.street,
        channel=Channel.API,
        received_at=timezone.now(),
        contact=Contact(name="李女士", phone="13900000011"),
        parties=[Named(Party.Role.AGENT, Contact(name="李律师"))],
    )
    opened = open_from(handover, district.actor("su"), uuid4())
    assert not isinstance(opened, Denied)
    case = opened.case
    assert (case.unit, case.state) == (district.street, "applied")
    assert not all_agree(case)
    su = district.actor("su")
    assert step(case, "name_side", su, role="other_side", name="吴先生")
    assert step(case, "accept", su)
    with acting_as(su):
        [wu] = [each for each in parties_of(case) if each.role == Party.Role.OTHER_SIDE]
    assert step(case, "invite", su, party=wu)
    assert step(case, "agree", other(case))
    assert not all_agree(case)
    assert step(case, "agree", first(case))
    assert all_agree(case)


def test_others_name_no_side(district: MediationDistrict) -> None:
    case = invited(district)
    for who in (first(case), other(case), district.actor("ma")):
        assert isinstance(step(case, "name_side", who, role="third", name="某人"), Denied)


def test_the_result_says_the_state_and_nothing_of_the_talks(district: MediationDistrict) -> None:
    case = mediated(district)
    assert step(case, "close_unsettled", district.actor("cai"), reason="吴先生只肯付一千。", ways="可以起诉。")
    ending = ending_of(case)
    assert ending.outcome == "not_settled"
    assert "一千" not in ending.text
