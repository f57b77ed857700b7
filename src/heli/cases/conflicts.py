"""Conflicts of interest: whom a case concerns, and who is left to answer for it.

Officers with a direct interest step aside (Regulation on Petition Work, art. 28), and what somebody reports is neither
passed nor disclosed to those it is about (art. 30).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import chain_of
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.kernel.paths import lies_in
from heli.organizations.models import CENTRES_OF_THEIR_OWN, DatedQuerySet, Duty, Post, Unit, UnitKind
from heli.organizations.responsibility import registry
from heli.organizations.settings import district

#: The lists stand in the indexes that figures are read from, whose entries have a ceiling.
MOST_NAMED = 100
HANDLING = (Duty.MEMBER, Duty.LEADER)
ANSWERING = (*HANDLING, Duty.COORDINATOR)


@dataclass(frozen=True)
class Concerned:
    """Whom a case concerns: ids of units, each with all below it, and of accounts."""

    units: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.units or self.people)

    def __or__(self, other: "Concerned") -> "Concerned":
        return Concerned(self.units | other.units, self.people | other.people)

    def __le__(self, other: "Concerned") -> bool:
        return self.units <= other.units and self.people <= other.people

    @property
    def fields(self) -> dict[str, list[int]]:
        """The fields of the case that keep it."""
        return {"excluded_units": sorted(self.units), "excluded_people": sorted(self.people)}

    def holds_unit(self, unit_id: int) -> bool:
        """Whether the unit is one of those concerned, or stands below one."""
        return bool(self.units) and bool(_chain(unit_id) & self.units)


@dataclass(frozen=True)
class Answer:
    """The unit that answers, and whether oversight coordinates because nobody else may.

    ``centre`` coordinates in place of the coordination centres; None where these do.
    """

    unit: Unit
    oversight: bool
    centre: Unit | None = None


class NobodyLeftError(ValueError):
    """The case concerns everybody who could answer for it, and the district has no unit of oversight."""


def concerned_by(case: Case) -> Concerned:
    """Return whom ``case`` concerns."""
    return Concerned(frozenset(case.excluded_units), frozenset(case.excluded_people))


def _chain(unit_id: int) -> frozenset[int]:
    unit = registry().units.get(unit_id)
    return chain_of(unit.path) if unit else frozenset()


def accounts(concerned: Concerned, *, since: datetime) -> set[int]:
    """Return the accounts that may know nothing of a case that came at ``since``; at most one statement.

    Those named, who stands in for them, and who belongs to a unit concerned or did so when the case came or later.
    """
    if not concerned:
        return set()
    return {*concerned.people, *_tied(concerned, since).values_list("user_id", flat=True)}


def _tied(concerned: Concerned, since: datetime) -> DatedQuerySet:
    today, came = timezone.localdate(), timezone.localdate(since)
    units = [pk for pk in registry().units if concerned.holds_unit(pk)]
    belonging = Q(unit_id__in=units) & (Q(until__isnull=True) | Q(until__gt=came))
    standing_in = Q(stands_for_id__in=concerned.people, unit__active=True) & (
        Q(until__isnull=True) | Q(until__gt=today)
    )
    found: DatedQuerySet = Post.objects.filter(belonging | standing_in, since__lte=today)
    return found


def may_not_answer(concerned: Concerned) -> frozenset[int]:
    """Return the units to which, and below which, the case is not given: those concerned, and those they lead."""
    led = Post.objects.on(timezone.localdate()).filter(user_id__in=concerned.people, duty=Duty.LEADER)
    return concerned.units | frozenset(led.values_list("unit_id", flat=True) if concerned.people else ())


def refusal_of(case: Case, changes: Mapping[str, Any]) -> Denied | None:
    """Refuse a step that would give the case to somebody whom it concerns; None where it does not."""
    concerned = Concerned(
        frozenset(changes.get("excluded_units", case.excluded_units)),
        frozenset(changes.get("excluded_people", case.excluded_people)),
    )
    if not concerned:
        return None
    given = {changes.get("unit_id"), changes.get("centre_id"), *changes.get("assisting", ())} - {None, *case.assisting}
    if given:
        barred = may_not_answer(concerned)
        if any(_chain(unit) & barred for unit in given):
            return Denied(_("The case concerns this unit, so it cannot be given to it."))
    handler = changes.get("handler_id")
    if handler and handler in accounts(concerned, since=case.opened_at):
        return Denied(_("The case concerns this person, so they cannot handle it."))
    return None


def answer_for(
    owner: Unit,
    area_path: str,
    concerned: Concerned,
    *,
    since: datetime | None = None,
    peers: bool = False,
    centre: Unit | None = None,
) -> Answer:
    """Return who answers in place of ``owner`` when the case concerns somebody.

    The first unit from the owner upwards that it does not concern and that has somebody free to act; else, and where
    no coordinator of the place is free, the unit of oversight. Colleagues answer for an officer's case only where
    ``peers`` says so. Where the case has a ``centre`` of its own, a coordinator of that unit and not of the place must
    be free; where none is, the first unit above with one coordinates, and it answers last in place of the district's
    centre. NobodyLeftError when nobody is left.
    """
    if not concerned:
        return Answer(owner, oversight=False, centre=centre)
    free = _free(concerned, since or timezone.now())
    barred = may_not_answer(concerned) if peers else concerned.units | _units_of_people(concerned)
    staffed = {unit for unit, _duty, _area in free}
    coordinators = [(unit, area) for unit, duty, area in free if duty == Duty.COORDINATOR]
    coordinating = {unit for unit, _area in coordinators}
    left = _left_of(centre, coordinating) if centre else None
    if left or (centre is None and any(_coordinates(unit, area, area_path) for unit, area in coordinators)):
        for unit in _upwards(owner, left):
            if unit.active and unit.pk in staffed and not _chain(unit.pk) & barred:
                return Answer(unit, oversight=False, centre=left)
    for unit in oversight_units():
        if unit.pk in coordinating:
            return Answer(unit, oversight=True, centre=centre)
    raise NobodyLeftError


def _left_of(centre: Unit, coordinating: Collection[int]) -> Unit | None:
    """The centre, or the first unit above it, with one of those free to coordinate."""
    return next((unit for unit in _chain_up(centre) if unit.active and unit.pk in coordinating), None)


def _units_of_people(concerned: Concerned) -> frozenset[int]:
    theirs = Post.objects.on(timezone.localdate()).filter(user_id__in=concerned.people, duty__in=HANDLING)
    return frozenset(theirs.values_list("unit_id", flat=True) if concerned.people else ())


def oversight_units() -> list[Unit]:
    """Return the active units of discipline inspection and supervision."""
    return [unit for unit in registry().units.values() if unit.kind == UnitKind.OVERSIGHT and unit.active]


def _free(concerned: Concerned, since: datetime) -> list[tuple[int, str, str]]:
    """Return (unit, duty, territory) of the posts in force whose holders the case does not concern."""
    posts = Post.objects.on(timezone.localdate()).filter(duty__in=ANSWERING, user__is_active=True, unit__active=True)
    posts = posts.exclude(user_id__in=concerned.people).exclude(user_id__in=_tied(concerned, since).values("user_id"))
    rows = posts.values_list("unit_id", "duty", "area__path", "unit__area__path")
    return [(unit, duty, own or of_unit or "") for unit, duty, own, of_unit in rows]


def _coordinates(unit_id: int, area: str, area_path: str) -> bool:
    unit = registry().units.get(unit_id)
    if unit is None or unit.kind == UnitKind.OVERSIGHT or unit.kind in CENTRES_OF_THEIR_OWN:
        return False
    return unit.kind == UnitKind.DISTRICT_CENTRE or lies_in(area_path, area)


def _upwards(owner: Unit, centre: Unit | None) -> Iterator[Unit]:
    """The owner and the units above it, then who coordinates in the last place.

    The district's coordination centre coordinates nothing that has a centre of its own, and is no way around it.
    """
    known = registry()
    for unit in _chain_up(owner):
        if unit == owner or centre is None or unit.kind != UnitKind.DISTRICT_CENTRE:
            yield unit
    last = centre or known.units.get(known.district_centre_id)
    if last is not None:
        yield last


def _chain_up(unit: Unit) -> Iterator[Unit]:
    known = registry()
    here: Unit | None = unit
    while here is not None:
        yield here
        here = known.units.get(here.parent_id or 0)


def nobody_left() -> str:
    """Return what a person is told whose complaint nobody in the district may handle: who outside of it does."""
    return _("Nobody in this district may handle a complaint about these. Please turn to: %(channel)s") % {
        "channel": district().oversight
    }


def too_many(concerned: Concerned) -> bool:
    """Whether more are named than one case can hold."""
    return max(len(concerned.units), len(concerned.people)) > MOST_NAMED


def units_of(ids: Iterable[int]) -> list[Unit]:
    """Return the units with ``ids`` that are known."""
    known = registry().units
    return [known[pk] for pk in ids if pk in known]
