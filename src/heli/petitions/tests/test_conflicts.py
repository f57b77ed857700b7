"""Whom a petition is about never reads it; nobody being left to answer is no reason not to register it."""

import pytest

from heli.cases.acts import Act
from heli.cases.conflicts import Concerned
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.notices.models import Notice
from heli.petitions import actions, handling
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.public import resident_context
from heli.petitions.tests.people import filed, li

pytestmark = pytest.mark.django_db


def accused(district, *units):
    """Return an accusation about ``units``."""
    concerned = Concerned(units=frozenset(unit.pk for unit in units))
    return filed(district, procedure=AccusationProcedure, concerned=concerned).case


def seen_by(district, name, case):
    return Case.objects.visible_to(district.actor(name)).filter(pk=case.pk).exists()


def test_the_accused_unit_reads_nothing_and_is_told_nothing(district):
    case = accused(district, district.roads)
    for name in ("ma", "mo", "lead"):
        assert not seen_by(district, name, case)
    assert not Notice.objects.filter(to_unit_id=district.roads.pk).exists()
    assert seen_by(district, "xu", case)


def test_it_cannot_be_sent_to_those_it_is_about(district):
    case = accused(district, district.roads)
    assert not actions.forward(case, by=district.actor("xu"), unit=district.roads)
    assert actions.forward(case, by=district.actor("xu"), unit=district.water)
    assert not seen_by(district, "ma", case)


def test_a_petition_about_the_petition_office_is_coordinated_elsewhere(district):
    case = accused(district, district.office)
    assert case.centre != district.office
    assert not seen_by(district, "xu", case)
    assert not seen_by(district, "zhou", case)


def test_where_nobody_is_left_it_is_registered_and_hidden_all_the_same(district):
    small = district.small
    everybody = (district.office, small.centre, small.oversight, district.government)
    case = accused(district, *everybody)
    assert case.state == "registered"
    for name in ("xu", "chen", "inspect", "guan"):
        assert not seen_by(district, name, case)
    assert resident_context(case, li(case))["nobody"]


def test_who_is_named_later_loses_sight_of_it_even_where_nobody_is_left(district):
    small = district.small
    case = accused(district, district.roads)
    assert actions.forward(case, by=district.actor("xu"), unit=district.water)
    everybody = [district.office, small.centre, small.oversight, district.government, district.water]
    declare = kind_of(case).actions["declare_conflict"]
    assert declare(case, by=li(case), act=Act(), units=everybody, people=[])
    for name in ("xu", "chen", "inspect", "guan", "wang", "ma"):
        assert not seen_by(district, name, case), name
    assert resident_context(case, li(case))["nobody"]


def test_what_is_added_to_an_accusation_is_kept_from_the_accused_as_well(district):
    mo = district.actor("mo").user_id
    concerned = Concerned(units=frozenset({district.roads.pk}), people=frozenset({mo}))
    case = filed(district, procedure=AccusationProcedure, concerned=concerned).case
    assert actions.forward(case, by=district.actor("xu"), unit=district.water)
    assert handling.accept(case, by=district.actor("wang"))
    assert handling.feed_back(case, by=district.actor("wang"), answer="已核查。")
    assert actions.bring_new_facts(case, by=li(case), text="又有新的收据。", request="请再查。")
    added = Case.objects.exclude(pk=case.pk).get()
    assert not actions.forward(added, by=district.actor("xu"), unit=district.roads)
    assert not any(seen_by(district, name, added) for name in ("ma", "mo", "lead"))
    assert (added.excluded_units, added.excluded_people) == (case.excluded_units, case.excluded_people)
    assert not Notice.objects.filter(to_unit_id=district.roads.pk).exists()
