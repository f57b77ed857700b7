"""The small district with somebody in every relation to its cases; a word in each case that nobody else may read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from django.utils import timezone

from heli.access.models import Holding, Resident
from heli.access.sessions import RESIDENT
from heli.cases.models import Attachment, Case
from heli.cases.models import Paper as CasePaper
from heli.cases.usual import actions as usual
from heli.organizations.models import Duty, Post, Unit, UnitKind
from heli.organizations.responsibility import REVISION as ORGANIZATION
from heli.organizations.settings import save
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.people.models import User
from heli.places.models import Area
from heli.places.revisions import bump
from heli.reception.tests.hall import build_hall
from heli.service_requests import actions
from heli.service_requests.tests.district import BEGIN, District, build, petition_office, reported
from heli.service_requests.tests.visiting import person
from tests.security.matrix_table import HALF, SEES


def word_of(name: str) -> str:
    """Return the word that stands in the case called ``name`` and nowhere else."""
    return f"canary{name}"


@dataclass
class World:
    """The district, its cases by name, what hangs on each, and a browser for everybody."""

    district: District
    cases: dict[str, Case] = field(default_factory=dict)
    hung: dict[str, dict[str, str]] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def kept(self, name: str) -> dict[str, str]:
        """Return what fills the addresses about the case called ``name``."""
        return {"reference": self.cases[name].reference, "twin": self.cases[name].reference, **self.hung[name]}


def make() -> World:
    """Build it in the present database."""
    world = World(build())
    save({"second_factor": list(Duty.values)})
    _people(world.district)
    petition_office(world.district)
    build_hall(world.district)
    _cases(world)
    for name, case in world.cases.items():
        world.hung[name] = _hang(case)
    for name, user in world.district.people.items():
        world.clients[name] = Client(headers={"accept-language": "en"})
        world.clients[name].force_login(user)
        if name not in HALF:
            _show_factor(world.clients[name])
    world.clients["nobody"] = Client(headers={"accept-language": "en"})
    world.clients["resident"] = person(world.cases["plain"], language="en")
    world.clients["other_resident"] = person(reported(world.district).case, language="en")
    world.clients["holder"] = _holder(world.cases["plain"])
    return world


def _show_factor(client: Client) -> None:
    """Let the session be one in which a second factor was shown: every duty is asked for one."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa"}]
    session.save()


def _holder(case: Case) -> Client:
    """Return the browser of a resident who has signed in with a code and follows ``case``."""
    client = person(language="en")
    resident = Resident(phone="13800000009", since=timezone.now())
    resident.save()
    Holding.objects.create(resident=resident, reference=case.reference)
    session = client.session
    session[RESIDENT] = resident.pk
    session.save()
    return client


def _people(district: District) -> None:
    crew = Unit.objects.create(code="crew", name="路灯班", name_en="Crew", kind=UnitKind.STATION, parent=district.roads)
    crew.path = f"{district.roads.path}{crew.pk}/"
    crew.save()
    closed = Unit.objects.create(
        code="closed", name="旧所", kind=UnitKind.STATION, parent=district.centre, active=False
    )
    closed.path = f"{district.centre.path}{closed.pk}/"
    closed.save()
    posts: dict[str, tuple[Unit, Duty, dict[str, Any]]] = {
        "crew": (crew, Duty.MEMBER, {}),
        "east_counter": (district.east_centre, Duty.INTAKE, {}),
        "west_counter": (district.west_centre, Duty.INTAKE, {}),
        "next_grid": (district.east_centre, Duty.GRID_WORKER, {"area": Area.objects.get(code="e1g2")}),
        "expired": (district.roads, Duty.LEADER, {"until": date(2021, 1, 1)}),
        "future": (district.roads, Duty.LEADER, {"since": date(2999, 1, 1)}),
        "inactive": (district.roads, Duty.LEADER, {}),
        "of_closed_unit": (closed, Duty.LEADER, {}),
        "half": (district.centre, Duty.COORDINATOR, {}),
    }
    for name, (unit, duty, more) in posts.items():
        district.people[name] = User.objects.create_user(name, name=name.title(), is_active=name != "inactive")
        Post.objects.create(user=district.people[name], unit=unit, duty=duty, **{"since": BEGIN, **more})
    district.people["no_post"] = User.objects.create_user("no_post", name="No post")
    bump(ORGANIZATION)


def _cases(world: World) -> None:
    district = world.district
    crew, next_grid = Unit.objects.get(code="crew"), Area.objects.get(code="e1g2")
    west = Area.objects.get(code="w")
    chen = district.actor("chen")
    asked: dict[str, dict[str, Any]] = {
        "plain": {},
        "confidential": {"confidential": True},
        "accusing": {"category": district.attitude, "about": district.roads},
        "far": {"area": west, "latitude": 30.25, "longitude": 119.9},
        "below": {"area": next_grid, "latitude": 30.25, "longitude": 120.15},
        "assisted": {"area": None, "latitude": None, "longitude": None},
    }
    assert set(asked) == set(SEES)
    for name, more in asked.items():
        case = reported(district, text=f"{word_of(name)} 路灯不亮。", address=f"{word_of(name)}路", **more).case
        Case.objects.filter(pk=case.pk).update(public=False)
        world.cases[name] = Case.objects.get(pk=case.pk)
    for name, unit in {"far": district.water, "below": crew, "assisted": district.roads}.items():
        assert actions.dispatch(world.cases[name], by=chen, unit=unit)
    helped = world.cases["assisted"]
    assert actions.accept(helped, by=district.actor("ma"))
    assert usual.ask_assistance(helped, by=district.actor("ma"), unit=district.water, task="canaryassisted")
    assert actions.dispatch(world.cases["plain"], by=chen, unit=district.roads)


def _hang(case: Case) -> dict[str, str]:
    """Attach a picture and return its id with that of the case's first paper."""
    file = store(upload(picture(), "a.jpg"))
    event = case.events.order_by("id").first()
    assert event is not None
    Attachment.objects.create(case=case, event=event, file=file, purpose=Attachment.Purpose.REPORT)
    paper = CasePaper.objects.filter(case=case).order_by("id").first()
    assert paper is not None
    return {"file": str(file.pk), "paper": str(paper.paper_id)}


def nowhere() -> dict[str, str]:
    """Return what fills the addresses about a case that does not exist."""
    return {"reference": "7K3M-Q9TX-C", "twin": "7K3M-Q9TX-C", "file": str(uuid4()), "paper": str(uuid4())}
