"""One account for each persona of the demo district: the one with most to do now."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from heli.cases.models import Case
from heli.mediation.models import Committee, Level
from heli.organizations.models import Duty, Unit, UnitKind
from heli.people.models import User


@dataclass(frozen=True)
class Persona:
    """An account, its post and unit in English, and what can be tried with it."""

    username: str
    post: str
    unit: str
    hint: str


_IN_CENTRES: Final = (
    (Duty.LEADER, "Leader of the district", "the wall; all units' cases; overdue ones"),
    (Duty.COORDINATOR, "Coordinator of the district", "decide who answers after a second return; supervise; verify"),
    (Duty.INTAKE, "Hotline agent", "take a call; merge likely duplicates, and undo it; the advice desk"),
    (Duty.ADMINISTRATOR, "Administrator", "units, staff, territory, rules, calendar, letters; keys of other bodies"),
    (Duty.AUDITOR, "Auditor", "every case and its chained record; changes nothing"),
)
_IN_MEDIATION_CENTRE: Final = (
    (Duty.INTAKE, "Desk of the mediation centre", "take in a dispute; the committee of its place or sector gets it"),
    (Duty.COORDINATOR, "Coordinator of the mediation centre", "every dispute; what courts refer; pass up or down"),
    (Duty.LEADER, "Leader of the mediation centre", "figures of mediation; name mediators"),
)
_LEVELS: Final = (
    (Level.OFFICER, "Information officer of mediation", "mediate small things at once, or pass them up"),
    (Level.STREET, "Leader of mediation in a town", "what comes up from villages; pass it up, or down with a reason"),
)
_IN_PETITION_OFFICE: Final = (
    (Duty.INTAKE, "Window of the petition office", "take in what visitors bring, for the petition office"),
    (Duty.COORDINATOR, "Coordinator of the petition office", "what the petition office coordinates, and nothing else"),
    (Duty.LEADER, "Leader of the petition office", "sees what the petition office coordinates"),
)


def personas() -> list[Persona]:
    """The accounts, from the front line to the top."""
    street, unit = busiest(UnitKind.STREET_CENTRE), busiest(UnitKind.DEPARTMENT, UnitKind.STATION)
    district = Unit.objects.get(kind=UnitKind.DISTRICT_CENTRE)
    office = Unit.objects.get(kind=UnitKind.PETITION_OFFICE)
    return [
        _persona(street, Duty.GRID_WORKER, "Grid worker", "report what you see; solve small things with two photos"),
        _persona(street, Duty.INTAKE, "Counter of a street", "enter a request for a visitor"),
        _persona(street, Duty.COORDINATOR, "Coordinator of a street", "the dispatch board; verify results"),
        _persona(unit, Duty.MEMBER, "Handler in a unit", "accept, ask the resident, ask for time, report the result"),
        _persona(unit, Duty.LEADER, "Leader of a unit", "assign, return what is not yours, grant more time"),
        *(_persona(district, duty, post, hint) for duty, post, hint in _IN_CENTRES),
        _taking_petitions(),
        *(_persona(office, duty, post, hint) for duty, post, hint in _IN_PETITION_OFFICE),
        *_mediating(),
    ]


def _mediating() -> list[Persona]:
    """The mediation centre, a mediator who has a dispute now, and who leads that committee; none without a centre."""
    centre = Unit.objects.filter(kind=UnitKind.MEDIATION_CENTRE).first()
    if centre is None:
        return []
    committee = busiest(UnitKind.MEDIATION)
    return [
        *(_persona(centre, duty, post, hint) for duty, post, hint in _IN_MEDIATION_CENTRE),
        _persona(committee, Duty.LEADER, "Leader of a mediation committee", "accept; name mediators; pass up"),
        _persona(committee, Duty.MEMBER, "Mediator", "rooms, sessions, agreement; bring it to an end"),
        *(_persona(unit, Duty.LEADER, post, hint) for level, post, hint in _LEVELS for unit in _at(level)),
    ]


def _at(level: Level) -> list[Unit]:
    """The committee of a level that has most open disputes; none where no such committee has any."""
    ids = Committee.objects.filter(level=level).values("unit")
    open_cases = Case.objects.open().filter(unit__in=ids).values_list("unit_id", flat=True)
    return [Unit.objects.get(pk=pk) for pk, _count in Counter(open_cases).most_common(1)]


def _taking_petitions() -> Persona:
    """The second of two at the counter of a street: who takes petitions in."""
    streets = Unit.objects.filter(kind=UnitKind.STREET_CENTRE, posts__duty=Duty.INTAKE)
    street = streets.annotate(at_counter=Count("posts")).filter(at_counter__gt=1).earliest("pk")
    user = User.objects.filter(posts__unit=street, posts__duty=Duty.INTAKE).latest("pk")
    return Persona(user.username, "Takes petitions in a street", street.name_en, "keeps seeing what they took in")


def busiest(*kinds: UnitKind) -> Unit:
    """The unit of these kinds with most open cases."""
    open_cases = Case.objects.open().filter(unit__kind__in=kinds).values_list("unit_id", flat=True)
    counted = Counter(open_cases).most_common(1)
    return Unit.objects.get(pk=counted[0][0]) if counted else Unit.objects.filter(kind__in=kinds).earliest("pk")


def _persona(unit: Unit, duty: Duty, post: str, hint: str) -> Persona:
    users = User.objects.filter(posts__unit=unit, posts__duty=duty).distinct().order_by("pk")
    handled = Counter(Case.objects.open().filter(handler__in=users).values_list("handler__username", flat=True))
    username = handled.most_common(1)[0][0] if handled else users[0].username
    return Persona(username, post, unit.name_en, hint)
