"""The steps around sessions; ``procedure.py`` says in which states they are taken."""

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.kernel.procedures import Move, Step
from heli.mediation.law import arranged, statute

COMMITTEE = (Role.HANDLING_UNIT,)
ALL_SIDES = (Role.APPLICANT, Role.OTHER_SIDE)


def call_session(move: Move) -> Step:
    """Both sides are told when and where they meet (People's Mediation Law, art. 22)."""
    return Step(
        _("Call a session"),
        move,
        by=COMMITTEE,
        basis=statute(22),
        issues=("mediation_session_notice",),
        tells=(*ALL_SIDES, Role.HANDLER),
        done=_("A session was called"),
        quiet=True,
    )


def ask_move(move: Move) -> Step:
    """A side asks for another time; the law says nothing of it."""
    return Step(
        _("Ask for another time of the session"),
        move,
        by=ALL_SIDES,
        basis=arranged(12),
        tells=(Role.HANDLING_UNIT,),
        done=_("Another time was asked for"),
        quiet=True,
    )


def move_session(move: Move) -> Step:
    """Both sides are told the new time."""
    return Step(
        _("Move the session"),
        move,
        by=COMMITTEE,
        basis=arranged(12),
        issues=("mediation_session_notice",),
        tells=(*ALL_SIDES, Role.HANDLER),
        done=_("The session was moved"),
        quiet=True,
    )


def consent_session(move: Move) -> Step:
    """A side agrees to guests (art. 20) or to a session in public (art. 23, item 3), or does not."""
    return Step(
        _("Guests, open doors: agree or not"),
        move,
        by=ALL_SIDES,
        basis=statute(20),
        tells=(Role.HANDLING_UNIT,),
        done=_("A side said whether it agrees to guests or open doors"),
        internal=True,
        quiet=True,
    )


def note_consent(move: Move) -> Step:
    """What a side said of guests or open doors to the mediators, who write it down; the side is told."""
    return Step(
        _("Write down consent to guests or open doors"),
        move,
        by=COMMITTEE,
        basis=statute(20),
        done=_("It was written down what a side says of guests or open doors"),
        internal=True,
        quiet=True,
    )


def record_session(move: Move) -> Step:
    """What was said and agreed on is recorded, read and agreed (art. 27)."""
    return Step(
        _("Record the session"),
        move,
        by=COMMITTEE,
        basis=statute(27),
        issues=("mediation_session_record",),
        tells=ALL_SIDES,
        done=_("The session was recorded"),
        quiet=True,
    )


def note_talk(move: Move) -> Step:
    """That the mediators talked with one side alone (art. 22); what was said stays in that side's room."""
    return Step(
        _("Note that a private talk was held"),
        move,
        by=COMMITTEE,
        basis=statute(22),
        done=_("A private talk was held"),
        internal=True,
        quiet=True,
    )
