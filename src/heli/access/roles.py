"""Roles are relations to a case: the same officer may coordinate one case and have nothing to do with the next."""

from collections.abc import Callable, Iterable
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.organizations.models import Duty


class Role(TextChoices):
    """Roles that a procedure can name."""

    APPLICANT = "applicant", _("Applicant")
    GRID_WORKER = "grid_worker", _("Grid worker")
    INTAKE = "intake", _("Intake and hotline")
    COORDINATOR = "coordinator", _("Coordinator")
    DISTRICT_CENTRE = "district_centre", _("District coordination centre")
    HANDLING_UNIT = "handling_unit", _("Handling unit")
    HANDLER = "handler", _("Handler")
    LEADER_OF_HANDLER = "leader_of_handler", _("Leader of the handling unit")
    ASSISTING_UNIT = "assisting_unit", _("Assisting unit")
    SYSTEM = "system", _("System")


class Subject(Protocol):
    """What rights need to know of a case."""

    reference: str
    area_path: str
    unit_id: int | None
    handler_id: int | None
    excluded_path: str
    assisting: list[int]


def excluded(actor: Actor, case: Subject) -> bool:
    """Whether the case complains about a unit that the actor belongs to, or about one above it."""
    return bool(case.excluded_path) and any(post.unit_path.startswith(case.excluded_path) for post in actor.posts)


def covers(area_path: str, case: Subject, *, of_district: bool) -> bool:
    """Whether a territory holds the case; a case without a place belongs to the district."""
    return of_district or bool(area_path and case.area_path.startswith(area_path))


def _on_ground(duty: Duty) -> Callable[[Actor, Subject], bool]:
    def holds_it(actor: Actor, case: Subject) -> bool:
        return any(covers(post.area_path, case, of_district=post.of_district) for post in actor.with_duty(duty))

    return holds_it


def _applicant(actor: Actor, case: Subject) -> bool:
    return bool(actor.reference) and actor.reference == case.reference


def _district_centre(actor: Actor, case: Subject) -> bool:
    return any(post.of_district for post in actor.with_duty(Duty.COORDINATOR))


def _handling_unit(actor: Actor, case: Subject) -> bool:
    return case.unit_id in actor.unit_ids


def _handler(actor: Actor, case: Subject) -> bool:
    return actor.user_id is not None and case.handler_id == actor.user_id and _handling_unit(actor, case)


def _leader(actor: Actor, case: Subject) -> bool:
    return any(post.unit_id == case.unit_id for post in actor.with_duty(Duty.LEADER))


def _assisting(actor: Actor, case: Subject) -> bool:
    return bool(actor.unit_ids & set(case.assisting))


def _system(actor: Actor, case: Subject) -> bool:
    return actor.is_system


_HOLDS: dict[Role, Callable[[Actor, Subject], bool]] = {
    Role.APPLICANT: _applicant,
    Role.GRID_WORKER: _on_ground(Duty.GRID_WORKER),
    Role.INTAKE: _on_ground(Duty.INTAKE),
    Role.COORDINATOR: _on_ground(Duty.COORDINATOR),
    Role.DISTRICT_CENTRE: _district_centre,
    Role.HANDLING_UNIT: _handling_unit,
    Role.HANDLER: _handler,
    Role.LEADER_OF_HANDLER: _leader,
    Role.ASSISTING_UNIT: _assisting,
    Role.SYSTEM: _system,
}


def holds(actor: Actor, roles: Iterable[Role], case: Subject) -> Role | None:
    """Return the first of ``roles`` that the actor holds for ``case``, or None; an excluded actor holds none."""
    if excluded(actor, case):
        return None
    return next((role for role in roles if _HOLDS[role](actor, case)), None)
