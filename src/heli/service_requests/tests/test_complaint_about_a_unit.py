"""A complaint about a unit is answered by the one above it and never seen by the unit itself."""

import pytest

from heli.cases.finding import find
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.cases.submitting import form_for
from heli.cases.usual.choices import units_complained_of
from heli.notices.models import Notice
from heli.organizations.models import Duty, Post, Unit
from heli.service_requests import actions
from heli.service_requests.tests.district import BEGIN, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(district):
    return reported(district, about=district.roads, category=district.attitude, text="市政所的人态度很差").case


def test_the_unit_and_all_below_it_see_nothing(district, case):
    station = Unit.objects.create(code="s", name="站", kind="station", parent=district.roads)
    station.path = f"{district.roads.path}{station.pk}/"
    station.save()
    Post.objects.create(user=district.people["mo"], unit=station, duty=Duty.LEADER, since=BEGIN)
    for name in ("ma", "mo", "lead"):
        actor = district.actor(name)
        assert not Case.objects.visible_to(actor).exists()
        assert find(case.reference, actor) is None


def test_an_officer_with_a_second_post_is_excluded_as_well(district, case):
    Post.objects.create(user=district.people["ma"], unit=district.centre, duty=Duty.COORDINATOR, since=BEGIN)
    actor = district.actor("ma")
    assert not Case.objects.visible_to(actor).exists()
    assert not actions.dispatch(case, by=actor, unit=district.water)


def test_the_unit_above_answers_and_it_is_not_public(district, case):
    assert case.unit == district.centre
    assert case.confidential
    assert not case.public
    assert find(case.reference, district.actor("chen")) == case


def test_the_unit_is_told_nothing(district, case):
    assert not Notice.objects.filter(to_unit=district.roads).exists()
    assert actions.dispatch(case, by=district.actor("chen"), unit=district.centre)
    assert not Notice.objects.filter(to_unit=district.roads).exists()


@pytest.mark.parametrize("step", ["dispatch", "impose", "ask_assistance"])
def test_no_step_can_name_the_unit(district, case, step):
    declared = kind_of(case).procedure.step(step)
    data = {"unit": district.roads.pk, "reason": "统一答复", "task": "协助"}
    form = form_for(case, declared, district.actor("chen"), data)
    assert "unit" in form.errors
    assert not form_for(case, declared, district.actor("chen"), {**data, "unit": district.water.pk}).errors


def test_no_complaint_is_hidden_from_everybody(district):
    offered = [int(pk) for pk, _label in units_complained_of()]
    assert district.centre.pk in offered
    cases = [reported(district, about=unit).case for unit in Unit.objects.filter(pk__in=offered)]
    readers = [district.actor(name) for name in district.people]
    assert all(any(find(case.reference, actor) for actor in readers) for case in cases)


def test_it_cannot_be_merged_into_a_case_that_the_unit_sees(district, case):
    other = reported(district).case
    assert not actions.merge(case, by=district.actor("chen"), into=other)
