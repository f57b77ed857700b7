"""The acts of an application, one function per step, named as the step: they move the case and the money together."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.engine import acting, lock, perform
from heli.cases.kinds import Outcome
from heli.cases.models import Attachment, Case, Event
from heli.cases.usual.actions import Files, take_consent_back, with_files
from heli.funds import ledger, payees
from heli.funds.models import BudgetLine, FundApplication
from heli.funds.paper_kinds import said
from heli.funds.procedure import FundApplicationProcedure as P
from heli.funds.rules import is_leader
from heli.kernel.decisions import Denied
from heli.kernel.ledgers import Movement
from heli.kernel.procedures import Step
from heli.papers.kinds import LANGUAGE

_ONCE = Act()
#: What an application holds of a decision that no longer stands.
_UNDECIDED: dict[str, Any] = {
    "line": None, "approved": None, "first_by": None, "second_by": None, "granted_at": None, "leader_approved": False,
}  # fmt: skip


def _set(case: Case, **values: Any) -> None:
    """Write fields of the application; one statement."""
    FundApplication.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case.fund_application, name, value)


def _fresh(case: Case) -> FundApplication:
    """Lock the case, and read its application as it is now; guards and postings go by what it says."""
    lock(case)
    found = FundApplication.objects.select_related("fund", "line__fund").get(pk=case.pk)
    case.fund_application = found
    return found


def _moved(
    case: Case, step: Step, movement: Movement, *, by: Actor, act: Act, fen: int, line: BudgetLine | None
) -> Outcome:
    """Take ``step`` and post the money that it moves, both or neither; in an ``@acting`` function.

    The entry says by which step it came; why somebody decided so stands with the case, for the ledger names nobody and
    is kept for longer.
    """
    assert line is not None
    line = ledger.locked(line)
    outcome = perform(case, step, by=by, act=act)
    if isinstance(outcome, Event):
        with translation.override(LANGUAGE):
            why = str(step.done)
        reference = str(act.facts.get("bank_reference", ""))
        posted = ledger.post(line, movement, fen, by=by, reason=why, reference=reference, event=outcome, at=outcome.at)
        if isinstance(posted, Denied):
            transaction.set_rollback(True)
            return posted
    return outcome


@acting
def assess(
    case: Case, *, by: Actor, act: Act = _ONCE, findings: str, recommended: int | None = None, photos: Files = ()
) -> Outcome:
    """Report what was found of the need (2.2); staff read it, and the person sees that it was done."""
    _fresh(case)
    facts = {"recommended": recommended} if recommended else {}
    act = with_files(act, photos, Attachment.Purpose.INTERNAL, internal_note=findings, facts=facts)
    outcome = perform(case, P.assess, by=by, act=act)
    if outcome:
        _set(case, verified_by=by.user_id)
    return outcome


@acting
def ask_back(case: Case, *, by: Actor, act: Act = _ONCE, question: str) -> Outcome:
    """Ask the applicant for what is needed to go on (2.3); the office's clock stands still until then."""
    return perform(case, P.ask_back, by=by, act=replace(act, note=question))


@acting
def answer_back(case: Case, *, by: Actor, act: Act = _ONCE, text: str, photos: Files = ()) -> Outcome:
    """Answer what was asked (2.3)."""
    return perform(case, P.answer_back, by=by, act=with_files(act, photos, Attachment.Purpose.REPORT, note=text))


