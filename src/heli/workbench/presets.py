"""The tabs of the queue: ready-made views of the cases that an actor may see."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.cases.kinds import Stage
from heli.cases.stages import asked_of, in_stage
from heli.cases.visibility import assisted_by
from heli.kernel.procedures import Text
from heli.organizations.models import Duty

OPEN = Q(closed_at__isnull=True)


@dataclass(frozen=True)
class Preset:
    """One tab: its name in the address, its label and its condition. ``closed`` lists go by the day of closing."""

    name: str
    label: Text
    condition: Q
    closed: bool = False


def presets(actor: Actor) -> list[Preset]:
    """Return the tabs for ``actor``; the conditions narrow what is visible and never widen it."""
    found = [Preset(stage.value, stage.label, in_stage(stage)) for stage in Stage]
    if actor.unit_ids:
        found.append(Preset("assist", _("Our part"), OPEN & assisted_by(actor)))
    if actor.with_duty(Duty.LEADER):
        found.append(Preset("approve", _("To approve"), asked_of(actor)))
    return [
        *found,
        Preset("late", _("Overdue"), OPEN & Q(due_at__lte=timezone.now())),
        Preset("open", _("All open"), OPEN),
        Preset("closed", _("Closed"), ~OPEN, closed=True),
        Preset("all", _("All"), Q()),
    ]


def first_of(actor: Actor) -> str:
    """Return the tab that opens first: where the actor's own work lies."""
    if actor.with_duty(Duty.COORDINATOR):
        return Stage.DISPATCH.value
    if actor.unit_ids:
        return Stage.WORK.value
    return "open"
