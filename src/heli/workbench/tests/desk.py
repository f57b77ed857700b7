"""Officers at their desks, and cases in every state, for the tests of the officers' pages."""

from typing import Any

from django.test import Client
from django.urls import reverse

from heli.cases.acts import Act
from heli.cases.models import Case
from heli.organizations.models import Duty, Post
from heli.people.models import User
from heli.service_requests import actions
from heli.service_requests.tests.district import BEGIN, District, reported


def signed_in(district: District, name: str) -> Client:
    """Return the browser of the person called ``name``, who reads English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(district.people[name])
    return client


def newcomer(district: District) -> Client:
    """Return the browser of somebody with an account and no post."""
    district.people["new"] = User.objects.create_user("new", name="New")
    return signed_in(district, "new")


def appointed(district: District, name: str, duty: Duty, unit: Any, area: Any = None) -> Client:
    """Return the browser of a new person with one post."""
    district.people[name] = User.objects.create_user(name, name=name.title())
    Post.objects.create(user=district.people[name], unit=unit, duty=duty, area=area, since=BEGIN)
    return signed_in(district, name)


def dispatched(district: District, **more: Any) -> Case:
    """Return a case that was sent to the unit for roads."""
    case = reported(district, **more).case
    assert actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    return case


def in_hand(district: District, **more: Any) -> Case:
    """Return a case that Ma of the unit for roads handles."""
    case = dispatched(district, **more)
    assert actions.accept(case, by=district.actor("ma"), member=district.people["ma"])
    return case


def completed(district: District, **more: Any) -> Case:
    """Return a case with a result that nobody has checked yet."""
    case = in_hand(district, **more)
    act = Act()
    assert actions.complete(case, by=district.actor("ma"), act=act, outcome="explained", answer="说明情况")
    return case


def page_of(case: Case) -> str:
    """Return the address of the case."""
    return reverse("workbench:case", args=[case.reference])


def step_of(case: Case, step: str) -> str:
    """Return the address of a step of the case."""
    return reverse("workbench:step", args=[case.reference, step])
