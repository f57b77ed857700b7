"""What waits for an actor, as lists of cases: behind the pages and the numbers beside them."""

from django.db.models import QuerySet
from django.utils import timezone

from heli.access.actors import Actor
from heli.cases.kinds import Stage
from heli.cases.models import Case
from heli.cases.stages import in_stage, waiting_for


def for_me(actor: Actor) -> QuerySet[Case]:
    """Return the cases that wait for ``actor`` to dispatch, accept, decide, verify or approve."""
    return Case.objects.visible_to(actor).filter(waiting_for(actor))


def to_dispatch(actor: Actor) -> QuerySet[Case]:
    """Return the cases that wait for ``actor`` to say who answers."""
    return Case.objects.visible_to(actor).filter(in_stage(Stage.DISPATCH)).filter(waiting_for(actor))


def overdue(actor: Actor) -> QuerySet[Case]:
    """Return the open cases whose time limit has ended."""
    return Case.objects.visible_to(actor).open().filter(due_at__lte=timezone.now())
