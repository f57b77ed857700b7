"""Guards of the agreement, its performance and its confirmation: what a step asks beyond state and role."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.kinds import Guard
from heli.cases.models import Case
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.mediation.agreement_models import Clause, Confirmation, Performance, Signature
from heli.mediation.agreements import has, in_force, presented, signatures_of, unsigned
from heli.mediation.confirming import confirmation_of, objected, still_asked
from heli.mediation.owed import of_creditor, of_debtor, owed_in
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.sides import mediates

Facts = Mapping[str, Any]


def may_write_down(case: Case, by: Actor, facts: Facts) -> Decision:
    """An agreement has a clause at least."""
    drafted = Clause.objects.filter(
        case=case, removed_at__isnull=True, agreement__presented_at__isnull=True, agreement__voided_at__isnull=True
    )
    if drafted.exists():
        return Allowed()
    return Denied(_("There is no clause yet: add what the sides agree on first."))


def may_keep(case: Case, by: Actor, facts: Facts) -> Decision:
    """There must be an agreement before this one."""
    return Allowed() if in_force(case) else Denied(_("There is no agreement before this one."))


def may_sign(case: Case, by: Actor, facts: Facts) -> Decision:
    """A side signs once, and as itself."""
    agreement = presented(case)
    open_sides = unsigned(case, signatures_of(agreement)) if agreement else []
    mine = any(side.number == by.side and bool(side.party) == bool(by.side) for side in open_sides)
    return Allowed() if mine else Denied(_("You have signed this agreement."))


def may_record_signature(case: Case, by: Actor, facts: Facts) -> Decision:
    """Some side has not signed yet."""
    agreement = presented(case)
    missing = bool(agreement and unsigned(case, signatures_of(agreement)))
    return Allowed() if missing else Denied(_("Every side has signed."))


def may_sign_as_mediator(case: Case, by: Actor, facts: Facts) -> Decision:
    """Only who mediates the dispute signs as the mediator, once (art. 29)."""
    if not mediates(case, by):
        return Denied(_("Only who mediates this dispute signs as the mediator."))
    return _once(case, Signature.Part.MEDIATOR, _("The mediator has signed."))


def may_seal(case: Case, by: Actor, facts: Facts) -> Decision:
    """The seal is recorded once."""
    return _once(case, Signature.Part.COMMITTEE, _("The seal is on record."))


def _once(case: Case, part: str, done: str) -> Decision:
    agreement = presented(case)
    return Denied(done) if agreement is None or has(signatures_of(agreement), part) else Allowed()


def may_report(case: Case, by: Actor, facts: Facts) -> Decision:
    """Something that the side owes is open."""
    return Allowed() if of_debtor(owed_in(case), by) else Denied(_("Nothing that you owe is open."))


def may_confirm(case: Case, by: Actor, facts: Facts) -> Decision:
    """Something that is owed to the side is open."""
    return Allowed() if of_creditor(owed_in(case), by) else Denied(_("Nothing that is owed to you is open."))


def may_contest(case: Case, by: Actor, facts: Facts) -> Decision:
    """Something that is owed to the side was reported as performed."""
    reported = any(each.said == Performance.Said.REPORTED for each in of_creditor(owed_in(case), by))
    return Allowed() if reported else Denied(_("Nothing was reported that you could contest."))


def may_report_breach(case: Case, by: Actor, facts: Facts) -> Decision:
    """Something that is owed to the side is late."""
    on = date.fromisoformat(facts["on"]) if "on" in facts else timezone.localdate()
    late = any(each.late(on) for each in of_creditor(owed_in(case), by))
    return Allowed() if late else Denied(_("Nothing that is owed to you is late."))


def may_talk_again(case: Case, by: Actor, facts: Facts) -> Decision:
    """While it is kept one side alone cannot put the agreement in question; the committee records what both wish."""
    if case.state == P.in_force.name and not by.is_staff:
        return Denied(_("The agreement is in force. If both sides want another, tell the committee."))
    return Allowed()


def may_ask(case: Case, by: Actor, facts: Facts) -> Decision:
    """A side asks once, while nothing is ruled; of an oral agreement the court would want the paper (art. 354)."""
    agreement = in_force(case)
    if agreement is None or agreement.oral:
        return Denied(
            _("The court asks for the written agreement (Interpretation, art. 354). Talk again, and put it in writing.")
        )
    found = confirmation_of(case)
    if found and found.result:
        return Denied(_("The court has decided already."))
    mine = still_asked(case, agreement)
    if not by.is_staff:
        mine = [side for side in mine if side.number == by.side and bool(side.party) == bool(by.side)]
    return Allowed() if mine else Denied(_("This side has asked already."))


def may_prepare(case: Case, by: Actor, facts: Facts) -> Decision:
    """Every side has asked (art. 33), and nothing was handed in yet."""
    agreement, found = in_force(case), confirmation_of(case)
    if agreement is None or still_asked(case, agreement):
        return Denied(_("Not every side has asked for it: the application is made together (art. 33)."))
    return Denied(_("It was handed in already.")) if found and found.filed_on else Allowed()


def may_file(case: Case, by: Actor, facts: Facts) -> Decision:
    """An application is ready and not handed in."""
    found = confirmation_of(case)
    ready = found is not None and found.filed_on is None
    return Allowed() if ready else Denied(_("There is no application that waits to be handed in."))


def may_docket(case: Case, by: Actor, facts: Facts) -> Decision:
    """An application is with the court, not docketed and not decided."""
    found = confirmation_of(case)
    waits = found is not None and found.filed_on is not None and not found.docketed_on and not found.result
    return Allowed() if waits else Denied(_("There is no application that waits to be docketed."))


def may_not_confirm(case: Case, by: Actor, facts: Facts) -> Decision:
    """An application waits for the court, or there is an objection to the ruling that confirms."""
    found = confirmation_of(case)
    if found is not None and found.result == Confirmation.Result.CONFIRMED and objected(case):
        return Allowed()
    return may_end_confirmation(case, by, facts)


def may_go_to_court(case: Case, by: Actor, facts: Facts) -> Decision:
    """After further talks that ended without another agreement there must be one that binds the sides."""
    if case.state not in (P.not_settled.name, P.ended.name) or in_force(case):
        return Allowed()
    return Denied(_("There is no agreement in force."))


def may_ask_enforcement(case: Case, by: Actor, facts: Facts) -> Decision:
    """The court confirmed it, and something that is owed to the side is late (Civil Procedure Law, art. 206)."""
    found = confirmation_of(case)
    if found is None or found.result != Confirmation.Result.CONFIRMED:
        return Denied(_("There is no ruling that confirms the agreement."))
    return may_report_breach(case, by, facts)


def may_end_confirmation(case: Case, by: Actor, facts: Facts) -> Decision:
    """An application is with the court and not decided."""
    found = confirmation_of(case)
    waits = found is not None and found.filed_on is not None and not found.result
    return Allowed() if waits else Denied(_("There is no application that waits for the court."))


def may_object(case: Case, by: Actor, facts: Facts) -> Decision:
    """There is a ruling that confirms."""
    found = confirmation_of(case)
    confirmed = found is not None and found.result == Confirmation.Result.CONFIRMED
    return Allowed() if confirmed else Denied(_("There is no ruling that confirms the agreement."))


GUARDS: Mapping[str, Guard] = {
    "remove_clause": may_write_down,
    "draft_agreement": may_write_down,
    "conclude_orally": may_write_down,
    "keep_agreement": may_keep,
    "sign": may_sign,
    "record_signature": may_record_signature,
    "sign_as_mediator": may_sign_as_mediator,
    "seal": may_seal,
    "report_performance": may_report,
    "confirm_performance": may_confirm,
    "contest_performance": may_contest,
    "report_breach": may_report_breach,
    "talk_again": may_talk_again,
    "go_to_court": may_go_to_court,
    "ask_enforcement": may_ask_enforcement,
    "ask_confirmation": may_ask,
    "prepare_confirmation": may_prepare,
    "file_confirmation": may_file,
    "record_docketing": may_docket,
    "record_ruling": may_end_confirmation,
    "record_dismissal": may_not_confirm,
    "record_late_dismissal": may_not_confirm,
    "record_objection": may_object,
}
