"""Suggestions of the petition office to units: improve work or a policy, or hold somebody accountable."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heli.access.roles import Role
from heli.cases.usual import steps as usual
from heli.kernel.procedures import Limit, Procedure, Reach, State, Step, opens
from heli.petitions.law import REGULATION, arranged, regulation
from heli.petitions.procedure import UNIT_LADDER


class AdviceProcedure(Procedure):
    """A suggestion between organs (Regulation on Petition Work, art. 40): the unit answers in writing how it took it.

    The law sets no day for the answer; each suggestion sets one, by local arrangement. No resident takes part or reads.
    """

    code, version = "improvement_suggestion", 1
    title = _("Suggestion to a unit")
    law, in_force_from = REGULATION, date(2022, 5, 1)

    answering = Limit(_("Answer the suggestion in writing"), None, arranged(14), main=True, ladder=UNIT_LADDER)

    waiting = State(
        _("Waits for the unit's answer"),
        _("The unit must answer in writing whether it takes the suggestion up."),
        runs=(answering,),
    )
    answered = State(
        _("Answered by the unit"),
        _("The unit has answered in writing how it takes the suggestion up."),
        final=True,
        tone="closed",
    )
    taken_back = State(
        pgettext_lazy("suggestion", "Taken back"),
        _("The petition office has taken the suggestion back."),
        final=True,
        tone="closed",
    )

    suggest = Step(
        _("Make a suggestion to a unit"),
        opens(waiting),
        by=(Role.COORDINATOR,),
        basis=regulation(40),
        issues=("improvement_letter",),
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("The petition office made a suggestion"),
    )
    answer_suggestion = Step(
        _("Answer the suggestion"),
        waiting.to(answered),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(40, 4),
        tells=(Role.COORDINATOR, Role.LEADER_OF_HANDLER),
        done=_("The unit answered in writing"),
    )
    ask_again = Step(
        _("Ask for another answer"),
        answered.to(waiting),
        by=(Role.COORDINATOR,),
        basis=regulation(40, 4),
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("The petition office asks for another answer"),
    )
    report_progress = Step(
        _("Report what was done on it"),
        answered.stay(),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(40, 4),
        tells=(Role.COORDINATOR,),
        done=_("The unit reported what was done"),
        internal=True,
        quiet=True,
    )
    take_back = Step(
        _("Take the suggestion back"),
        waiting.to(taken_back),
        by=(Role.COORDINATOR,),
        basis=arranged(14),
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("The suggestion was taken back"),
        quiet=True,
    )

    assign = usual.assign(Reach.WHILE_OPEN.stay(), regulation(40))
    record_work = usual.record_work(Reach.WHILE_OPEN.stay(), regulation(40))
    declare_conflict = usual.declare_conflict(Reach.ANYWHERE.stay(), regulation(28, 3))
    escalate = usual.escalate(Reach.ANYWHERE.stay(), arranged(6))
    reckon_again = usual.reckon_again(Reach.ANYWHERE.stay(), arranged(6))
