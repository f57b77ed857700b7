"""Desks, their windows and the helpers: kept by each process, loaded anew when they change."""

from dataclasses import dataclass

from heli.access.actors import Actor
from heli.advice.models import AdviceDesk, CallWindow, Helper
from heli.organizations.models import Duty
from heli.places.revisions import Cached

REVISION = "advice"
#: Duties whose holders work at the desk of their unit.
ADVISING = (Duty.INTAKE, Duty.MEMBER, Duty.LEADER, Duty.COORDINATOR)


@dataclass(frozen=True)
class Known:
    """All of it; desks and helpers that are in use, by id."""

    desks: dict[int, AdviceDesk]
    windows: tuple[CallWindow, ...]
    helpers: dict[int, Helper]


def _load() -> Known:
    return Known(
        {each.pk: each for each in AdviceDesk.objects.filter(active=True).select_related("unit").order_by("code")},
        tuple(CallWindow.objects.filter(desk__active=True).order_by("begins", "pk")),
        {each.pk: each for each in Helper.objects.filter(active=True, user__is_active=True).order_by("name", "pk")},
    )


known = Cached(_load, REVISION)


def desks_of(actor: Actor) -> list[AdviceDesk]:
    """Return the desks at which ``actor`` works; costs no statement."""
    units = {post.unit_id for post in actor.with_duty(*ADVISING)}
    return [each for each in known().desks.values() if each.unit_id in units]


def works_at(actor: Actor, desk_id: int) -> bool:
    """Whether ``actor`` works at the desk with this id."""
    return any(each.pk == desk_id for each in desks_of(actor))


def advises(actor: Actor) -> bool:
    """Whether ``actor`` works at any desk."""
    return bool(desks_of(actor))


def edits(actor: Actor) -> bool:
    """Whether ``actor`` leads or coordinates in the unit of a desk, and so edits its texts and reads its figures."""
    units = {post.unit_id for post in actor.with_duty(Duty.LEADER, Duty.COORDINATOR)}
    return any(each.unit_id in units for each in known().desks.values())


def helper_of(actor: Actor) -> Helper | None:
    """Return the helper that ``actor`` is, by their own account alone: nobody stands in for a helper."""
    return next((each for each in known().helpers.values() if each.user_id == actor.user_id), None)


def helps(actor: Actor) -> bool:
    """Whether ``actor`` is a helper."""
    return helper_of(actor) is not None
