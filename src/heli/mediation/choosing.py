"""Who mediates, as the sides see to it: choosing, asking for another, stepping aside, conflicts of interest."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.cases.acts import Act
from heli.cases.engine import acting, lock
from heli.cases.kinds import Outcome
from heli.cases.models import Case, Event
from heli.cases.usual.actions import declare_conflict as usual_conflict
from heli.kernel.decisions import Denied
from heli.mediation.actions import appoint, take
from heli.mediation.arrangements import arrangements
from heli.mediation.models import Mediating
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.roster import mediators_for, wishes
from heli.mediation.roster_models import Choice
from heli.mediation.sides import side_of, sides_of
from heli.people.models import User

_ONCE = Act()
_LONGEST_WHY = 200


@acting
def wish_mediator(case: Case, *, by: Actor, act: Act = _ONCE, mediator: User) -> Outcome:
    """A side chooses a mediator (arts. 19, 23); where all sides chose the same, that one is named by it."""
    lock(case)
    own = side_of(case, by)
    if own is None or mediator not in mediators_for(case):
        return Denied(_("This mediator cannot be chosen in this dispute."))
    outcome = take(case, P.wish_mediator, by=by, act=act)
    if isinstance(outcome, Event):
        _say(case, own.party, outcome, Choice.Kind.WISH, mediator)
        _name_if_agreed(case, mediator)
    return outcome


def _say(case: Case, party: Any, event: Event, kind: str, user: User, **more: Any) -> None:
    Choice.objects.create(case=case, party=party, event=event, kind=kind, user=user, at=event.at, **more)


def _name_if_agreed(case: Case, mediator: User) -> None:
    """Name ``mediator`` where every side wishes the same; the system reads both wishes, no side reads the other's."""
    with acting_as(SYSTEM):
        sides, said = sides_of(case), wishes(case)
        now = set(Mediating.objects.filter(case=case, until__isnull=True).values_list("user_id", flat=True))
    wished = {said[key].user_id if (key := _key(side.party)) in said else None for side in sides}
    if len(sides) < 2 or wished != {mediator.pk} or now == {mediator.pk}:
        return
    if case.state in (P.inviting.name, P.in_mediation.name):
        reason = _("All sides chose the same mediator.")
        appoint(case, by=SYSTEM, mediators=[mediator], chosen=Mediating.Chosen.BY_PARTIES, reason=reason)


def _key(party: Any) -> int | None:
    return party.pk if party else None


@acting
def ask_replacement(case: Case, *, by: Actor, act: Act = _ONCE, mediator: User, reason: str = "") -> Outcome:
    """A side asks for another mediator: so often as arranged at once and without a reason, then the committee answers.

    Who is replaced mediates no more from that moment, and reads nothing of private talks.
    """
    lock(case)
    own = side_of(case, by)
    now = Mediating.objects.filter(case=case, user=mediator, until__isnull=True)
    if own is None or not now.exists():
        return Denied(_("This mediator does not mediate this dispute."))
    free = free_left(case, by) > 0
    if not free and not reason:
        return Denied(_("Please say why: you have had a mediator replaced before."))
    changes = {"handler_id": None} if free and case.handler_id == mediator.pk else {}
    act = replace(act, changes=changes, facts={"mediator": mediator.written, "at_once": free})
    outcome = take(case, P.ask_replacement, by=by, act=act)
    if isinstance(outcome, Event):
        _say(case, own.party, outcome, Choice.Kind.AWAY, mediator, reason=reason, granted=free)
        if free:
            end_mediating(case, {mediator.pk}, outcome, _("A side asked for another mediator."))
    return outcome


def free_left(case: Case, actor: Actor) -> int:
    """Return how often the side of ``actor`` may still have a mediator replaced without a reason; 0 for staff."""
    own = side_of(case, actor)
    if own is None:
        return 0
    used = Choice.objects.filter(case=case, party=own.party, kind=Choice.Kind.AWAY, granted=True).count()
    return max(0, arrangements().free_replacements - used)


@acting
def keep_mediator(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Answer that the mediator stays, and why; each side may still end the mediation (art. 23, item 2)."""
    return take(case, P.keep_mediator, by=by, act=act, note=reason)


@acting
def step_aside(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """A mediator steps aside; the reason is for the committee, both sides learn that another is named."""
    lock(case)
    changes = {"handler_id": None} if case.handler_id == by.user_id else {}
    outcome = take(case, P.step_aside, by=by, act=act, internal_note=reason, changes=changes)
    if isinstance(outcome, Event) and by.user_id is not None:
        end_mediating(case, {by.user_id}, outcome, reason)
    return outcome


@acting
def declare_conflict(case: Case, *, by: Actor, act: Act = _ONCE, **facts: Any) -> Outcome:
    """Keep the dispute from those it concerns, as always; who of them mediates, mediates no more."""
    unit = case.unit_id
    outcome = usual_conflict(case, by=by, act=act, **facts)
    if isinstance(outcome, Event):
        with acting_as(SYSTEM):
            case.refresh_from_db(fields=["unit_id", "excluded_people"])
            gone = set(Mediating.objects.filter(case=case, until__isnull=True).values_list("user_id", flat=True))
            if case.unit_id == unit:
                gone &= set(case.excluded_people)
            end_mediating(case, gone, outcome, _("A conflict of interest"))
    return outcome


def end_mediating(case: Case, people: set[int], event: Event, why: str) -> None:
    """Let ``people`` (ids of accounts) mediate no more from the moment of ``event``; one statement."""
    rows = Mediating.objects.filter(case=case, user__in=people, until__isnull=True)
    rows.update(until=event.at, why_ended=why[:_LONGEST_WHY])
