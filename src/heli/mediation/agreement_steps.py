"""The steps from a draft to the last instalment; ``procedure.py`` says from where to where they lead."""

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.kernel.procedures import Limit, Move, Step
from heli.mediation.law import civil_procedure, interpretation, statute

#: Both sides; staff write down what somebody says who cannot do it on their own page.
SIDES = (Role.APPLICANT, Role.OTHER_SIDE, Role.HANDLING_UNIT)
COMMITTEE = (Role.HANDLING_UNIT,)
ALL_SIDES = (Role.APPLICANT, Role.OTHER_SIDE)
EVERYBODY = (*ALL_SIDES, Role.HANDLING_UNIT)
SYSTEM = (Role.SYSTEM,)


def add_clause(move: Move) -> Step:
    """One clause more in the draft (People's Mediation Law, art. 29, item 3)."""
    return Step(
        _("Add a clause to the agreement"),
        move,
        by=COMMITTEE,
        basis=statute(29),
        done=_("A clause was added to the draft"),
        internal=True,
        quiet=True,
    )


def remove_clause(move: Move) -> Step:
    """A clause less in the draft."""
    return Step(
        _("Take a clause out of the draft"),
        move,
        by=COMMITTEE,
        basis=statute(29),
        done=_("A clause was taken out of the draft"),
        internal=True,
        quiet=True,
    )


def draft_agreement(move: Move) -> Step:
    """The whole text is put before the sides (art. 28)."""
    return Step(
        _("Put the agreement before the sides"),
        move,
        by=COMMITTEE,
        basis=statute(28),
        tells=ALL_SIDES,
        done=_("The agreement lies before the sides, to be read and signed"),
    )


def sign(move: Move) -> Step:
    """A side signs on its own page (art. 29)."""
    return Step(
        _("Read and sign the agreement"),
        move,
        by=ALL_SIDES,
        basis=statute(29),
        tells=EVERYBODY,
        done=_("A side signed the agreement"),
    )


def record_signature(move: Move) -> Step:
    """A side signed, sealed or fingerprinted a paper, of which there is a scan (art. 29)."""
    return Step(
        _("Record a signature on paper"),
        move,
        by=COMMITTEE,
        basis=statute(29),
        tells=ALL_SIDES,
        done=_("A side signed the agreement on paper"),
    )


def sign_as_mediator(move: Move) -> Step:
    """The mediator signs (art. 29)."""
    return Step(
        _("Sign as the mediator"),
        move,
        by=COMMITTEE,
        basis=statute(29),
        done=_("The mediator signed the agreement"),
    )


def seal(move: Move) -> Step:
    """The committee's seal is put on it (art. 29)."""
    return Step(
        _("Record the seal of the committee"),
        move,
        by=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        basis=statute(29),
        done=_("The committee put its seal on the agreement"),
    )


def change_agreement(move: Move) -> Step:
    """Somebody wants other words: every signature is void (art. 23, item 4)."""
    return Step(
        _("Change the agreement"),
        move,
        by=SIDES,
        basis=statute(23),
        tells=EVERYBODY,
        done=_("The agreement is changed; every signature under it is void"),
        quiet=True,
    )


def take_effect(move: Move, ends: tuple[Limit, ...]) -> Step:
    """The last signature or seal is there (art. 29); what the court was asked about the one before is past."""
    return Step(
        _("The agreement takes effect"),
        move,
        by=SYSTEM,
        basis=statute(29),
        ends=ends,
        issues=("mediation_agreement",),
        tells=EVERYBODY,
        done=_("The agreement is in force"),
    )


def conclude_orally(move: Move, ends: tuple[Limit, ...]) -> Step:
    """The sides need no paper; what they agree on is recorded, and in force from that day (arts. 28, 30)."""
    return Step(
        _("Record an oral agreement"),
        move,
        by=COMMITTEE,
        basis=statute(30),
        ends=ends,
        issues=("mediation_oral_agreement",),
        tells=ALL_SIDES,
        done=_("The sides agreed orally; it is in force"),
        quiet=True,
    )


def keep_agreement(move: Move) -> Step:
    """The talks brought nothing else: what was agreed before holds (art. 31)."""
    return Step(
        _("Leave it at the agreement before"),
        move,
        by=COMMITTEE,
        basis=statute(31),
        tells=ALL_SIDES,
        done=_("The agreement before goes on to hold"),
        quiet=True,
    )


def report_performance(move: Move) -> Step:
    """The side that owes says that it is done (art. 31)."""
    return Step(
        _("Report that something was performed"),
        move,
        by=SIDES,
        basis=statute(31),
        tells=EVERYBODY,
        done=_("A performance was reported"),
    )


def confirm_performance(move: Move) -> Step:
    """The side to which it is owed has it (art. 31)."""
    return Step(
        _("Confirm what you received"),
        move,
        by=SIDES,
        basis=statute(31),
        tells=EVERYBODY,
        done=_("A performance was confirmed"),
    )


def contest_performance(move: Move) -> Step:
    """The side to which it is owed says that it is not so (art. 31)."""
    return Step(
        _("Say that it was not performed so"),
        move,
        by=SIDES,
        basis=statute(31),
        tells=EVERYBODY,
        done=_("A performance is contested"),
        quiet=True,
    )


def remind_performance(move: Move) -> Step:
    """Something falls due soon, or today (art. 31)."""
    return Step(
        _("Remind both sides of what falls due"),
        move,
        by=SYSTEM,
        basis=statute(31),
        tells=ALL_SIDES,
        done=_("Reminder: something falls due by the agreement"),
    )


