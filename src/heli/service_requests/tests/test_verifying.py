"""Results: evidence is kept, somebody else verifies, the resident has the last word."""

import pytest

from heli.access.actors import resident
from heli.organizations.models import Duty, Post
from heli.service_requests import actions
from heli.service_requests.tests.district import BEGIN, reported

pytestmark = pytest.mark.django_db


def completed(district, **more):
    case = reported(district, **more).case
    actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    actions.accept(case, by=district.actor("ma"), member=district.people["ma"])
    assert actions.complete(case, by=district.actor("ma"), outcome="solved", answer="修好了")
    return case


def test_another_member_cannot_report_the_result(district):
    case = reported(district).case
    actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    actions.accept(case, by=district.actor("ma"), member=district.people["ma"])
    assert not actions.complete(case, by=district.actor("mo"), outcome="solved", answer="好了")


def test_neither_the_handler_nor_the_unit_verifies(district):
    case = completed(district)
    for name in ("ma", "mo"):
        Post.objects.create(user=district.people[name], unit=district.centre, duty=Duty.COORDINATOR, since=BEGIN)
        assert not actions.verify(case, by=district.actor(name))
    assert actions.verify(case, by=district.actor("chen"))


def test_what_is_not_in_order_goes_back_and_the_clock_goes_on(district):
    case = completed(district)
    assert actions.send_back_to_work(case, by=district.actor("east"), reason="还不亮")
    assert case.state == "in_hand"
    assert case.clocks.filter(limit="answering").count() == 1


def test_a_residents_case_is_not_closed_over_their_head(district):
    case = completed(district)
    assert not actions.verify_and_close(case, by=district.actor("east"))
    assert actions.verify(case, by=district.actor("east"))
    assert not actions.confirm(case, by=district.actor("ma"))
    assert actions.confirm(case, by=resident(case.reference))


def test_a_grid_workers_finding_is_closed_by_the_check(district):
    case = completed(district, channel="grid")
    assert not actions.verify(case, by=district.actor("east"))
    assert actions.verify_and_close(case, by=district.actor("east"))
    assert case.closed_at


def test_a_closed_case_can_be_objected_to_and_is_rated_once(district):
    case = completed(district)
    actions.verify(case, by=district.actor("east"))
    person = resident(case.reference)
    actions.confirm(case, by=person)
    assert actions.rate(case, by=person, process=4, result=5)
    assert not actions.rate(case, by=person, process=1, result=1)
    assert actions.object(case, by=person, reason="又坏了")
    assert case.state == "registered"
    assert case.closed_at is None


def test_what_was_not_solved_on_the_spot_goes_to_the_unit_that_answers(district, photo):
    case = reported(district, channel="grid").case
    done = actions.solve_on_the_spot(
        case, by=district.actor("grid"), answer="已清理", before=[photo()], after=[photo()]
    )
    assert done
    assert actions.send_back_to_work(case, by=district.actor("east"), reason="仍有积水")
    assert case.handler_id is None
    assert case.assignments.get(kind="handling").unit == district.roads
    assert actions.complete(case, by=district.actor("ma"), outcome="solved", answer="已疏通")
