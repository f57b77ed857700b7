"""The desk's own acts, one function per step, named as the step. The only writers of its rows.

Those that it shares with other kinds of case are in `heli.cases.usual.actions`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.assignments import hand_over, handled_by
from heli.cases.clocks import level_of
from heli.cases.engine import acting, lock, perform
from heli.cases.kinds import Action, Outcome
from heli.cases.linking import merge_into, merged_with, separate_from
from heli.cases.models import Attachment, Case, Event
from heli.cases.usual.actions import Files, take_consent_back, with_files
from heli.kernel.decisions import Denied
from heli.kernel.periods import Period
from heli.organizations.models import Unit
from heli.people.models import User
from heli.service_requests.models import ServiceRequest
from heli.service_requests.procedure import ServiceRequestProcedure as P

_ONCE = Act()


def _set(case: Case, **values: Any) -> None:
    """Write fields of the domain row; one statement."""
    ServiceRequest.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case.service_request, name, value)


@acting
def solve_on_the_spot(
    case: Case, *, by: Actor, act: Act = _ONCE, answer: str, before: Files = (), after: Files = ()
) -> Outcome:
    """A grid worker solves a small thing at once and shows it, before and after (1.4)."""
    if not (before and after):
        return Denied(_("Solving on the spot needs a photo from before and one from after."))
    act = with_files(act, before, Attachment.Purpose.BEFORE)
    act = with_files(act, after, Attachment.Purpose.AFTER, note=answer)
    outcome = perform(case, P.solve_on_the_spot, by=by, act=act)
    if outcome:
        _set(case, outcome="solved", answer=answer, completed_by=by.user_id)
    return outcome


@acting
def dispatch(
    case: Case, *, by: Actor, act: Act = _ONCE, unit: Unit, note: str = "", public_summary: str = ""
) -> Outcome:
    """Send the case to the unit that must answer (2.1)."""
    told = {"public_summary": public_summary} if public_summary else {}
    act = replace(act, internal_note=note, changes={"unit_id": unit.pk, "handler_id": None}, facts=told)
    outcome = perform(case, P.dispatch, by=by, act=act)
    if isinstance(outcome, Event):
        hand_over(case, unit, at=outcome.at)
        if public_summary:
            _set(case, public_summary=public_summary)
    return outcome


@acting
def decline(case: Case, *, by: Actor, act: Act = _ONCE, ground: str) -> Outcome:
    """Decline a request with its ground (2.2); the resident can object."""
    outcome = perform(case, P.decline, by=by, act=replace(act, note=ground))
    if outcome:
        _set(case, answer=ground)
    return outcome


@acting
def merge(case: Case, *, by: Actor, act: Act = _ONCE, into: Case, note: str = "") -> Outcome:
    """Handle the case together with ``into`` (2.6); its reporter is told of every step there."""
    lock(case, into)
    refusal = merge_into(case, into, at=act.at or timezone.now(), dry=True)
    if refusal is not None:
        return refusal
    outcome = perform(case, P.merge, by=by, act=replace(act, note=note, facts={"into": into.reference}))
    if isinstance(outcome, Event):
        merge_into(case, into, at=outcome.at)
    return outcome


@acting
def separate(case: Case, *, by: Actor, act: Act = _ONCE, note: str = "") -> Outcome:
    """Undo a merge (2.6); the limit counts from the day of the report, so the detour costs the resident nothing."""
    lock(case, *merged_with(case))
    outcome = perform(case, P.separate, by=by, act=replace(act, note=note, begins={P.answering.name: case.opened_at}))
    if isinstance(outcome, Event):
        separate_from(case, at=outcome.at)
    return outcome


@acting
def accept(case: Case, *, by: Actor, act: Act = _ONCE, note: str = "", member: User | None = None) -> Outcome:
    """Take the case on (2.3), at once for a member where one is named."""
    changes = {"handler_id": member.pk} if member else {}
    return perform(case, P.accept, by=by, act=replace(act, internal_note=note, changes=changes))


@acting
def send_back(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Return the case: it is not the unit's (2.4)."""
    return _returned(case, P.send_back, by=by, act=act, reason=reason)


