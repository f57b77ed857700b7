"""What a domain declares so that its matters can be referred: steps, acts, forms and guards, ready to use.

::

    refer = steps.refer(Reach.WHILE_OPEN.stay(), LAW.article("33"))      # procedure.py
    note_referral = steps.note_referral(Reach.ANYWHERE.stay(), LAW.article("33"))
    recall_referral = steps.recall_referral(Reach.ANYWHERE.stay(), LAW.article("33"))
    actions = {**usual_for(P), **REFERRING, **ACTIONS}                   # kind.py
    forms = {**FORMS, **REFERRING_FORMS}; guards = {**GUARDS, **REFERRING_GUARDS}
    offer_items([P.code], usual_items)                                   # apps.py

All three leave the state of the matter and its clocks as they are: a referred matter keeps its owner and its dates.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.kernel.procedures import Basis, Move, Step

_STAFF = (Role.HANDLING_UNIT, Role.COORDINATOR)


def _step(changes: dict[str, Any], **usual: Any) -> Step:
    return Step(**{**usual, **changes})


def refer(move: Move, basis: Basis, **changes: Any) -> Step:
    """The matter is offered to another body, with the consent of those it is about."""
    return _step(
        changes,
        label=_("Refer to another body"),
        move=move,
        by=_STAFF,
        basis=basis,
        tells=(Role.APPLICANT,),
        done=_("Offered to another body"),
        quiet=True,
    )


def note_referral(move: Move, basis: Basis, **changes: Any) -> Step:
    """The system keeps in the history of the matter how its referral goes."""
    return _step(
        changes,
        label=_("News of a referral"),
        move=move,
        by=(Role.SYSTEM,),
        basis=basis,
        tells=(Role.APPLICANT, Role.HANDLING_UNIT, Role.COORDINATOR),
        done=_("News of a referral"),
        quiet=True,
    )


def recall_referral(move: Move, basis: Basis, **changes: Any) -> Step:
    """A referral is taken back: by whoever works on the matter, or by the person, who takes consent back."""
    return _step(
        changes,
        label=_("Take a referral back"),
        move=move,
        by=(*_STAFF, Role.APPLICANT, Role.INTAKE),
        basis=basis,
        tells=(Role.HANDLING_UNIT, Role.COORDINATOR),
        done=_("A referral was taken back"),
        quiet=True,
    )
