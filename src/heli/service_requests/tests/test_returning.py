"""Returning a case: once to the coordinator, then the district centre decides, and nobody can return it again."""

import pytest

from heli.cases.models import Assignment
from heli.service_requests import actions
from heli.service_requests.tests.district import reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(district):
    case = reported(district).case
    assert actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    return case


def returned_once(district, case):
    assert actions.send_back(case, by=district.actor("ma"), reason="不属我处")
    assert actions.dispatch(case, by=district.actor("east"), unit=district.water)


def test_another_unit_cannot_return_it(district, case):
    assert not actions.send_back(case, by=district.actor("wang"), reason="不要")


def test_the_first_return_goes_to_the_coordinator(district, case):
    assert not actions.contest(case, by=district.actor("ma"), reason="越级")
    assert actions.send_back(case, by=district.actor("ma"), reason="不属我处")
    assert case.state == "registered"


def test_the_second_return_goes_to_the_district_which_decides_for_good(district, case):
    returned_once(district, case)
    assert not actions.send_back(case, by=district.actor("wang"), reason="也不属我处")
    assert actions.contest(case, by=district.actor("wang"), reason="也不属我处")
    assert case.state == "contested"
    assert not actions.impose(case, by=district.actor("east"), unit=district.roads, reason="镇街不能裁定")
    assert actions.impose(case, by=district.actor("chen"), unit=district.roads, reason="由市政所办理")
    for act in (actions.send_back, actions.contest):
        assert not act(case, by=district.actor("ma"), reason="还是不要")
    assert actions.accept(case, by=district.actor("ma"))


def test_exactly_one_unit_handles_it_all_along(district, case):
    returned_once(district, case)
    actions.contest(case, by=district.actor("wang"), reason="不属我处")
    actions.impose(case, by=district.actor("chen"), unit=district.roads, reason="裁定")
    handling = Assignment.objects.filter(case=case, kind="handling")
    assert handling.count() == 3
    assert handling.get(until__isnull=True).unit == district.roads


def test_the_answering_clock_goes_on_while_units_argue(district, case):
    due = case.due_at
    returned_once(district, case)
    assert case.due_at == due