def fulfil(move: Move) -> Step:
    """Everything is performed and confirmed (art. 31)."""
    return Step(
        _("The agreement is performed"),
        move,
        by=SYSTEM,
        basis=statute(31),
        tells=EVERYBODY,
        done=_("Everything was performed"),
    )


def catch_up(move: Move) -> Step:
    """What was late is performed, and more is still to come (art. 31)."""
    return Step(
        _("What was late has been performed"),
        move,
        by=SYSTEM,
        basis=statute(31),
        tells=EVERYBODY,
        done=_("What was late has been performed"),
    )


def urge_performance(move: Move) -> Step:
    """The committee urges whoever owes (art. 31)."""
    return Step(
        _("Urge performance"),
        move,
        by=COMMITTEE,
        basis=statute(31),
        tells=ALL_SIDES,
        done=_("The committee urged performance"),
        quiet=True,
    )


def follow_up(move: Move, visiting: Limit) -> Step:
    """The committee looks how it goes (art. 31); when, the district arranges."""
    return Step(
        _("Record a follow-up visit"),
        move,
        by=COMMITTEE,
        basis=statute(31),
        restarts=(visiting,),
        issues=("mediation_follow_up",),
        done=_("The committee looked how the agreement is kept"),
    )


def report_breach(move: Move) -> Step:
    """What was due is not there (arts. 31, 32)."""
    return Step(
        _("Report that the agreement is not kept"),
        move,
        by=SIDES,
        basis=statute(32),
        issues=("mediation_not_kept",),
        tells=EVERYBODY,
        done=_("The agreement is not kept, one side says"),
        quiet=True,
    )


def talk_again(move: Move) -> Step:
    """The sides talk again; what was agreed holds until something else is (art. 33; Civil Procedure Law, art. 206)."""
    return Step(
        _("Talk again"),
        move,
        by=SIDES,
        basis=statute(33),
        tells=EVERYBODY,
        done=_("The sides talk again; the agreement holds until another takes its place"),
        quiet=True,
    )


def go_to_court(move: Move) -> Step:
    """A side brings an action about the agreement (art. 32)."""
    return Step(
        _("I go to court"),
        move,
        by=SIDES,
        basis=statute(32),
        issues=("mediation_not_kept",),
        tells=EVERYBODY,
        done=_("A side goes to court about the agreement"),
        quiet=True,
    )


def ask_enforcement(move: Move) -> Step:
    """Something late is owed by an agreement that the court confirmed (Civil Procedure Law, arts. 206, 250)."""
    return Step(
        _("I ask the court to enforce it"),
        move,
        by=SIDES,
        basis=civil_procedure(206),
        issues=("mediation_not_kept",),
        tells=EVERYBODY,
        done=_("A side asks the court to enforce the agreement"),
        quiet=True,
    )


def ask_confirmation(move: Move, confirming: Limit) -> Step:
    """A side asks, with the others, for confirmation by a court (art. 33)."""
    return Step(
        _("Ask for confirmation by the court"),
        move,
        by=SIDES,
        basis=statute(33),
        within=confirming,
        tells=EVERYBODY,
        done=_("A side asks for confirmation by the court"),
        quiet=True,
    )


def prepare_confirmation(move: Move, confirming: Limit) -> Step:
    """What the court needs is put together (Interpretation, art. 354)."""
    return Step(
        _("Prepare the application to the court"),
        move,
        by=COMMITTEE,
        basis=interpretation(354),
        within=confirming,
        issues=("mediation_confirmation_application", "mediation_proof"),
        tells=ALL_SIDES,
        done=_("The application to the court is ready"),
        quiet=True,
    )


def file_confirmation(move: Move, confirming: Limit) -> Step:
    """The application reached the court (Civil Procedure Law, art. 205)."""
    return Step(
        _("Record that the application was handed in"),
        move,
        by=COMMITTEE,
        basis=civil_procedure(205),
        within=confirming,
        tells=ALL_SIDES,
        done=_("The application is with the court"),
        quiet=True,
    )


def record_docketing(move: Move) -> Step:
    """The court docketed it (Civil Procedure Law, art. 187)."""
    return Step(
        _("Record the docketing"),
        move,
        by=COMMITTEE,
        basis=civil_procedure(187),
        tells=ALL_SIDES,
        done=_("The court docketed the application"),
        quiet=True,
    )


def record_ruling(move: Move, ruling: Limit) -> Step:
    """The court confirmed it (Civil Procedure Law, art. 206)."""
    return Step(
        _("Record that the court confirmed it"),
        move,
        by=COMMITTEE,
        basis=civil_procedure(206),
        ends=(ruling,),
        tells=ALL_SIDES,
        done=_("The court confirmed the agreement; it can be enforced"),
        quiet=True,
    )


def record_dismissal(move: Move, ends: tuple[Limit, ...] = ()) -> Step:
    """The court did not confirm it, or took its ruling back (Civil Procedure Law, art. 206; Interpretation, arts. 355,
    357, 358, 372).
    """
    return Step(
        _("Record that the court did not confirm it"),
        move,
        by=COMMITTEE,
        basis=civil_procedure(206),
        ends=ends,
        tells=ALL_SIDES,
        done=_("The court did not confirm the agreement"),
        quiet=True,
    )


def record_objection(move: Move) -> Step:
    """Somebody objected to the ruling (Interpretation, art. 372)."""
    return Step(
        _("Record an objection to the ruling"),
        move,
        by=COMMITTEE,
        basis=interpretation(372),
        tells=ALL_SIDES,
        done=_("There is an objection to the ruling"),
        quiet=True,
    )
