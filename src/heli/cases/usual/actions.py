"""The usual acts, one function per step, named as the step; each takes the step that the case's procedure declares.

A procedure without the step raises KeyError: `usual_for` offers it only what it declares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases import personal
from heli.cases.acts import Act
from heli.cases.assignments import assist, end_assistance
from heli.cases.conflicts import Concerned
from heli.cases.declaring import declare
from heli.cases.engine import acting, lock, perform
from heli.cases.kinds import Action, Outcome, procedure_of
from heli.cases.models import Attachment, Case, Event
from heli.kernel.decisions import Denied
from heli.kernel.procedures import Procedure, Step
from heli.organizations.models import Unit
from heli.papers.models import StoredFile
from heli.people.models import User

Files = Sequence[StoredFile]
_ONCE = Act()


def with_files(act: Act, files: Files, purpose: str, **more: Any) -> Act:
    """Return ``act`` with ``files`` attached for a purpose (`Attachment.Purpose`), and with ``more`` particulars."""
    return replace(act, files=[*act.files, *((each, purpose) for each in files)], **more)


def _step(case: Case, name: str) -> Step:
    return procedure_of(case).step(name)


@acting
def assign(case: Case, *, by: Actor, act: Act = _ONCE, member: User, note: str = "") -> Outcome:
    """Name the member who handles the case."""
    act = replace(act, internal_note=note, changes={"handler_id": member.pk}, facts={"member": member.written})
    return perform(case, _step(case, "assign"), by=by, act=act)


@acting
def ask_assistance(case: Case, *, by: Actor, act: Act = _ONCE, unit: Unit, task: str) -> Outcome:
    """Give another unit a task of its own in the case."""
    lock(case)
    if unit.pk in (case.unit_id, *case.assisting):
        return Denied(_("This unit is already at work on the case."))
    act = replace(act, changes={"assisting": [*case.assisting, unit.pk]}, facts={"task": task})
    outcome = perform(case, _step(case, "ask_assistance"), by=by, act=act)
    if isinstance(outcome, Event):
        assist(case, unit, task=task, at=outcome.at)
    return outcome


@acting
def report_assistance(case: Case, *, by: Actor, act: Act = _ONCE, result: str, photos: Files = ()) -> Outcome:
    """Report an assisting unit's part as done."""
    lock(case)
    units = by.unit_ids & set(case.assisting)
    left = [unit for unit in case.assisting if unit not in units]
    act = with_files(act, photos, Attachment.Purpose.EVIDENCE, internal_note=result, changes={"assisting": left})
    outcome = perform(case, _step(case, "report_assistance"), by=by, act=act)
    if isinstance(outcome, Event):
        end_assistance(case, units, result=result, at=outcome.at)
    return outcome


@acting
def record_work(
    case: Case, *, by: Actor, act: Act = _ONCE, note: str, for_resident: bool = False, photos: Files = ()
) -> Outcome:
    """Record what was done, for the person to read or for staff only."""
    told = {"note": note} if for_resident else {"internal_note": note}
    act = with_files(act, photos, Attachment.Purpose.EVIDENCE, **told)
    return perform(case, _step(case, "record_work"), by=by, act=act)


@acting
def add_information(case: Case, *, by: Actor, act: Act = _ONCE, text: str, photos: Files = ()) -> Outcome:
    """Add something to what was told."""
    act = with_files(act, photos, Attachment.Purpose.REPORT, note=text)
    return perform(case, _step(case, "add_information"), by=by, act=act)


@acting
def urge(case: Case, *, by: Actor, act: Act = _ONCE, text: str = "") -> Outcome:
    """Ask the unit to hurry; the case stays as it is for everybody at work on it, so its version does not count up."""
    outcome = perform(case, _step(case, "urge"), by=by, act=replace(act, note=text))
    if isinstance(outcome, Event):
        Case.objects.filter(pk=case.pk).update(urged_at=outcome.at)
        case.urged_at = outcome.at
    return outcome


