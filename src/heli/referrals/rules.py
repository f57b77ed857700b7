"""Guards: which side of a referral may take which step."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.kinds import Guard
from heli.cases.models import Case
from heli.cases.usual.rules import GUARDS as USUAL_GUARDS
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.referrals.models import Direction, Way

_WAYS = {
    "accept": Way.PLAIN,
    "accept_appointed": Way.APPOINTED,
    "accept_entrusted": Way.ENTRUSTED,
    "accept_summary": Way.SUMMARY,
}


def _other_side() -> Denied:
    return Denied(_("That is for the other side of the referral."))


def may_answer(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Only a unit of Heli to which something was referred answers itself."""
    return _other_side() if case.referral.direction == Direction.OUT else Allowed()


def may_note(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Only of an outside body one records what it said."""
    return Allowed() if case.referral.direction == Direction.OUT else _other_side()


def may_recall(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """An outside body takes back what it has referred, the system what Heli has."""
    inward = case.referral.direction == Direction.IN
    return Allowed() if by.is_system or inward else _other_side()


def _accepting(way: Way) -> Guard:
    def may_accept(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
        """Each way of a court has an acceptance of its own, with its own limit."""
        if case.referral.way != way:
            return Denied(_("This referral came in another way."))
        return may_answer(case, by, facts)

    return may_accept


GUARDS: Mapping[str, Guard] = {
    **USUAL_GUARDS,
    **{name: _accepting(way) for name, way in _WAYS.items()},
    "refuse": may_answer,
    "give_result": may_answer,
    "extend": may_answer,
    "note_acceptance": may_note,
    "note_refusal": may_note,
    "note_result": may_note,
    "recall": may_recall,
}
