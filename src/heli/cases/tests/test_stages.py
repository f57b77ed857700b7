"""What waits for whom in the database is what the engine would let them do."""

import pytest

from heli.access.roles import holds
from heli.cases.counting import counts, shown
from heli.cases.models import Case
from heli.cases.similar import alike, probe_of, with_alike
from heli.cases.stages import OFFICES, asked_of, holding, waiting_for
from heli.service_requests import actions
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(db):
    return build()


def in_hand(district):
    case = reported(district).case
    assert actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    assert actions.accept(case, by=district.actor("ma"), member=district.people["ma"])
    return case


@pytest.mark.parametrize("role", OFFICES)
def test_the_condition_agrees_with_the_rule(district, role):
    cases = [reported(district).case, reported(district, area=None, address="x").case, in_hand(district)]
    for name in district.people:
        actor = district.actor(name)
        found = set(Case.objects.filter(holding(actor, role)).values_list("pk", flat=True))
        assert found == {case.pk for case in cases if holds(actor, [role], case)}, (name, role)


def test_nothing_waits_for_those_without_an_office(district):
    reported(district), in_hand(district)
    for name in ("hot", "grid", "admin", "audit", "wang", "west"):
        assert not Case.objects.filter(waiting_for(district.actor(name))).exists(), name


def test_more_time_waits_for_the_leader_alone(district):
    case = in_hand(district)
    assert not Case.objects.filter(asked_of(district.actor("lead"))).exists()
    actions.request_extension(case, by=district.actor("ma"), amount=1, reason="x")
    assert Case.objects.filter(asked_of(district.actor("lead"))).get() == case
    for name in ("ma", "east", "waterlead"):
        assert not Case.objects.filter(asked_of(district.actor(name))).exists(), name


def test_counts_stop_at_the_bound(district):
    for _ in range(4):
        reported(district)
    found = counts({"all": Case.objects.all(), "none": Case.objects.none()}, most=2)
    assert found == {"all": 3, "none": 0}
    assert shown(3, most=2) == "2+"


def test_counting_is_one_statement(district, django_assert_num_queries):
    with django_assert_num_queries(1):
        counts({str(number): Case.objects.open() for number in range(5)})


def test_duplicates_are_never_found_among_hidden_cases(district):
    case = reported(district).case
    reported(district, text="路灯不亮")
    assert alike(probe_of(case), district.actor("wang")) == []
    assert [each.metres for each in alike(probe_of(case), district.actor("east"))] == [0]


def test_far_other_and_old_cases_are_no_duplicates(district):
    case = reported(district).case
    reported(district, latitude=30.26)
    reported(district, category=district.attitude)
    assert alike(probe_of(case), district.actor("chen")) == []
    assert with_alike(Case.objects.filter(pk=case.pk), district.actor("chen")).get().alike == []
