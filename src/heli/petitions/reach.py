"""Whose petitions a figure or list is about: all for the petition office, their own for the leaders of units."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.organizations.models import Category, Duty, UnitKind
from heli.organizations.responsibility import registry
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.claims import ClaimProcedure
from heli.petitions.suggestions import SuggestionProcedure

CODES: Final = (ClaimProcedure.code, SuggestionProcedure.code, AccusationProcedure.code)
#: Units that coordinate other things than petitions: these are none of theirs.
_CENTRES: Final = (UnitKind.DISTRICT_CENTRE, UnitKind.STREET_CENTRE)


@dataclass(frozen=True)
class Reach:
    """``units`` are the ids of the units whose work is shown; None for all."""

    actor: Actor
    units: frozenset[int] | None = None

    @property
    def petitions(self) -> QuerySet[Case]:
        """The petitions that the actor may see; every figure begins here."""
        return Case.objects.visible_to(self.actor).filter(procedure__in=CODES)

    def holds(self, unit: int | None) -> bool:
        """Whether the work of ``unit`` is shown."""
        return self.units is None or unit in self.units


def of_office(actor: Actor) -> bool:
    """Whether ``actor`` leads or coordinates in a petition office."""
    held = actor.with_duty(Duty.LEADER, Duty.COORDINATOR)
    return any(post.unit_kind == UnitKind.PETITION_OFFICE for post in held)


def reach_of(actor: Actor) -> Reach | None:
    """Return what ``actor`` may read figures of; None for nothing.

    The petition office reads all, the leader of a unit that of the unit and of those below. The coordination centres
    coordinate no petitions and read none.
    """
    if of_office(actor):
        return Reach(actor)
    led = [post for post in actor.with_duty(Duty.LEADER) if post.unit_kind not in _CENTRES]
    units = frozenset(pk for post in led for pk in registry().below(post.unit_path))
    return Reach(actor, units) if units else None


def in_family(category: Category) -> bool:
    """Whether petitions may be filed under this topic."""
    return category.serves("petition")
