"""Guards of the request desk: what a step asks beyond state and role."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.declaring import may_declare
from heli.cases.kinds import Guard
from heli.cases.models import Case, Channel
from heli.cases.usual.rules import GUARDS as USUAL_GUARDS
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.service_requests.procedure import ServiceRequestProcedure as P

RETURNS_BEFORE_DECISION = 1


def may_declare_here(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """What is handled together concerns the same, so it is declared in the case that goes on."""
    if case.state == P.merged.name and not by.is_system:
        return Denied(_("The request is handled together with another one: declare it there, or undo the merge first."))
    return may_declare(case, by, facts)


def may_send_back(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """A unit may return a case once; the second return of a case goes to the district centre."""
    if len(case.service_request.returned_by) >= RETURNS_BEFORE_DECISION:
        return Denied(_("The case has been returned before: returning it again hands it to the district centre."))
    return Allowed()


def may_contest(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Only a case that has been returned before goes to the district centre for a decision."""
    if len(case.service_request.returned_by) < RETURNS_BEFORE_DECISION:
        return Denied(_("The case has not been returned before: return it to the coordinator first."))
    return Allowed()


def may_request_extension(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """More time can be asked for once, and granted once."""
    request = case.service_request
    if request.extended:
        return Denied(_("The time limit has been extended once; it cannot be extended again."))
    if request.extension_amount:
        return Denied(_("More time has already been asked for and is waiting for a decision."))
    return Allowed()


def may_decide_extension(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """There must be a request for more time, and whoever asked does not decide."""
    if not case.service_request.extension_amount:
        return Denied(_("Nobody has asked for more time."))
    asked = case.events.filter(step="request_extension").order_by("id").last()
    if asked and asked.actor == by.key:
        return Denied(_("Whoever asked for more time cannot grant it."))
    return Allowed()


def may_verify(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """The check is made by somebody else than the handler, and not from within the handling unit."""
    request = case.service_request
    if by.user_id is not None and by.user_id in (request.completed_by, case.handler_id):
        return Denied(_("Whoever handled the case cannot verify it."))
    if case.unit_id in by.unit_ids:
        return Denied(_("The unit that handled the case cannot verify it."))
    return Allowed()


def may_verify_for_resident(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Where a resident asked, the resident has the last word before the close."""
    if _without_resident(case):
        return Denied(_("No resident asked for this, so nobody could confirm it: verify and close."))
    return may_verify(case, by, facts)


def may_verify_and_close(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Without a resident the check itself closes the case."""
    if not _without_resident(case):
        return Denied(_("A resident asked for this and must be able to confirm it first."))
    return may_verify(case, by, facts)


def _without_resident(case: Case) -> bool:
    return case.channel == "grid"


def may_complete(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """The handler reports the result; where nobody is assigned, any member of the unit."""
    if case.handler_id and case.handler_id != by.user_id:
        return Denied(_("Another member handles this case; only they can report the result."))
    return Allowed()


def may_rate(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """A case is rated once."""
    return Denied(_("This case has been rated.")) if case.service_request.rated_at else Allowed()


def may_take_over_closed(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Only an imported case may have been closed elsewhere."""
    if case.channel == Channel.IMPORT:
        return Allowed()
    return Denied(_("Only a case that was imported can have been closed elsewhere."))


GUARDS: Mapping[str, Guard] = {
    **USUAL_GUARDS,
    "declare_conflict": may_declare_here,
    "send_back": may_send_back,
    "contest": may_contest,
    "request_extension": may_request_extension,
    "grant_extension": may_decide_extension,
    "refuse_extension": may_decide_extension,
    "complete": may_complete,
    "verify": may_verify_for_resident,
    "verify_and_close": may_verify_and_close,
    "send_back_to_work": may_verify,
    "rate": may_rate,
    "take_over_closed": may_take_over_closed,
}
