"""What the generic case pages show of a dispute: to officers, and to each side."""

from typing import Any, Final

from django.urls import reverse

from heli.access.actors import Actor
from heli.cases.kinds import kinds
from heli.cases.models import Case
from heli.mediation.agreement_panels import agreement_context
from heli.mediation.consents import proposals_of
from heli.mediation.models import Mediating
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.questions import answered
from heli.mediation.rooms import BEFORE_THE_TALKS
from heli.mediation.roster import asked_away, proposals, wishes
from heli.mediation.sessions import sessions_of
from heli.mediation.sides import Side, invited_lately, mediates, side_of, sides_of
from heli.mediation.ways import ways_on

#: The procedure whose form names those whom something is about, and keeps it from them.
COMPLAINTS: Final = "petition_claim"
#: In which states a side can have been invited of late.
_INVITED: Final = frozenset((P.inviting.name, P.in_mediation.name))


def officer_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what ``mediation/panel.html`` shows: what is asked for, the sides and what they said, who mediates.

    Whom the rule proposes stands there while somebody is to be named.
    """
    rows = list(Mediating.objects.filter(case=case).select_related("user").order_by("id"))
    sides = sides_of(case)
    nobody = case.closed_at is None and not any(each.until is None for each in rows)
    return {
        "dispute": case.dispute,
        "questions": answered(case),
        "sides": _with_wishes(case, sides),
        "mediators": rows,
        "proposals": proposals(case) if nobody else [],
        "asked_away": asked_away(case) if rows else [],
        "is_mediator": mediates(case, actor),
        "is_office": True,
        "has_code": case.state in _INVITED and invited_lately(case, actor) is not None,
        **agreement_context(case, actor),
        **_sessions(case, sides),
    }


def _sessions(case: Case, sides: list[Side], own: Side | None = None) -> dict[str, Any]:
    """Return the sessions, and by the id of each what is proposed for it and was said to that."""
    sessions = sessions_of(case)
    found = proposals_of(sessions, sides)
    rows = [
        {"session": each, "proposals": [{"proposal": one, "own": one.of(own)} for one in found[each.pk]]}
        for each in sessions
    ]
    return {"sessions": rows}


def _with_wishes(case: Case, sides: list[Side]) -> list[dict[str, Any]]:
    said = wishes(case)
    return [{"side": side, "wish": said.get(side.party.pk if side.party else None)} for side in sides]


def resident_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what ``mediation/resident_panel.html`` shows a side: what is asked for, who agreed, who mediates."""
    sides, own = sides_of(case), side_of(case, actor)
    now = list(Mediating.objects.filter(case=case, until__isnull=True).select_related("user").order_by("id"))
    agreed = agreement_context(case, actor)
    return {
        "dispute": case.dispute,
        "questions": answered(case),
        "sides": sides,
        "joint_open": case.state not in BEFORE_THE_TALKS,
        "rooms_open": case.state not in BEFORE_THE_TALKS or bool(now),
        **_sessions(case, sides, own),
        "own": own,
        "mediators": [each.user.label for each in now],
        "complaint_url": complaint_url(),
        "wish": next(iter(wishes(case).values()), None) if actor.reference else None,
        "ways": ways_on(case, agreed),
        **agreed,
    }


def complaint_url() -> str:
    """Return where a mediator is complained of (art. 15): the door for what is kept from those it is about, if any."""
    door = next((kind.door for kind in kinds() if kind.door and kind.procedure.code == COMPLAINTS), None)
    return reverse(door.url_name) if door else ""
