"""Whose books an officer may read: one condition for pages, exports and choices; deny by default."""

from django.db.models import Q

from heli.access.actors import Actor
from heli.organizations.models import Duty
from heli.organizations.responsibility import registry


def units_kept(actor: Actor) -> frozenset[int]:
    """Return the units whose funds ``actor`` keeps books for: their own, and for leaders those below as well."""
    below = (registry().below(post.unit_path) for post in actor.with_duty(Duty.LEADER))
    return actor.unit_ids.union(*below)


def funds_of(actor: Actor) -> Q:
    """Return the condition of the funds whose books ``actor`` may read."""
    if actor.is_system or actor.with_duty(Duty.AUDITOR):
        return Q()
    units = units_kept(actor)
    return Q(unit_id__in=sorted(units)) if units else Q(pk__in=[])
