"""Every state against a side says what it can do next, on what ground and until when."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from heli.cases.models import Case, Clock
from heli.mediation.panels import resident_context
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.tests.agreed import concluded, do
from heli.mediation.tests.people import MediationDistrict, applied, first, invited, mediated, other, step
from heli.mediation.tests.test_confirmation import confirmed, filed
from heli.mediation.ways import Way
from heli.organizations.days import midnight

pytestmark = pytest.mark.django_db


def turned_away(district: MediationDistrict) -> Case:
    case = applied(district).case
    assert step(case, "turn_away", district.actor("cai"), reason="属于行政争议。", where="可以申请行政复议。")
    return case


def refused(district: MediationDistrict) -> Case:
    case = invited(district)
    assert step(case, "refuse", other(case))
    return case


def not_settled(district: MediationDistrict) -> Case:
    case = mediated(district)
    assert step(case, "close_unsettled", district.actor("cai"), reason="谈不拢。", ways="可以起诉。")
    return case


def ended(district: MediationDistrict) -> Case:
    case = mediated(district)
    assert step(case, "end", other(case), reason="不谈了。")
    return case


def later() -> datetime:
    return midnight(timezone.localdate() + timedelta(days=1)) + timedelta(hours=12)


def not_kept(district: MediationDistrict) -> Case:
    case = concluded(district, timezone.localdate())
    assert do(case, "report_breach", first(case), at=later(), reason="没付。")
    return case


def not_confirmed(district: MediationDistrict) -> Case:
    case, today = filed(district), timezone.localdate()
    facts: dict[str, Any] = {"result": "dismissed", "on": today, "number": "1", "grounds": ["358.5"]}
    assert do(case, "record_dismissal", district.actor("cai"), **facts)
    return case


STATES = {each.__name__: each for each in (turned_away, refused, not_settled, ended, not_kept, not_confirmed)}


def ways(case: Case) -> list[Way]:
    found: list[Way] = resident_context(case, first(case))["ways"]
    return found


def test_every_state_against_a_side_is_looked_at() -> None:
    assert set(STATES) == {state.name for state in P.states() if state.adverse}


@pytest.mark.parametrize("name", STATES)
def test_what_is_open_can_be_done_and_stands_with_its_ground(district: MediationDistrict, name: str) -> None:
    case = STATES[name](district)
    assert case.state == name
    found = ways(case)
    assert len(found) >= 2
    assert all(str(each.limit) and str(each.ground) for each in found)
    for each in found:
        assert not each.step or P.step(each.step).leaves(P.state(name))
    if name == "not_kept":
        clock = Clock.objects.get(case=case, limit="confirming", stopped_at__isnull=True)
        assert clock.due_at in [each.until for each in found]


def test_after_confirmation_enforcement_stands_there_and_the_application_does_not(district: MediationDistrict) -> None:
    case = confirmed(district)
    assert ways(case) == []
    assert do(case, "report_breach", first(case), at=later(), reason="没付。")
    assert {each.step for each in ways(case)} == {"talk_again", "ask_enforcement", "go_to_court"}
