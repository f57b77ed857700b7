"""Two sides that sign at the same moment: both signatures count, and the agreement takes effect once."""

import pytest
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Case, Event, Paper
from heli.mediation.agreement_models import Signature
from heli.mediation.tests.agreed import before_the_sides, by_committee, signed
from heli.mediation.tests.people import build_for_mediation, first, other
from heli.service_requests.tests.pairs import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_signatures_at_once_are_both_kept_and_take_effect_once(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    district = build_for_mediation()
    case = before_the_sides(district)
    by_committee(case, district, timezone.localdate())
    assert case.state == "to_sign"
    outcomes = at_once(
        lambda: signed(Case.objects.get(pk=case.pk), first(case), "李女士"),
        lambda: signed(Case.objects.get(pk=case.pk), other(case), "吴先生"),
    )
    assert [type(each) for each in outcomes] == [Event, Event]
    with acting_as(SYSTEM):
        assert Signature.objects.filter(part="side").count() == 2
        assert Paper.objects.filter(case=case, paper__kind="mediation_agreement").count() == 1
    assert Event.objects.filter(case=case, step="take_effect").count() == 1
    assert Case.objects.get(pk=case.pk).state == "in_force"
