"""Whose disputes a figure is about: all for the mediation centre, their own for who leads a committee."""

from dataclasses import dataclass

from django.db.models import QuerySet

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.mediation.procedure import MediationProcedure
from heli.organizations.models import Duty, UnitKind
from heli.organizations.responsibility import registry


@dataclass(frozen=True)
class Reach:
    """``units`` are the ids of the committees whose work is shown; None for all."""

    actor: Actor
    units: frozenset[int] | None = None

    @property
    def disputes(self) -> QuerySet[Case]:
        """The disputes that the actor may see of these committees; every figure begins here."""
        found = Case.objects.visible_to(self.actor).filter(procedure=MediationProcedure.code).order_by()
        return found if self.units is None else found.filter(unit__in=sorted(self.units))

    @property
    def compares(self) -> bool:
        """Whether the work of several committees is shown beside each other: to who oversees them."""
        return self.units is None or len(self.units) > 1


def reach_of(actor: Actor) -> Reach | None:
    """Return what ``actor`` may read figures of; None for nothing.

    The mediation centre reads all, who leads or coordinates a committee that of the committee and of those below. No
    member, window, coordination centre or auditor reads any: figures are for those who answer for the work.
    """
    held = actor.with_duty(Duty.LEADER, Duty.COORDINATOR)
    if any(post.unit_kind == UnitKind.MEDIATION_CENTRE for post in held):
        return Reach(actor)
    led = [post for post in held if post.unit_kind == UnitKind.MEDIATION]
    units = frozenset(pk for post in led for pk in registry().below(post.unit_path))
    return Reach(actor, units) if units else None
