"""The acts of mediation up to the end of the talks, one function per step, named as the step."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.assignments import hand_over
from heli.cases.engine import acting, lock, perform
from heli.cases.kinds import Outcome
from heli.cases.models import Case, Event
from heli.cases.parties import Named, TooManySidesError, add_parties, let_in
from heli.cases.people_models import LAST_SIDE, Party
from heli.kernel.decisions import Denied
from heli.kernel.periods import days
from heli.kernel.procedures import Step
from heli.mediation.arrangements import arrangements
from heli.mediation.committees import above
from heli.mediation.letters import ending, invitation, turned_away
from heli.mediation.models import Committee, Dispute, How, Mediating, Satisfaction
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.sides import say, side_of
from heli.organizations.models import Unit
from heli.organizations.responsibility import registry
from heli.people.models import Contact, User

_ONCE = Act()


def keep(case: Case, **values: Any) -> None:
    """Write fields of the dispute; one statement."""
    Dispute.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case.dispute, name, value)


def take(case: Case, step: Step, *, by: Actor, act: Act, **more: Any) -> Outcome:
    """Take ``step`` with the lengths that the district has arranged."""
    return perform(case, step, by=by, act=replace(act, lengths=arrangements().lengths, **more))


@acting
def accept(case: Case, *, by: Actor, act: Act = _ONCE, note: str = "") -> Outcome:
    """Accept an application; then both sides are asked."""
    outcome = take(case, P.accept, by=by, act=act, note=note)
    if isinstance(outcome, Event):
        keep(case, accepted_at=outcome.at)
    return outcome


@acting
def turn_away(case: Case, *, by: Actor, act: Act = _ONCE, reason: str, where: str) -> Outcome:
    """Say that it is no matter for mediation, why, and where to turn."""
    papers = {"mediation_turned_away": turned_away(case, reason, where)}
    return take(case, P.turn_away, by=by, act=act, note=f"{reason}\n{where}", papers=papers)


@acting
def invite(case: Case, *, by: Actor, act: Act = _ONCE, party: Party) -> Outcome:
    """Let a side take part by itself: number and query code, which ``parties.let_in`` derives from the key of the act.

    Inviting once more gives a new code; the one before opens nothing any more.
    """
    if act.key is None or party.case_id != case.pk:
        return Denied(_("There is no such side in this dispute."))
    lock(case)
    try:
        let_in(party, act.key)
    except TooManySidesError:
        return Denied(_("As many sides take part as can: up to %(most)s.") % {"most": LAST_SIDE})
    papers = {"mediation_invitation": invitation(case, party)}
    return take(case, P.invite, by=by, act=act, facts={"side": party.side}, papers=papers)


@acting
def agree(
    case: Case, *, by: Actor, act: Act = _ONCE, party: Party | None = None, how: str = How.OWN_PAGE, note: str = ""
) -> Outcome:
    """A side agrees to be mediated (art. 17); staff write down for whom, and in what form it was said."""
    return _said(case, P.agree, by=by, act=act, party=party, how=how, note=note, agrees=True)


@acting
def refuse(
    case: Case, *, by: Actor, act: Act = _ONCE, party: Party | None = None, how: str = How.OWN_PAGE, note: str = ""
) -> Outcome:
    """A side does not want to be mediated (art. 17): it ends at once."""
    return _said(case, P.refuse, by=by, act=act, party=party, how=how, note=note, agrees=False)


def _said(
    case: Case, step: Step, *, by: Actor, act: Act, party: Party | None, how: str, note: str, agrees: bool
) -> Outcome:
    lock(case)
    own = side_of(case, by)
    spoke = own.party if own else party
    form = How.OWN_PAGE if own else how
    facts = {"side": spoke.side or 0 if spoke else 0, "how": form}
    outcome = take(case, step, by=by, act=act, note=note, facts=facts)
    if isinstance(outcome, Event):
        say(case, spoke, agrees=agrees, how=form, event=outcome)
    return outcome


@acting
def appoint(
    case: Case, *, by: Actor, act: Act = _ONCE, mediators: Sequence[User], chosen: str = Mediating.Chosen.APPOINTED,
    reason: str = "",
) -> Outcome:  # fmt: skip
    """Name who mediates, the first of them in charge (art. 19); those before who are not named end."""
    lock(case)
    names = [str(each) for each in mediators]
    changes = {"handler_id": mediators[0].pk}
    facts = {"mediators": names, "chosen": chosen}
    outcome = take(case, P.appoint, by=by, act=act, note=reason, changes=changes, facts=facts)
    if isinstance(outcome, Event):
        now = Mediating.objects.filter(case=case, until__isnull=True)
        now.exclude(user__in=mediators).update(until=outcome.at, why_ended=reason)
        present = set(now.values_list("user_id", flat=True))
        rows = (Mediating(case=case, user=each, chosen=chosen, since=outcome.at) for each in mediators)
        Mediating.objects.bulk_create(row for row in rows if row.user_id not in present)
    return outcome


@acting
def begin(case: Case, *, by: Actor, act: Act = _ONCE, note: str = "") -> Outcome:
    """Begin the talks; every side has agreed (art. 17)."""
    return take(case, P.begin, by=by, act=act, note=note)


@acting
def pass_up(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Pass the dispute with its whole file to the committee one level up."""
    lock(case)
    unit = registry().units.get(case.unit_id or 0)
    higher = above(unit) if unit else None
    if higher is None:
        return Denied(_("There is no committee above this one."))
    return _pass(case, P.pass_up, higher, by=by, act=act, reason=reason)