@acting
def go_on_unanswered(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Go on after the time to answer has ended (2.3)."""
    return perform(case, P.go_on_unanswered, by=by, act=act)


@acting
def assess_again(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Have the need verified again (2.2), by whomever the office names."""
    outcome = perform(case, P.assess_again, by=by, act=replace(act, internal_note=reason))
    if outcome:
        _set(case, verified_by=None)
    return outcome


@acting
def approve_first(
    case: Case, *, by: Actor, act: Act = _ONCE, line: BudgetLine, amount: int, reason: str = ""
) -> Outcome:
    """Approve an amount from a budget as the first of two (2.4): the money is reserved."""
    application = _fresh(case)
    refusal = ledger.may_reserve(application, line, amount)
    if isinstance(refusal, Denied):
        return refusal
    act = replace(act, internal_note=reason, facts={"line": line.pk, "amount": amount})
    outcome = _moved(case, P.approve_first, Movement.RESERVE, by=by, act=act, fen=amount, line=line)
    if outcome:
        _set(case, line=line, approved=amount, first_by=by.user_id, leader_approved=is_leader(by, case))
    return outcome


@acting
def approve_second(case: Case, *, by: Actor, act: Act = _ONCE, reason: str = "") -> Outcome:
    """Approve as the second of two (2.5): the money is granted."""
    application = _fresh(case)
    fen, line = application.approved or 0, application.line
    papers = said(application, "fund_grant")
    act = replace(act, internal_note=reason, facts={"amount": fen}, papers=papers)
    if line is None:
        return perform(case, P.approve_second, by=by, act=act)
    outcome = _moved(case, P.approve_second, Movement.GRANT, by=by, act=act, fen=fen, line=line)
    if isinstance(outcome, Event):
        _set(case, second_by=by.user_id, granted_at=outcome.at)
    return outcome


def _given_up(case: Case, step: Step, movement: Movement, *, by: Actor, act: Act, **values: Any) -> Outcome:
    """Take a step after which the money that stands in the case is free again; ``values`` are written besides."""
    application = _fresh(case)
    bound = application.line is not None and case.state in _BOUND[movement]
    if bound:
        fen = application.approved or 0
        outcome = _moved(case, step, movement, by=by, act=act, fen=fen, line=application.line)
    else:
        outcome = perform(case, step, by=by, act=act)
    if outcome:
        _set(case, **(_UNDECIDED if bound else {}), **values)
    return outcome


#: In which states a case holds money that the movement frees.
_BOUND = {
    Movement.RELEASE: (P.half_approved.name,),
    Movement.LAPSE: (P.granted.name, P.payable.name),
}


@acting
def hand_back(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Do not approve as the second (2.5): the reservation is released, and it begins with the first again."""
    act = replace(act, internal_note=reason)
    return _given_up(case, P.hand_back, Movement.RELEASE, by=by, act=act)


@acting
def release_unused(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Release a reservation whose second approval did not come in time (2.6)."""
    return _given_up(case, P.release_unused, Movement.RELEASE, by=by, act=act)


@acting
def refuse(case: Case, *, by: Actor, act: Act = _ONCE, ground: str) -> Outcome:
    """Decline with the ground (2.7); what was reserved is released. The person may ask for reconsideration once."""
    application = _fresh(case)
    act = replace(act, note=ground, papers=said(application, "fund_refusal", ground=ground))
    return _given_up(case, P.refuse, Movement.RELEASE, by=by, act=act, declined_by=by.user_id)


@acting
def name_account(case: Case, *, by: Actor, act: Act = _ONCE, holder: str, bank: str, number: str) -> Outcome:
    """Name the account to which the grant is paid (3.1); the history keeps that it was named, not which."""
    outcome = perform(case, P.name_account, by=by, act=act)
    if isinstance(outcome, Event):
        payees.name(case, holder=holder, bank=bank, number=number, at=outcome.at)
    return outcome


@acting
def lapse_unnamed(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Let a grant lapse for which no account was named in time (3.1); the person may ask for it again."""
    act = replace(act, papers=said(_fresh(case), "fund_lapse"))
    return _given_up(case, P.lapse_unnamed, Movement.LAPSE, by=by, act=act)


@acting
def ask_anew(case: Case, *, by: Actor, act: Act = _ONCE, text: str = "") -> Outcome:
    """Ask for a lapsed grant again (3.1); two people decide anew."""
    return perform(case, P.ask_anew, by=by, act=replace(act, note=text))


@acting
def order_payment(case: Case, *, by: Actor, act: Act = _ONCE, amount: int, note: str = "") -> Outcome:
    """Order the payment of exactly the granted amount (3.2)."""
    _fresh(case)
    if payees.payee_of(case) is None:
        return Denied(_("There is no account to pay to: it must be named again."))
    outcome = perform(case, P.order_payment, by=by, act=replace(act, internal_note=note, facts={"amount": amount}))
    if outcome:
        _set(case, ordered_by=by.user_id)
    return outcome


@acting
def record_payment(
    case: Case, *, by: Actor, act: Act = _ONCE, amount: int, bank_reference: str, receipt: Files
) -> Outcome:
    """Record the payment with the receipt of the bank (3.3), by somebody else than who ordered it."""
    application = _fresh(case)
    if not receipt:
        return Denied(_("A payment is recorded with the receipt of the bank: add the file."))
    facts = {"amount": amount, "bank_reference": bank_reference}
    papers = said(application, "fund_payment", bank_reference=bank_reference)
    act = with_files(act, receipt, Attachment.Purpose.INTERNAL, facts=facts, papers=papers)
    if application.line is None:
        return perform(case, P.record_payment, by=by, act=act)
    outcome = _moved(case, P.record_payment, Movement.PAY, by=by, act=act, fen=amount, line=application.line)
    if isinstance(outcome, Event):
        _set(case, paid_by=by.user_id, paid_at=outcome.at, bank_reference=bank_reference)
    return outcome


@acting
def stop_payment(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Stop an ordered payment (3.4): the account must be checked, the grant stays."""
    outcome = perform(case, P.stop_payment, by=by, act=replace(act, note=reason))
    if outcome:
        _set(case, ordered_by=None)
    return outcome


@acting
def record_return(
    case: Case,
    *,
    by: Actor,
    act: Act = _ONCE,
    amount: int,
    bank_reference: str,
    reason: str,
    receipt: Files = (),
) -> Outcome:
    """Record money that came back (3.5): it can be granted to others."""
    application = _fresh(case)
    facts = {"amount": amount, "bank_reference": bank_reference}
    act = with_files(act, receipt, Attachment.Purpose.INTERNAL, internal_note=reason, facts=facts)
    if application.line is None:
        return perform(case, P.record_return, by=by, act=act)
    line, came = application.line, application.returned + amount
    outcome = _moved(case, P.record_return, Movement.RETURN, by=by, act=act, fen=amount, line=line)
    if outcome:
        _set(case, returned=came)
    return outcome


@acting
def ask_reconsideration(case: Case, *, by: Actor, act: Act = _ONCE, reason: str, photos: Files = ()) -> Outcome:
    """Ask once that others look at a refusal (4.1)."""
    _fresh(case)
    act = with_files(act, photos, Attachment.Purpose.REPORT, note=reason)
    return perform(case, P.ask_reconsideration, by=by, act=act)


@acting
def set_aside(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Set the refusal aside (4.2): two others decide anew."""
    application = _fresh(case)
    outcome = perform(case, P.set_aside, by=by, act=replace(act, note=reason))
    if outcome:
        _set(case, reconsidered=True, **_decided_before(application))
    return outcome


@acting
def uphold(case: Case, *, by: Actor, act: Act = _ONCE, ground: str) -> Outcome:
    """Uphold the refusal (4.2); the person reads the ground and what other help there is."""
    application = _fresh(case)
    papers = said(application, "fund_refusal_upheld", ground=ground)
    outcome = perform(case, P.uphold, by=by, act=replace(act, note=ground, papers=papers))
    if outcome:
        _set(case, reconsidered=True, **_decided_before(application))
    return outcome


def _decided_before(application: FundApplication) -> dict[str, Any]:
    """Return the fields by which whoever declined takes no part any more."""
    declined = [application.declined_by] if application.declined_by else []
    return {"earlier_deciders": [*application.earlier_deciders, *declined], "declined_by": None}


@acting
def apply_again(case: Case, *, by: Actor, act: Act = _ONCE, text: str, photos: Files = ()) -> Outcome:
    """Apply again because something new has happened (4.3); the need is verified anew."""
    _fresh(case)
    act = with_files(act, photos, Attachment.Purpose.REPORT, note=text)
    outcome = perform(case, P.apply_again, by=by, act=act)
    if outcome:
        _set(case, verified_by=None, reconsidered=False, **_UNDECIDED)
    return outcome


@acting
def withdraw(case: Case, *, by: Actor, act: Act = _ONCE, reason: str = "") -> Outcome:
    """Withdraw the application (1.6); what was reserved or granted is free again."""
    _fresh(case)
    movement = Movement.RELEASE if case.state in _BOUND[Movement.RELEASE] else Movement.LAPSE
    act = replace(act, note=reason)
    return _given_up(case, P.withdraw, movement, by=by, act=act)


@acting
def withdraw_consent(
    case: Case, *, by: Actor, act: Act = _ONCE, contact: bool = False, publication: bool = False
) -> Outcome:
    """Take consent back (Personal Information Protection Law, art. 15): the contact goes, and the account with it."""
    outcome = take_consent_back(case, by=by, act=act, contact=contact, publication=publication)
    if outcome and contact:
        payees.erase(case)
    return outcome
