"""Suggestions: what somebody proposes or tells for the good of all."""

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.kernel.procedures import Limit, State, Step, each
from heli.petitions.law import arranged, regulation
from heli.petitions.procedure import PERSON, UNIT_LADDER, PetitionProcedure


class SuggestionProcedure(PetitionProcedure):
    """Suggestions and opinions (Regulation on Petition Work, art. 29): studied, adopted where sound, replied to.

    The law gives no number of days for the reply; its length is a local arrangement.
    """

    code, version = "petition_suggestion", 1
    title = _("Petition: suggestion")

    studying = Limit(_("Study and reply"), None, arranged(7), main=True, ladder=UNIT_LADDER)

    in_hand = State(
        _("Being studied"),
        _("The organ studies your suggestion and replies whether it is adopted, in part or not, and why."),
        runs=(studying, PetitionProcedure.reporting_back, PetitionProcedure.answering_supervision),
    )
    replied = State(
        _("Replied"),
        _("The organ has replied to your suggestion. You can rate the work, or bring new facts."),
        adverse=True,
        final=True,
        tone="closed",
    )

    accept = Step(
        _("Accept and tell in writing"),
        each(PetitionProcedure.forwarded, PetitionProcedure.received).to(in_hand),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(23),
        issues=("acceptance_notice",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Accepted by the organ"),
    )
    reply = Step(
        _("Reply to the suggestion"),
        in_hand.to(replied),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(29),
        issues=("suggestion_reply",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Replied"),
    )
    bring_new_facts = Step(
        _("Bring new facts"),
        replied.stay(),
        by=PERSON,
        basis=regulation(17),
        tells=(Role.COORDINATOR,),
        done=_("New facts were brought: they are a petition of their own"),
        begins_case=True,
    )
    rate = Step(
        _("Rate"),
        replied.stay(),
        by=PERSON,
        basis=regulation(21),
        done=_("Rated"),
    )