@acting
def contest(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Return the case a second time: the district centre decides and the case cannot be returned again (2.5)."""
    return _returned(case, P.contest, by=by, act=act, reason=reason)


def _returned(case: Case, step: Any, *, by: Actor, act: Act, reason: str) -> Outcome:
    unit = case.unit_id
    act = replace(act, internal_note=reason, changes={"handler_id": None}, facts={"returned_by": unit})
    outcome = perform(case, step, by=by, act=act)
    if outcome:
        _set(case, returned_by=[*case.service_request.returned_by, unit])
    return outcome


@acting
def impose(case: Case, *, by: Actor, act: Act = _ONCE, unit: Unit, reason: str) -> Outcome:
    """Decide who answers (2.5); the unit cannot return the case."""
    act = replace(act, internal_note=reason, changes={"unit_id": unit.pk, "handler_id": None})
    outcome = perform(case, P.impose, by=by, act=act)
    if isinstance(outcome, Event):
        hand_over(case, unit, at=outcome.at)
    return outcome


@acting
def ask_information(case: Case, *, by: Actor, act: Act = _ONCE, question: str) -> Outcome:
    """Ask the resident for what is needed to go on; the unit's clock stands still until then (3.4)."""
    return perform(case, P.ask_information, by=by, act=replace(act, note=question))


@acting
def give_information(case: Case, *, by: Actor, act: Act = _ONCE, text: str, photos: Files = ()) -> Outcome:
    """Send what was asked for; the unit's clock goes on (3.4)."""
    return perform(case, P.give_information, by=by, act=with_files(act, photos, Attachment.Purpose.REPORT, note=text))


@acting
def resume_without(case: Case, *, by: Actor, act: Act = _ONCE, note: str = "") -> Outcome:
    """Go on without the information (3.4)."""
    return perform(case, P.resume_without, by=by, act=replace(act, note=note))


@acting
def resume_unanswered(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Go on after the resident's time to reply has ended (3.4)."""
    return perform(case, P.resume_unanswered, by=by, act=act)


@acting
def request_extension(case: Case, *, by: Actor, act: Act = _ONCE, amount: int, reason: str) -> Outcome:
    """Ask the unit's leader for more time, in the unit of the case's own limit (3.5)."""
    act = replace(act, internal_note=reason, facts={"amount": amount})
    outcome = perform(case, P.request_extension, by=by, act=act)
    if outcome:
        _set(case, extension_amount=amount, extension_reason=reason)
    return outcome


@acting
def grant_extension(case: Case, *, by: Actor, act: Act = _ONCE, note: str = "") -> Outcome:
    """Grant the time that was asked for; the resident is told the reason and the new date (3.5)."""
    request = case.service_request
    act = replace(
        act,
        note=note or request.extension_reason,
        extension=Period(request.extension_amount or 0, level_of(case).unit),
        facts={"amount": request.extension_amount},
    )
    outcome = perform(case, P.grant_extension, by=by, act=act)
    if outcome:
        _set(case, extension_amount=None, extended=True)
    return outcome


@acting
def refuse_extension(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Refuse more time (3.5)."""
    outcome = perform(case, P.refuse_extension, by=by, act=replace(act, internal_note=reason))
    if outcome:
        _set(case, extension_amount=None, extension_reason="")
    return outcome


@acting
def complete(
    case: Case,
    *,
    by: Actor,
    act: Act = _ONCE,
    outcome: str,
    answer: str,
    planned_for: date | None = None,
    photos: Files = (),
) -> Outcome:
    """Report the result with evidence (3.7); somebody else verifies it. A request for more time lapses with it."""
    changes = {} if case.handler_id else {"handler_id": by.user_id}
    facts = {"outcome": outcome, **({"planned_for": planned_for.isoformat()} if planned_for else {})}
    act = with_files(act, photos, Attachment.Purpose.AFTER, note=answer, changes=changes, facts=facts)
    done = perform(case, P.complete, by=by, act=act)
    if done:
        result = {"outcome": outcome, "answer": answer, "planned_for": planned_for, "completed_by": by.user_id}
        _set(case, extension_amount=None, extension_reason="", **result)
    return done


@acting
def verify(case: Case, *, by: Actor, act: Act = _ONCE, note: str = "") -> Outcome:
    """Find the result in order; the resident now has the last word (4.1)."""
    return perform(case, P.verify, by=by, act=replace(act, internal_note=note))


@acting
def verify_and_close(case: Case, *, by: Actor, act: Act = _ONCE, note: str = "") -> Outcome:
    """Find the result of a grid worker's own finding in order and close it (4.2)."""
    return perform(case, P.verify_and_close, by=by, act=replace(act, internal_note=note))


@acting
def send_back_to_work(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Find the result not in order; the unit's clock goes on where it stood (4.1)."""
    outcome = perform(case, P.send_back_to_work, by=by, act=replace(act, internal_note=reason))
    if isinstance(outcome, Event) and case.unit and not handled_by(case):
        # What a grid worker solved on the spot was never dispatched; now the unit that answers takes it up.
        hand_over(case, case.unit, at=outcome.at)
    return outcome


@acting
def confirm(case: Case, *, by: Actor, act: Act = _ONCE, text: str = "") -> Outcome:
    """Confirm the result (4.3)."""
    return perform(case, P.confirm, by=by, act=replace(act, note=text))


@acting
def reject(case: Case, *, by: Actor, act: Act = _ONCE, reason: str, photos: Files = ()) -> Outcome:
    """Reject the result: the case goes back to its handler with a new clock (4.4)."""
    outcome = perform(case, P.reject, by=by, act=with_files(act, photos, Attachment.Purpose.REPORT, note=reason))
    if outcome:
        _set(case, rejections=case.service_request.rejections + 1)
    return outcome


@acting
def close_unanswered(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Close after the resident's time to confirm has ended (4.3); objecting stays open."""
    return perform(case, P.close_unanswered, by=by, act=act)


@acting
def object(case: Case, *, by: Actor, act: Act = _ONCE, reason: str, photos: Files = ()) -> Outcome:  # noqa: A001
    """Object to a close or a refusal: the case is opened again with new clocks (5.2)."""
    return perform(case, P.object, by=by, act=with_files(act, photos, Attachment.Purpose.REPORT, note=reason))


@acting
def rate(case: Case, *, by: Actor, act: Act = _ONCE, process: int, result: int, comment: str = "") -> Outcome:
    """Rate how the case was handled and what came of it, from 1 to 5 (5.1)."""
    outcome = perform(case, P.rate, by=by, act=replace(act, note=comment, facts={"process": process, "result": result}))
    if isinstance(outcome, Event):
        _set(case, rating_process=process, rating_result=result, rating_comment=comment, rated_at=outcome.at)
    return outcome


@acting
def withdraw_consent(
    case: Case, *, by: Actor, act: Act = _ONCE, contact: bool = False, publication: bool = False
) -> Outcome:
    """Take consent back as everywhere; what the register was allowed to show of the words goes with it."""
    outcome = take_consent_back(case, by=by, act=act, contact=contact, publication=publication)
    if outcome and publication:
        _set(case, publish_text=False)
    return outcome


@acting
def take_over_closed(case: Case, *, by: Actor, act: Act = _ONCE, answer: str = "") -> Outcome:
    """Close an imported request that was closed in the system it came from (1.7), as of the day it was closed there."""
    outcome = perform(case, P.take_over_closed, by=by, act=replace(act, note=answer))
    if outcome:
        _set(case, answer=answer)
    return outcome


_ALL: tuple[Any, ...] = (
    solve_on_the_spot,
    dispatch,
    decline,
    merge,
    separate,
    accept,
    send_back,
    contest,
    impose,
    ask_information,
    give_information,
    resume_without,
    resume_unanswered,
    request_extension,
    grant_extension,
    refuse_extension,
    complete,
    verify,
    verify_and_close,
    send_back_to_work,
    confirm,
    reject,
    close_unanswered,
    object,
    rate,
    withdraw_consent,
    take_over_closed,
)
ACTIONS: Mapping[str, Action] = {action.__name__: action for action in _ALL}
