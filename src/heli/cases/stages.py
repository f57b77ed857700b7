"""Whose turn it is, as conditions on cases: what a queue shows, and what waits for one actor."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.lookups import In

from heli.access.actors import Actor, HeldPost
from heli.access.roles import Role
from heli.cases.kinds import Kind, Stage, kinds
from heli.cases.models import Event
from heli.kernel.paths import whole
from heli.kernel.procedures import State, Step
from heli.organizations.models import Duty

NOTHING = Q(pk__in=[])
WAITING_STAGES = (Stage.DISPATCH, Stage.ACCEPT, Stage.VERIFY)
OFFICES = (Role.COORDINATOR, Role.DISTRICT_CENTRE, Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER)


def in_stage(*stages: Stage) -> Q:
    """Return the condition under which a case stands in one of ``stages``."""
    found = NOTHING
    for kind in kinds():
        names = [state.name for stage in stages for state in kind.stages.get(stage, ())]
        found |= Q(procedure=kind.procedure.code, state__in=names)
    return found


def waiting_for(actor: Actor) -> Q:
    """Return the condition under which a case waits for ``actor`` to dispatch, accept, decide, verify or approve."""
    found = asked_of(actor)
    for kind in kinds():
        for stage in WAITING_STAGES:
            for state in kind.stages.get(stage, ()):
                found |= _at(kind, state) & holding(actor, *_movers(kind, state))
    return found


def asked_of(actor: Actor) -> Q:
    """Return the condition under which somebody asks ``actor`` for a decision, such as more time."""
    found = NOTHING
    for kind in kinds():
        for name, condition in kind.asked.items():
            step = kind.procedure.step(name)
            states = [state.name for state in step.move.sources]
            found |= Q(procedure=kind.procedure.code, state__in=states) & condition & holding(actor, *_offices(step))
    return found


def come_back() -> Q:
    """Return the condition under which the last move of a case brought it back: returned, rejected, opened again."""
    moves = Event.objects.filter(case=OuterRef("pk")).exclude(from_state=F("to_state")).order_by("-id")
    last, found = Subquery(moves.values("step")[:1]), NOTHING
    for kind in kinds():
        names = [step.name for step in kind.coming_back]
        found |= Q(procedure=kind.procedure.code) & Q(In(last, names)) if names else NOTHING
    return found


def moved_since(moment: datetime) -> Q:
    """Return the condition under which a case has come, or come to another state, after ``moment``."""
    moves = Event.objects.filter(case=OuterRef("pk"), at__gt=moment).exclude(from_state=F("to_state"))
    return Q(changed_at__gt=moment) & Q(Exists(moves))


def holding(actor: Actor, *roles: Role) -> Q:
    """Return the condition under which ``actor`` holds one of ``roles`` for a case; the twin of ``roles.holds``."""
    found = NOTHING
    for role in roles:
        found |= _holding(actor, role)
    return found


def _at(kind: Kind, state: State) -> Q:
    return Q(procedure=kind.procedure.code, state=state.name)


def _movers(kind: Kind, state: State) -> list[Role]:
    """The offices whose main steps take a case out of ``state``."""
    steps = (step for step in kind.procedure.leaving(state) if step.move.target and not step.quiet)
    return [role for step in steps for role in _offices(step)]


def _offices(step: Step) -> list[Role]:
    return [role for role in OFFICES if role in step.by]


def _holding(actor: Actor, role: Role) -> Q:
    posts = actor.with_duty(Duty.COORDINATOR)
    if role in (Role.COORDINATOR, Role.DISTRICT_CENTRE):
        return _coordinating(posts, anywhere=role == Role.COORDINATOR)
    if role == Role.LEADER_OF_HANDLER:
        return Q(unit_id__in=[post.unit_id for post in actor.with_duty(Duty.LEADER)])
    return Q(unit_id__in=sorted(actor.unit_ids)) if role == Role.HANDLING_UNIT else NOTHING


def _coordinating(posts: Iterable[HeldPost], *, anywhere: bool) -> Q:
    found = NOTHING
    for post in posts:
        if post.of_oversight:
            found |= Q(oversight=True)
            continue
        found |= Q(centre_id=post.unit_id)
        if post.of_district:
            found |= Q(centre__isnull=True)
        elif anywhere:
            found |= _on(post.area_path)
    return found


def _on(area_path: str) -> Q:
    return Q(area_path__startswith=whole(area_path), centre__isnull=True) if area_path else NOTHING
