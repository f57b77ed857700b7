"""A conflict of interest found in a case holds for the reports that are handled together with it."""

import pytest

from heli.access.actors import resident
from heli.cases.conflicts import MOST_NAMED
from heli.cases.models import Case
from heli.cases.usual import actions as usual
from heli.kernel.decisions import Denied
from heli.service_requests import actions
from heli.service_requests.tests.district import build
from heli.workbench.tests.desk import dispatched, page_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined():
    """Two reports at the unit for roads, the first merged into the second."""
    district = build()
    case, into = dispatched(district), dispatched(district)
    assert actions.merge(case, by=district.actor("east"), into=into)
    return district, case, into


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_the_unit_concerned_sees_no_report_that_was_merged_into_it(joined):
    district, case, into = joined
    assert signed_in(district, "ma").get(page_of(case)).status_code == 200
    assert usual.declare_conflict(fresh(into), by=district.actor("chen"), reason="投诉市政所", units=[district.roads])
    for each in (into, case):
        assert signed_in(district, "ma").get(page_of(each)).status_code == 404
        assert not Case.objects.visible_to(district.actor("lead")).filter(pk=each.pk).exists()
        assert fresh(each).confidential
        assert not fresh(each).public
    assert signed_in(district, "chen").get(page_of(case)).status_code == 200


def test_where_a_merged_report_cannot_be_kept_from_them_nothing_is_declared(joined):
    district, case, into = joined
    Case.objects.filter(pk=case.pk).update(excluded_people=list(range(10**6, 10**6 + MOST_NAMED)))
    more = {"units": [district.roads], "people": [district.people["mo"].pk]}
    outcome = usual.declare_conflict(fresh(into), by=district.actor("chen"), reason="投诉市政所", **more)
    assert isinstance(outcome, Denied)
    assert fresh(into).excluded_units == fresh(case).excluded_units == []
    assert not into.events.filter(step="declare_conflict").exists()


def test_nor_after_the_two_are_handled_apart_again(joined):
    district, case, into = joined
    assert usual.declare_conflict(fresh(into), by=resident(into.reference), reason="x", units=[district.roads])
    assert actions.separate(fresh(case), by=resident(case.reference))
    assert fresh(case).state == "registered"
    assert not Case.objects.visible_to(district.actor("ma")).filter(pk=case.pk).exists()
    assert not actions.dispatch(fresh(case), by=district.actor("east"), unit=district.roads)


def test_a_merged_report_is_handled_apart_before_its_person_declares_more(joined):
    district, case, into = joined
    who = resident(case.reference)
    assert not usual.declare_conflict(fresh(case), by=who, reason="x", units=[district.roads])
    assert actions.separate(fresh(case), by=who)
    assert usual.declare_conflict(fresh(case), by=who, reason="x", units=[district.roads])
    assert fresh(into).excluded_units == []


def test_a_withdrawn_report_can_be_kept_from_those_it_concerns(joined):
    district, _case, _into = joined
    case = dispatched(district)
    assert usual.withdraw(case, by=resident(case.reference))
    assert usual.declare_conflict(fresh(case), by=district.actor("chen"), reason="x", units=[district.roads])
    assert not Case.objects.visible_to(district.actor("ma")).filter(pk=case.pk).exists()


def test_a_stranger_to_the_case_declares_nothing_in_it(joined):
    district, _case, into = joined
    assert not usual.declare_conflict(fresh(into), by=district.actor("wang"), reason="x", own=True)
    assert not fresh(into).excluded_people


def test_who_steps_aside_by_the_api_is_not_told_what_became_of_the_case(joined):
    district, _case, into = joined
    sent = {"own": True, "reason": "涉及我的亲属"}
    client, address = signed_in(district, "ma"), f"/api/cases/{into.reference}"
    answer = client.post(f"{address}/steps/declare_conflict", sent, content_type="application/json")
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get(address).status_code == 404
    assert fresh(into).excluded_people == [district.people["ma"].pk]
