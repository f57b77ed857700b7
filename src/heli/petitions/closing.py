"""Planning how an old unsolved matter is closed; every entry stays on record (Regulation, art. 38)."""

from dataclasses import replace
from datetime import date

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.charges import charge_by_plan
from heli.cases.engine import acting
from heli.cases.kinds import Outcome
from heli.cases.models import Case, Event
from heli.people.models import User
from heli.petitions.actions import take
from heli.petitions.overview_models import BacklogEntry

_ONCE = Act()


@acting
def plan_closing(
    case: Case, *, by: Actor, act: Act = _ONCE, reason: str, words: str, path: str, leader: User, next_on: date
) -> Outcome:
    """Record why it is unsolved, the responsible leader, the next date and the way to close it."""
    facts = {"reason": reason, "path": path, "leader": leader.pk, "next_on": next_on.isoformat()}
    outcome = take(case, "plan_closing", by=by, act=replace(act, facts=facts), internal_note=words)
    if isinstance(outcome, Event):
        BacklogEntry.objects.create(
            case=case,
            event=outcome,
            reason=reason,
            words=words,
            path=path,
            made_by=by.key,
            made_at=outcome.at,
        )
        charge_by_plan(case, leader, next_on, by=by, at=outcome.at)
    return outcome
