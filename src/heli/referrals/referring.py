"""The acts by which a matter is referred and a referral taken back, for any domain that declares their steps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.access.roles import PEOPLE, holds
from heli.cases.acts import Act
from heli.cases.engine import acting, lock, perform
from heli.cases.kinds import Action, Guard, Outcome, procedure_of
from heli.cases.models import Case, Event
from heli.cases.parties import forget_parties
from heli.cases.personal import erase_contact
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.referrals.actions import keep
from heli.referrals.actions import recall as recall_here
from heli.referrals.models import Partner, Referral
from heli.referrals.opening import Agreed, Offer, offer
from heli.referrals.passable import Passable

_ONCE = Act()
_KNOWN: Final = "referrals_known"
#: Whether a case that was found has any.
ANY: Final = "has_referrals"


def any_of() -> Exists:
    """Return the condition that a case has been referred."""
    return Exists(Referral.objects.filter(source=OuterRef("pk")))


def referrals_of(case: Case) -> list[Referral]:
    """Return the referrals of ``case``, the latest first; one statement for each copy of the case in memory.

    None where the case was found with the knowledge that it has none (`cases.finding.read_with`).
    """
    known: list[Referral] | None = case.__dict__.get(_KNOWN)
    if known is None and case.__dict__.get(ANY) is False:
        return []
    if known is None:
        rows = Referral.objects.filter(source=case).select_related("case", "partner").order_by("-case")
        known = case.__dict__[_KNOWN] = list(rows)
    return known


def forget_referrals(case: Case) -> None:
    """Read the referrals of ``case`` anew when they are asked for next."""
    for name in (_KNOWN, ANY):
        case.__dict__.pop(name, None)


def open_referrals(case: Case) -> list[Referral]:
    """Return those that still wait for an answer or a result."""
    return [each for each in referrals_of(case) if each.case.is_open]


@acting
def refer(
    case: Case,
    *,
    by: Actor,
    act: Act = _ONCE,
    partner: Partner,
    question: str,
    consent: str,
    summary: str = "",
    items: Sequence[Passable] = (),
    consent_by: str = "",
    consent_on: date | None = None,
    ground: str = "",
) -> Outcome:
    """Offer the matter to another body; the matter keeps its owner, its state and its clocks."""
    lock(case)
    forget_referrals(case)
    agreed = Agreed(how=consent, by=consent_by, on=consent_on, ground=ground)
    what = Offer(partner=partner, question=question, summary=summary, items=items, agreed=agreed)
    key = uuid5(NAMESPACE_URL, f"heli:refer:{act.key or uuid4()}")
    facts = {"partner": partner.name, "consent": consent, "passed": [each.key for each in items]}
    outcome = perform(case, procedure_of(case).step("refer"), by=by, act=replace(act, facts=facts))
    if not isinstance(outcome, Event):
        return outcome
    opened = offer(case, what, by=by, key=key, at=outcome.at)
    if isinstance(opened, Denied):
        # Without the referral nothing was referred.
        transaction.set_rollback(True)
        return opened
    return outcome


@acting
def recall_referral(case: Case, *, by: Actor, act: Act = _ONCE, referral: str, reason: str = "") -> Outcome:
    """Take a referral back; where the person does, their consent ends and what was passed of them becomes unreadable.

    ``referral`` is its reference. What the other body learned until then it keeps to itself.
    """
    forget_referrals(case)
    found = next((each.case for each in open_referrals(case) if each.case.reference == referral), None)
    if found is None:
        earlier = Event.objects.filter(key=act.key, case=case, actor=by.key).first() if act.key else None
        return earlier or Denied(_("There is no open referral of this matter with that number."))
    lock(case, found)
    forget_referrals(case)
    step = procedure_of(case).step("recall_referral")
    person = holds(by, PEOPLE, case) is not None
    facts = {"referral": referral, "partner": found.referral.partner.name}
    outcome = perform(case, step, by=by, act=replace(act, note=reason, facts=facts))
    if not isinstance(outcome, Event):
        return outcome
    with acting_as(SYSTEM):
        words = reason or _("Consent was taken back") if person else reason
        taken = recall_here(found, by=SYSTEM, act=Act(at=outcome.at), reason=words)
        if not isinstance(taken, Event):
            transaction.set_rollback(True)
            return taken
        if person:
            keep(found, taken_back_at=outcome.at)
            erase_contact(found, SYSTEM)
            forget_parties(found)
    return outcome


def may_recall_referral(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """There must be one that is open."""
    return Allowed() if open_referrals(case) else Denied(_("No referral of this matter is open."))


@acting
def note_referral(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Keep how a referral goes; `referrals.telling` takes it within the acts on the referral."""
    return perform(case, procedure_of(case).step("note_referral"), by=by, act=act)


_ALL: tuple[Any, ...] = (refer, recall_referral, note_referral)
REFERRING: Mapping[str, Action] = {each.__name__: each for each in _ALL}
REFERRING_GUARDS: Mapping[str, Guard] = {"recall_referral": may_recall_referral}
