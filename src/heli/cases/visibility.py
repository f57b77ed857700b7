"""Which cases an actor may see: one filter for lists, counts, searches, exports, maps and feeds."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import Q

from heli.access.actors import Actor, HeldPost
from heli.kernel.paths import whole
from heli.organizations.days import midnight
from heli.organizations.models import Duty
from heli.organizations.responsibility import registry

_NOTHING = Q(pk__in=[])
_COORDINATING = (Duty.COORDINATOR, Duty.INTAKE)


def visible_filter(actor: Actor) -> Q:
    """Return the condition under which a case is visible to ``actor``; deny by default."""
    if actor.is_system:
        return Q()
    if actor.reference:
        return Q(reference=actor.reference)
    if actor.partner_in:
        return Q(reference=actor.partner_in)
    if not actor.posts:
        return _NOTHING
    not_about_them = ~about(actor)
    if sees_everything(actor):
        return not_about_them
    if sees_all_places(actor):
        return not_about_them & (Q(centre__isnull=True) | seen_in_other_centres(actor))
    return _seen(actor) & not_about_them


def _seen(actor: Actor) -> Q:
    seen = Q(opened_by=actor.key)
    for post in actor.posts:
        seen |= _by_post(post)
    if actor.unit_ids:
        seen |= Q(unit_id__in=sorted(actor.unit_ids)) | assisted_by(actor)
    coordinated = _coordinated(actor) - actor.unit_ids
    return seen | _assisting(coordinated) if coordinated else seen


def _coordinated(actor: Actor) -> set[int]:
    return {post.unit_id for post in actor.with_duty(Duty.COORDINATOR)}


def seen_in_other_centres(actor: Actor) -> Q:
    """Return the condition of the few cases that another unit coordinates than the coordination centres and ``actor``
    sees all the same: opened by them, with their unit. For those who see all places.

    Found by themselves, from small indexes, so that what is counted beside them is read from the index alone.
    """
    few = apps.get_model("cases", "Case").objects.filter(_seen(actor), centre__isnull=False)
    return Q(pk__in=few.order_by().values("pk"))


def assisted_by(actor: Actor) -> Q:
    """Return the condition of cases in which a unit of ``actor`` has an open task.

    Who coordinates in that unit sees them as well (``_seen``), but has no part in the task.
    """
    return _assisting(actor.unit_ids)


def _assisting(units: Iterable[int]) -> Q:
    """Return the condition of cases that one of ``units`` assists.

    That the list is not empty follows, but only said aloud lets the database use the index of those few cases.
    """
    return Q(assisting__overlap=sorted(units)) & ~Q(assisting=[])


def about(actor: Actor) -> Q:
    """Return the condition of cases that a conflict of interest keeps from ``actor``; they never see those.

    ``heli.access.roles.excluded`` says the same of one case. That a list is not empty follows from the overlap, but
    only said aloud lets the database use the index of those few cases.
    """
    units, people = sorted(actor.chain), sorted(actor.identities)
    concerned = Q(excluded_people__overlap=people) & ~Q(excluded_people=[]) if people else _NOTHING
    if units:
        concerned |= _concerning(units)
    for past in actor.past:
        since = Q(opened_at__lt=midnight(past.until)) if past.until else Q()
        concerned |= _concerning(sorted(past.chain)) & since
    return concerned


def _concerning(units: list[int]) -> Q:
    return Q(excluded_units__overlap=units) & ~Q(excluded_units=[])


def sees_everything(actor: Actor) -> bool:
    """Whether ``actor`` sees every case there is, those that complain about their own units apart: auditors do."""
    return bool(actor.with_duty(Duty.AUDITOR))


def sees_all_places(actor: Actor) -> bool:
    """Whether ``actor`` sees every case that the coordination centres coordinate, wherever it lies.

    Those that complain about their own units apart. Of cases with a centre of their own it says nothing.
    """
    return any(post.duty == Duty.AUDITOR or _of_whole_district(post) for post in actor.posts)


def _of_whole_district(post: HeldPost) -> bool:
    return post.of_district and post.duty in (*_COORDINATING, Duty.LEADER)


def _by_post(post: HeldPost) -> Q:
    if post.duty == Duty.GRID_WORKER:
        return _on(post.area_path) & Q(confidential=False)
    if post.duty not in (*_COORDINATING, Duty.LEADER):
        return _NOTHING
    if post.of_oversight:
        return Q(oversight=True) | Q(unit_id=post.unit_id)
    if post.of_district:
        # What the coordination centres coordinate is added by whoever asks: ``sees_all_places``.
        return Q(centre_id=post.unit_id)
    if post.duty == Duty.LEADER:
        # Ids rather than a join, so that the index on units serves.
        return Q(unit_id__in=registry().below(post.unit_path)) | Q(centre_id=post.unit_id)
    return _on(post.area_path) | Q(centre_id=post.unit_id)


def _on(area_path: str) -> Q:
    """Return the condition of what the coordination centres coordinate in a territory; no territory holds nothing."""
    return Q(area_path__startswith=whole(area_path), centre__isnull=True) if area_path else _NOTHING
