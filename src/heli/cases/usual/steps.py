"""The steps of the usual acts: each returns a new one for a procedure to declare under the name of the function.

Labels, roles, whom it tells and where it is shown stand here once; ``move`` and ``basis`` are the procedure's own.
``changes`` replace any other part of the `kernel.procedures.Step`, where a law words or allots the act otherwise.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.kernel.procedures import Basis, Instrument, Move, Step

PERSONAL_INFORMATION = Instrument(_("Personal Information Protection Law"))
CORRECTION = PERSONAL_INFORMATION.article(_("art. 46"))
CONSENT = PERSONAL_INFORMATION.article(_("art. 15"))

_PERSON = (Role.APPLICANT, Role.INTAKE)


def _step(changes: dict[str, Any], **usual: Any) -> Step:
    return Step(**{**usual, **changes})


def assign(move: Move, basis: Basis, **changes: Any) -> Step:
    """The unit names the member who handles the case."""
    return _step(
        changes,
        label=_("Assign to a member"),
        move=move,
        by=(Role.LEADER_OF_HANDLER, Role.HANDLING_UNIT),
        basis=basis,
        tells=(Role.HANDLER,),
        done=_("Assigned"),
        internal=True,
        quiet=True,
    )


def ask_assistance(move: Move, basis: Basis, **changes: Any) -> Step:
    """Another unit gets a task of its own in the case."""
    return _step(
        changes,
        label=_("Ask a unit for assistance"),
        move=move,
        by=(Role.COORDINATOR, Role.HANDLING_UNIT),
        basis=basis,
        tells=(Role.ASSISTING_UNIT,),
        done=_("Another unit assists"),
        quiet=True,
    )


def report_assistance(move: Move, basis: Basis, **changes: Any) -> Step:
    """An assisting unit reports its part as done."""
    return _step(
        changes,
        label=_("Report your unit's part"),
        move=move,
        by=(Role.ASSISTING_UNIT,),
        basis=basis,
        tells=(Role.HANDLER,),
        done=_("The assisting unit reported"),
    )


def record_work(move: Move, basis: Basis, **changes: Any) -> Step:
    """What was done is kept, for the person to read or for staff only."""
    return _step(
        changes,
        label=_("Record work"),
        move=move,
        by=(Role.HANDLING_UNIT, Role.ASSISTING_UNIT),
        basis=basis,
        done=_("Work recorded"),
    )


def add_information(move: Move, basis: Basis, **changes: Any) -> Step:
    """The person adds something to what they told."""
    return _step(
        changes,
        label=_("Add something"),
        move=move,
        by=_PERSON,
        basis=basis,
        tells=(Role.HANDLER,),
        done=_("Something was added"),
        quiet=True,
    )


def urge(move: Move, basis: Basis, **changes: Any) -> Step:
    """The person asks to hurry."""
    return _step(
        changes,
        label=_("Ask to hurry"),
        move=move,
        by=_PERSON,
        basis=basis,
        tells=(Role.HANDLER, Role.LEADER_OF_HANDLER),
        done=_("The resident asks to hurry"),
        quiet=True,
    )


def supervise(move: Move, basis: Basis, **changes: Any) -> Step:
    """Whoever coordinates the case tells its unit what it must do."""
    return _step(
        changes,
        label=_("Supervise"),
        move=move,
        by=(Role.COORDINATOR,),
        basis=basis,
        tells=(Role.HANDLER, Role.LEADER_OF_HANDLER),
        done=_("The matter is under supervision"),
        quiet=True,
    )


def declare_conflict(move: Move, basis: Basis, **changes: Any) -> Step:
    """The case is kept and taken from those whom it concerns; others answer."""
    return _step(
        changes,
        label=_("Declare a conflict of interest"),
        move=move,
        by=(
            Role.APPLICANT, Role.COORDINATOR, Role.DISTRICT_CENTRE, Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER,
            Role.ASSISTING_UNIT, Role.AUDITOR, Role.SYSTEM,
        ),
        basis=basis,
        tells=(Role.APPLICANT, Role.COORDINATOR, Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("Kept from those it concerns; others answer"),
        quiet=True,
    )  # fmt: skip


def withdraw(move: Move, basis: Basis, **changes: Any) -> Step:
    """The person withdraws the matter."""
    return _step(
        changes,
        label=_("Withdraw the matter"),
        move=move,
        by=_PERSON,
        basis=basis,
        tells=(Role.HANDLING_UNIT,),
        done=_("Withdrawn by the resident"),
        quiet=True,
    )


def correct_contact(move: Move, basis: Basis = CORRECTION, **changes: Any) -> Step:
    """The person corrects how they can be reached (Personal Information Protection Law, art. 46)."""
    return _step(
        changes,
        label=_("Correct how I can be reached"),
        move=move,
        by=_PERSON,
        basis=basis,
        done=_("The contact was corrected"),
        quiet=True,
        about_data=True,
    )


def ask_correction(move: Move, basis: Basis = CORRECTION, **changes: Any) -> Step:
    """The person asks for a correction of the records (Personal Information Protection Law, art. 46)."""
    return _step(
        changes,
        label=_("Something in the records is wrong"),
        move=move,
        by=_PERSON,
        basis=basis,
        tells=(Role.HANDLING_UNIT, Role.COORDINATOR),
        done=_("A correction of the records was asked for"),
        quiet=True,
        about_data=True,
    )


def withdraw_consent(move: Move, basis: Basis = CONSENT, **changes: Any) -> Step:
    """The person takes consent back (Personal Information Protection Law, art. 15)."""
    return _step(
        changes,
        label=_("Take back my consent"),
        move=move,
        by=_PERSON,
        basis=basis,
        done=_("Consent was taken back"),
        quiet=True,
        about_data=True,
    )


def escalate(move: Move, basis: Basis, **changes: Any) -> Step:
    """The system keeps on record who was reminded of a limit; `cases.ladder` takes it in every procedure."""
    return _step(
        changes,
        label=_("Remind, and tell the next level"),
        move=move,
        by=(Role.SYSTEM,),
        basis=basis,
        done=_("The time runs out: those responsible were reminded"),
    )


def reckon_again(move: Move, basis: Basis, **changes: Any) -> Step:
    """The system keeps on record that dates changed with the calendar; `cases.recomputing` takes it."""
    return _step(
        changes,
        label=_("Reckon the dates again"),
        move=move,
        by=(Role.SYSTEM,),
        basis=basis,
        done=_("The dates were reckoned again, because the calendar changed"),
    )
