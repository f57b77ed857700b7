"""Accusations and reports: somebody says that an organ or a member of staff has broken rules or the law."""

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.kernel.procedures import Limit, State, Step, each
from heli.petitions.law import arranged, regulation
from heli.petitions.procedure import PERSON, UNIT_LADDER, PetitionProcedure


class AccusationProcedure(PetitionProcedure):
    """Accusations and reports (Regulation on Petition Work, art. 30): received, examined and answered by who may.

    What was told never reaches those it is about (art. 30, para. 3). The law leaves the time of discipline organs to
    their own rules; the length here is a local arrangement.
    """

    code, version = "petition_report", 1
    title = _("Petition: accusation or report")

    examining = Limit(_("Examine and answer"), None, arranged(8), main=True, ladder=UNIT_LADDER)

    in_hand = State(
        _("Being examined"),
        _("The organ in charge examines what you told. Those it is about do not learn of it from us."),
        runs=(examining, PetitionProcedure.reporting_back, PetitionProcedure.answering_supervision),
    )
    answered = State(
        _("Answered"),
        _("The organ has told you the result. You can rate the work, or bring new facts."),
        adverse=True,
        final=True,
        tone="closed",
    )

    accept = Step(
        _("Accept and tell in writing"),
        each(PetitionProcedure.forwarded, PetitionProcedure.received).to(in_hand),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(30, 1),
        issues=("acceptance_notice",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Accepted by the organ in charge"),
    )
    feed_back = Step(
        _("Tell the result"),
        in_hand.to(answered),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(30, 1),
        issues=("accusation_answer",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("The result was told"),
    )
    bring_new_facts = Step(
        _("Bring new facts"),
        answered.stay(),
        by=PERSON,
        basis=regulation(17),
        tells=(Role.COORDINATOR,),
        done=_("New facts were brought: they are a petition of their own"),
        begins_case=True,
    )
    rate = Step(
        _("Rate"),
        answered.stay(),
        by=PERSON,
        basis=regulation(21),
        done=_("Rated"),
    )
