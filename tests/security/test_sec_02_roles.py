"""Whoever holds a role for a case sees it: a role beyond that would act where an emergency lets somebody read."""

import pytest

from heli.access.roles import Role, holds
from heli.cases.acts import Act
from heli.cases.models import Case
from heli.cases.usual import actions as usual
from heli.organizations.models import Duty, Post, Unit, UnitKind
from heli.people.models import User
from heli.service_requests import actions
from heli.service_requests.tests.district import BEGIN, build, petition_office, reported

pytestmark = pytest.mark.django_db
OF_STAFF = [role for role in Role if role not in (Role.APPLICANT, Role.SYSTEM)]


@pytest.fixture
def district():
    """The small district, with every duty in every kind of unit, with and without a territory of the post."""
    found = build()
    office = petition_office(found)
    for unit in (found.centre, found.east_centre, found.roads, found.oversight, office):
        for duty in Duty:
            for area in (None, found.east, found.grid):
                name = f"{unit.code}-{duty}-{area and area.code}"
                found.people[name] = User.objects.create_user(name, name=name)
                Post.objects.create(user=found.people[name], unit=unit, duty=duty, area=area, since=BEGIN)
    return found


def _cases(district):
    sent = {"latitude": None, "longitude": None, "address": "某处"}
    made = [
        reported(district), reported(district, confidential=True), reported(district, area=district.east, **sent),
        reported(district, area=None, **sent), reported(district, about=district.water, category=district.attitude),
        reported(district, about=district.centre, category=district.attitude),
        reported(district, about_people=[district.people["east"].pk], category=district.attitude),
    ]  # fmt: skip
    cases = [each.case for each in made]
    assert actions.dispatch(cases[0], by=district.actor("east"), act=Act(), unit=district.roads)
    assert usual.ask_assistance(cases[0], by=district.actor("ma"), act=Act(), unit=district.water, task="查")
    office = Unit.objects.get(kind=UnitKind.PETITION_OFFICE)
    apart = [reported(district).case, reported(district, confidential=True).case]
    apart += [reported(district, about=office, category=district.attitude).case]
    Case.objects.filter(pk__in=[case.pk for case in apart]).update(centre=office)
    cases += Case.objects.filter(centre=office)
    return cases


def test_every_role_for_a_case_is_held_by_those_alone_who_see_it(district):
    cases, held = _cases(district), 0
    for name in district.people:
        actor = district.actor(name)
        seen = set(Case.objects.visible_to(actor).values_list("pk", flat=True))
        for case in cases:
            for role in OF_STAFF:
                if holds(actor, [role], case):
                    held += 1
                    assert case.pk in seen, (name, role, case.excluded_units, case.confidential, case.area_path)
    assert held > 100
