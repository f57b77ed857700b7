"""Roles are relations to a case: the same officer may coordinate one case and have nothing to do with the next."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor, HeldPost
from heli.kernel.paths import lies_in
from heli.organizations.days import midnight
from heli.organizations.models import Duty


class Role(TextChoices):
    """Roles that a procedure can name."""

    APPLICANT = "applicant", _("Applicant")
    OTHER_SIDE = "other_side", _("Other side")
    GRID_WORKER = "grid_worker", _("Grid worker")
    INTAKE = "intake", _("Intake and hotline")
    COORDINATOR = "coordinator", _("Coordinator")
    DISTRICT_CENTRE = "district_centre", _("District coordination centre")
    HANDLING_UNIT = "handling_unit", _("Handling unit")
    HANDLER = "handler", _("Handler")
    LEADER_OF_HANDLER = "leader_of_handler", _("Leader of the handling unit")
    ASSISTING_UNIT = "assisting_unit", _("Assisting unit")
    PARTNER = "partner", _("Partner body")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM = "system", _("System")


#: Roles of people outside the offices: the person a case belongs to, and whoever else takes part in it.
PEOPLE = frozenset({Role.APPLICANT, Role.OTHER_SIDE})


class Subject(Protocol):
    """What rights need to know of a case."""

    reference: str
    area_path: str
    unit_id: int | None
    centre_id: int | None
    handler_id: int | None
    excluded_units: list[int]
    excluded_people: list[int]
    oversight: bool
    confidential: bool
    opened_by: str
    opened_at: datetime
    assisting: list[int]


def excluded(actor: Actor, case: Subject) -> bool:
    """Whether a conflict of interest keeps the case from the actor.

    That is so where the case concerns the actor, somebody they stand in for, a unit of theirs or one above it; also
    where they belonged to such a unit when the case came, or later. ``heli.cases.visibility.about`` says the same as a
    condition on rows.
    """
    if not (case.excluded_units or case.excluded_people):
        return False
    if actor.identities.intersection(case.excluded_people) or actor.chain.intersection(case.excluded_units):
        return True
    return any(
        past.chain.intersection(case.excluded_units) and (past.until is None or case.opened_at < midnight(past.until))
        for past in actor.past
    )


def covers(post: HeldPost, case: Subject) -> bool:
    """Whether the ground of ``post`` holds the case; a case without a place belongs to the district.

    A case with a centre of its own belongs to that unit, wherever it lies. Oversight looks after the cases that nobody
    within the administration may coordinate, and after no others.
    """
    if post.of_oversight:
        return case.oversight
    if case.centre_id is not None:
        return post.unit_id == case.centre_id
    return post.of_district or lies_in(case.area_path, post.area_path)


def _on_ground(duty: Duty) -> Callable[[Actor, Subject], bool]:
    def holds_it(actor: Actor, case: Subject) -> bool:
        return any(covers(post, case) for post in actor.with_duty(duty))

    return holds_it


def _grid_worker(actor: Actor, case: Subject) -> bool:
    """Their grid alone, wherever their unit stands, and of what is confidential only what they have reported.

    What a centre of its own coordinates is none of theirs.
    """
    if case.centre_id is not None:
        return False
    open_to_them = not case.confidential or case.opened_by == actor.key
    return open_to_them and any(lies_in(case.area_path, each.area_path) for each in actor.with_duty(Duty.GRID_WORKER))


def _applicant(actor: Actor, case: Subject) -> bool:
    return bool(actor.reference) and actor.reference == case.reference and not actor.side


def _other_side(actor: Actor, case: Subject) -> bool:
    return bool(actor.side) and actor.reference == case.reference


def _district_centre(actor: Actor, case: Subject) -> bool:
    """The district's coordinators; where a unit of its own coordinates the case, those of that unit."""
    posts = actor.with_duty(Duty.COORDINATOR)
    if case.centre_id is not None:
        return any(covers(post, case) for post in posts)
    return any(post.of_district or (post.of_oversight and case.oversight) for post in posts)


def _handling_unit(actor: Actor, case: Subject) -> bool:
    return case.unit_id in actor.unit_ids


def _handler(actor: Actor, case: Subject) -> bool:
    return actor.user_id is not None and case.handler_id == actor.user_id and _handling_unit(actor, case)


def _leader(actor: Actor, case: Subject) -> bool:
    return any(post.unit_id == case.unit_id for post in actor.with_duty(Duty.LEADER))


def _assisting(actor: Actor, case: Subject) -> bool:
    return bool(actor.unit_ids & set(case.assisting))


def _partner(actor: Actor, case: Subject) -> bool:
    return bool(actor.partner_in) and actor.partner_in == case.reference


def _auditor(actor: Actor, case: Subject) -> bool:
    return bool(actor.with_duty(Duty.AUDITOR))


def _system(actor: Actor, case: Subject) -> bool:
    return actor.is_system


_HOLDS: dict[Role, Callable[[Actor, Subject], bool]] = {
    Role.APPLICANT: _applicant,
    Role.OTHER_SIDE: _other_side,
    Role.GRID_WORKER: _grid_worker,
    Role.INTAKE: _on_ground(Duty.INTAKE),
    Role.COORDINATOR: _on_ground(Duty.COORDINATOR),
    Role.DISTRICT_CENTRE: _district_centre,
    Role.HANDLING_UNIT: _handling_unit,
    Role.HANDLER: _handler,
    Role.LEADER_OF_HANDLER: _leader,
    Role.ASSISTING_UNIT: _assisting,
    Role.PARTNER: _partner,
    Role.AUDITOR: _auditor,
    Role.SYSTEM: _system,
}


def holds(actor: Actor, roles: Iterable[Role], case: Subject) -> Role | None:
    """Return the first of ``roles`` that the actor holds for ``case``, or None; an excluded actor holds none."""
    if excluded(actor, case):
        return None
    return next((role for role in roles if _HOLDS[role](actor, case)), None)
