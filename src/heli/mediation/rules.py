"""Guards of mediation: what a step asks beyond state and role."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.kinds import Guard
from heli.cases.models import Case, Event
from heli.cases.usual.rules import GUARDS as USUAL
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.mediation.arrangements import arrangements
from heli.mediation.models import Mediating, Satisfaction
from heli.mediation.roster import asked_away
from heli.mediation.sides import all_agree, mediates, side_of, sides_of

#: How often mediation can be asked for once more in one matter.
MOST_ANEW = 2


def may_begin(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Every side must have agreed, and somebody must mediate (People's Mediation Law, arts. 17, 19)."""
    if not all_agree(case):
        return Denied(_("Not every side has agreed to mediation (People's Mediation Law, art. 17)."))
    if not Mediating.objects.filter(case=case, until__isnull=True).exists():
        return Denied(_("Nobody has been named who mediates."))
    return Allowed()


def may_ask_replacement(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Somebody must mediate who could be replaced."""
    found = Mediating.objects.filter(case=case, until__isnull=True).exists()
    return Allowed() if found else Denied(_("Nobody has been named who mediates."))


def may_keep_mediator(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """A side must have asked for another, and wait for an answer."""
    return Allowed() if asked_away(case) else Denied(_("No side waits for an answer about a mediator."))


def may_step_aside(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Only who mediates steps aside."""
    return Allowed() if mediates(case, by) else Denied(_("You do not mediate this dispute."))


def may_extend(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """What the district allows in all must not be used up."""
    if case.dispute.extended_days >= arrangements().extension_days:
        return Denied(_("The time was made longer by as much as the district arranged."))
    return Allowed()


def may_agree(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """A side says it once; after a refusal the one that refused says so, and nobody in its place."""
    side = side_of(case, by)
    if side is None:
        return Allowed()
    if side.agrees:
        return Denied(_("You have agreed already."))
    others = [each for each in sides_of(case) if each.key != side.key and each.agrees is False]
    return Denied(_("Another side does not want mediation.")) if others else Allowed()


def may_apply_anew(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """A side that refused is not asked without end."""
    asked = Event.objects.filter(case=case, step="apply_anew").count()
    return (
        Denied(_("Mediation was asked for again before; the other ways stay open."))
        if asked >= MOST_ANEW
        else Allowed()
    )


def may_rate(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Each side rates once."""
    side = side_of(case, by)
    rated = side is None or Satisfaction.objects.filter(case=case, party=side.party).exists()
    return Denied(_("You have said how you found it.")) if rated else Allowed()


GUARDS: Mapping[str, Guard] = {
    **USUAL,
    "begin": may_begin,
    "ask_replacement": may_ask_replacement,
    "keep_mediator": may_keep_mediator,
    "step_aside": may_step_aside,
    "extend": may_extend,
    "agree": may_agree,
    "apply_anew": may_apply_anew,
    "rate": may_rate,
}