@acting
def pass_down(case: Case, *, by: Actor, act: Act = _ONCE, unit: Unit, reason: str) -> Outcome:
    """Pass the dispute down to a committee below, or back to one, and say why."""
    return _pass(case, P.pass_down, unit, by=by, act=act, reason=reason)


def _pass(case: Case, step: Step, unit: Unit, *, by: Actor, act: Act, reason: str) -> Outcome:
    committee = Committee.objects.filter(unit=unit).first()
    if committee is None or unit.pk == case.unit_id:
        return Denied(_("This unit does not mediate, or has the dispute already."))
    changes = {"unit_id": unit.pk, "handler_id": None}
    outcome = take(case, step, by=by, act=act, note=reason, changes=changes, facts={"unit": unit.name})
    if isinstance(outcome, Event):
        hand_over(case, unit, at=outcome.at)
        Mediating.objects.filter(case=case, until__isnull=True).update(until=outcome.at, why_ended=reason[:200])
        keep(case, level=committee.level, passed=case.dispute.passed + 1)
    return outcome


@acting
def extend(case: Case, *, by: Actor, act: Act = _ONCE, amount: int, how: str) -> Outcome:
    """Make the time longer by ``amount`` days, as both sides wish, who said so in the form ``how``."""
    lock(case)
    left = arrangements().extension_days - case.dispute.extended_days
    if amount > left > 0:
        return Denied(_("At most %(days)s more days are possible.") % {"days": left})
    longer = days(amount)
    facts = {"amount": amount, "counted_in": longer.unit.value, "how": how}
    outcome = take(case, P.extend, by=by, act=act, extension=longer, facts=facts)
    if outcome:
        keep(case, extended_days=case.dispute.extended_days + amount)
    return outcome


@acting
def suspend(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Suspend the talks, as both sides wish; the clock stands still."""
    return take(case, P.suspend, by=by, act=act, note=reason)


@acting
def resume(case: Case, *, by: Actor, act: Act = _ONCE, note: str = "") -> Outcome:
    """Take the talks up again."""
    return take(case, P.resume, by=by, act=act, note=note)


@acting
def report_risk(case: Case, *, by: Actor, act: Act = _ONCE, body: str, text: str) -> Outcome:
    """Record that a danger was reported to the police or another body at once (art. 25)."""
    return take(case, P.report_risk, by=by, act=act, internal_note=text, facts={"body": body})


@acting
def end(case: Case, *, by: Actor, act: Act = _ONCE, party: Party | None = None, reason: str = "") -> Outcome:
    """A side ends the mediation (art. 23, item 2); staff write down which one."""
    own = side_of(case, by)
    spoke = own.party if own else party
    facts = {"side": spoke.side or 0 if spoke else 0}
    papers = {"mediation_ended": ending(case, reason)}
    outcome = take(case, P.end, by=by, act=act, note=reason, facts=facts, papers=papers)
    if isinstance(outcome, Event):
        say(case, spoke, agrees=False, how=How.OWN_PAGE if own else How.ON_RECORD, event=outcome)
    return outcome


@acting
def close_unsettled(case: Case, *, by: Actor, act: Act = _ONCE, reason: str, ways: str) -> Outcome:
    """End the talks without an agreement and tell both sides the other ways (art. 26)."""
    papers = {"mediation_ended": ending(case, reason, ways)}
    return take(case, P.close_unsettled, by=by, act=act, note=f"{reason}\n{ways}", papers=papers)


@acting
def apply_anew(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Ask once more; whoever asks agrees, every other side is asked again."""
    lock(case)
    own = side_of(case, by)
    outcome = take(case, P.apply_anew, by=by, act=act, note=reason)
    if isinstance(outcome, Event):
        say(case, own.party if own else None, agrees=True, how=How.OWN_PAGE, event=outcome)
    return outcome


@acting
def rate(case: Case, *, by: Actor, act: Act = _ONCE, score: int, comment: str = "") -> Outcome:
    """A side says how it found the mediation; the others do not read it."""
    lock(case)
    own = side_of(case, by)
    outcome = take(case, P.rate, by=by, act=act)
    if isinstance(outcome, Event):
        party = own.party if own else None
        Satisfaction.objects.create(case=case, party=party, score=score, comment=comment, at=outcome.at)
    return outcome


@acting
def name_side(
    case: Case,
    *,
    by: Actor,
    act: Act = _ONCE,
    role: str,
    name: str,
    phone: str = "",
    email: str = "",
    address: str = "",
) -> Outcome:
    """Name another side of the dispute; it takes part once it is invited, and is mediated once it agrees."""
    outcome = take(case, P.name_side, by=by, act=act, facts={"role": role})
    if outcome:
        contact = Contact(name=name, phone=phone, email=email, address=address)
        add_parties(case, [Named(role, contact)])
    return outcome