@acting
def supervise(case: Case, *, by: Actor, act: Act = _ONCE, note: str) -> Outcome:
    """Tell the unit what it must do."""
    return perform(case, _step(case, "supervise"), by=by, act=replace(act, internal_note=note))


@acting
def declare_conflict(
    case: Case,
    *,
    by: Actor,
    act: Act = _ONCE,
    reason: str = "",
    units: Sequence[Unit] = (),
    people: Sequence[int] = (),
    own: bool = False,
    unknown: Sequence[str] = (),
) -> Outcome:
    """Keep the case from those it concerns, and take it from them. ``people`` are accounts."""
    named = {*people, *(by.identities if own else ())}
    more = Concerned(frozenset(unit.pk for unit in units), frozenset(named))
    facts = {"about_names": list(unknown)} if unknown else {}
    act = replace(act, internal_note=reason, facts=facts)
    return declare(case, _step(case, "declare_conflict"), more, by=by, act=act, peers=not (units or people))


@acting
def withdraw(case: Case, *, by: Actor, act: Act = _ONCE, reason: str = "") -> Outcome:
    """Withdraw the matter."""
    return perform(case, _step(case, "withdraw"), by=by, act=replace(act, note=reason))


@acting
def correct_contact(
    case: Case, *, by: Actor, act: Act = _ONCE, name: str = "", phone: str = "", email: str = "", address: str = ""
) -> Outcome:
    """Correct the contact at once (Personal Information Protection Law, art. 46); the history keeps what, not how."""
    known = {"name": name, "phone": phone, "email": email, "address": address}
    given = {field: value for field, value in known.items() if value}
    act = replace(act, facts={"corrected": sorted(given)})
    outcome = perform(case, _step(case, "correct_contact"), by=by, act=act)
    if outcome:
        personal.correct_contact(case, by, **given)
    return outcome


@acting
def ask_correction(case: Case, *, by: Actor, act: Act = _ONCE, text: str) -> Outcome:
    """Ask the unit to correct its records (Personal Information Protection Law, art. 46)."""
    return perform(case, _step(case, "ask_correction"), by=by, act=replace(act, note=text))


@acting
def withdraw_consent(
    case: Case, *, by: Actor, act: Act = _ONCE, contact: bool = False, publication: bool = False
) -> Outcome:
    """Take consent back, with effect at once (Personal Information Protection Law, art. 15); the case goes on."""
    return take_consent_back(case, by=by, act=act, contact=contact, publication=publication)


def take_consent_back(case: Case, *, by: Actor, act: Act, contact: bool, publication: bool) -> Outcome:
    """Do what `withdraw_consent` does; in the ``@acting`` function of a domain whose own row holds consent as well."""
    facts = {"withdrawn": [name for name, chosen in (("contact", contact), ("publication", publication)) if chosen]}
    changes = {"public": False} if publication else {}
    outcome = perform(case, _step(case, "withdraw_consent"), by=by, act=replace(act, facts=facts, changes=changes))
    if outcome and contact:
        personal.erase_contact(case, by)
    return outcome


@acting
def escalate(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Keep on record who was reminded of a limit, and how much of it had passed."""
    return perform(case, _step(case, "escalate"), by=by, act=act)


@acting
def reckon_again(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Keep on record that due dates changed with the calendar, from when to when."""
    return perform(case, _step(case, "reckon_again"), by=by, act=act)


_ALL: tuple[Any, ...] = (
    assign, ask_assistance, report_assistance, record_work, add_information, urge, supervise, declare_conflict,
    withdraw, correct_contact, ask_correction, withdraw_consent, escalate, reckon_again,
)  # fmt: skip
ACTIONS: Mapping[str, Action] = {action.__name__: action for action in _ALL}


def usual_for(procedure: type[Procedure]) -> dict[str, Action]:
    """Return the usual acts whose steps ``procedure`` declares, by their names."""
    declared = {step.name for step in procedure.steps()}
    return {name: action for name, action in ACTIONS.items() if name in declared}
