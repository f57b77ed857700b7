"""The procedure of a referral: offered, accepted or refused, worked, returned with its result."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heli.access.roles import Role
from heli.cases.kinds import Family
from heli.cases.usual import steps as usual
from heli.kernel.periods import days, working_days
from heli.kernel.procedures import Limit, Procedure, Reach, State, Step, each, opens
from heli.referrals.law import ARRANGEMENT, arranged, invited, online

FAMILY = Family("referral", _("Referrals"))
LADDER = (Role.HANDLER, Role.LEADER_OF_HANDLER, Role.COORDINATOR)
#: Who works on a referral that is Heli's: the unit that received it, or whoever coordinates for it.
RECEIVER = (Role.HANDLING_UNIT, Role.COORDINATOR)
#: Who writes down what an outside body said: the unit that keeps in touch with it, or the body by its own key.
THEIRS = (Role.PARTNER, Role.HANDLING_UNIT, Role.COORDINATOR)


class ReferralProcedure(Procedure):
    """A matter that one body passes to another and gets back with a result, while it keeps the matter itself.

    The receiver reads the package alone. How long a court's assignment lasts, and that it is confirmed online within
    three working days, the rules of courts say; for all other bodies no national text sets limits, so the district
    does. The clocks of the matter behind it go on untouched.
    """

    code, version = "referral", 1
    title = _("Referral")
    law, in_force_from = ARRANGEMENT, date(2026, 1, 1)
    open_length = _("as the district has arranged")

    responding = Limit(_("Accept or refuse the referral"), None, arranged(1), ladder=LADDER)
    confirming = Limit(_("Accept or refuse a court's assignment online"), working_days(3), online(12), ladder=LADDER)
    working = Limit(_("Return the result of the referral"), None, arranged(2), main=True, ladder=LADDER)
    appointed_working = Limit(_("Mediate as a court appointed"), days(30), invited(27), ladder=LADDER, row="TJ06")
    entrusted_working = Limit(
        _("Mediate as a court entrusted, ordinary procedure"), days(15), invited(27), ladder=LADDER, row="TJ07"
    )
    summary_working = Limit(
        _("Mediate as a court entrusted, summary procedure"), days(7), invited(27), ladder=LADDER, row="TJ07"
    )

    offered = State(
        _("Offered to another body"),
        _("The matter was offered to another body, which accepts it or says why not."),
        runs=(responding,),
    )
    assigned = State(
        _("Assigned online by a court"),
        _("A court assigned the dispute online; whoever mediates accepts it or says why not."),
        runs=(confirming,),
    )
    in_work = State(
        _("Accepted, being worked on"),
        _("The other body has accepted the matter, works on it and returns the result."),
        runs=(working,),
    )
    appointed = State(
        _("Being mediated, court-appointed"),
        _("The dispute is mediated before the court accepts a case. If it fails, the court goes on."),
        runs=(appointed_working,),
    )
    entrusted = State(
        _("Being mediated, court-entrusted"),
        _("The dispute is mediated while the case is at court. If it fails, the court goes on."),
        runs=(entrusted_working,),
    )
    entrusted_summary = State(
        _("Being mediated, court-entrusted, summary procedure"),
        _("The dispute is mediated while the case is at court in summary procedure. If it fails, the court goes on."),
        runs=(summary_working,),
    )
    returned = State(
        _("Returned with its result"),
        _("The other body has returned its result; whoever referred the matter goes on with it."),
        final=True,
        tone="closed",
    )
    refused = State(
        _("Not accepted by the other body"),
        _("The other body did not accept it and said why; whoever referred the matter goes on with it."),
        final=True,
        tone="adverse",
    )
    recalled = State(
        pgettext_lazy("referral", "Taken back"),
        _("The referral was taken back; whoever referred the matter goes on with it."),
        final=True,
        tone="closed",
    )

    offer = Step(
        _("Refer to another body"),
        opens(offered),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=arranged(1),
        issues=("referral_letter",),
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.COORDINATOR),
        done=_("Offered to another body"),
    )
    take_in = Step(
        _("Referral from another body"),
        opens(offered),
        by=(Role.HANDLING_UNIT, Role.PARTNER),
        basis=arranged(1),
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.COORDINATOR),
        done=_("Received from another body"),
    )
    take_in_online = Step(
        _("Court's assignment, online"),
        opens(assigned),
        by=(Role.HANDLING_UNIT, Role.PARTNER),
        basis=online(12),
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.COORDINATOR),
        done=_("Assigned online by a court"),
    )
    accept = Step(
        _("Accept the referral"),
        offered.to(in_work),
        by=RECEIVER,
        basis=arranged(1),
        issues=("referral_receipt",),
        tells=(Role.ASSISTING_UNIT,),
        done=_("Accepted"),
    )
    accept_appointed = Step(
        _("Accept: court-appointed, 30 days"),
        each(offered, assigned).to(appointed),
        by=RECEIVER,
        basis=invited(27),
        issues=("referral_receipt",),
        done=_("Accepted as appointed by the court"),
    )
    accept_entrusted = Step(
        _("Accept: court-entrusted, 15 days"),
        each(offered, assigned).to(entrusted),
        by=RECEIVER,
        basis=invited(27),
        issues=("referral_receipt",),
        done=_("Accepted as entrusted by the court"),
    )
    accept_summary = Step(
        _("Accept: court-entrusted, summary, 7 days"),
        each(offered, assigned).to(entrusted_summary),
        by=RECEIVER,
        basis=invited(27),
        issues=("referral_receipt",),
        done=_("Accepted as entrusted by the court, summary procedure"),
    )
    refuse = Step(
        _("Do not accept, with the reason"),
        each(offered, assigned).to(refused),
        by=RECEIVER,
        basis=arranged(1),
        issues=("referral_refusal",),
        tells=(Role.ASSISTING_UNIT,),
        done=_("Not accepted"),
    )
    note_acceptance = Step(
        _("Record that the body accepted"),
        offered.to(in_work),
        by=THEIRS,
        basis=arranged(1),
        tells=(Role.HANDLING_UNIT,),
        done=_("The other body accepted"),
    )
    note_refusal = Step(
        _("Record that the body did not accept"),
        offered.to(refused),
        by=THEIRS,
        basis=arranged(1),
        tells=(Role.HANDLING_UNIT,),
        done=_("The other body did not accept"),
    )
    note_result = Step(
        _("Record the body's result"),
        in_work.to(returned),
        by=THEIRS,
        basis=arranged(2),
        tells=(Role.HANDLING_UNIT,),
        done=_("The other body returned its result"),
    )
    give_result = Step(
        _("Return with the result"),
        each(in_work, appointed, entrusted, entrusted_summary).to(returned),
        by=RECEIVER,
        basis=arranged(2),
        issues=("referral_result",),
        tells=(Role.ASSISTING_UNIT,),
        done=_("Returned with the result"),
    )
    write_across = Step(
        _("Write to the other body"),
        Reach.WHILE_OPEN.stay(),
        by=(Role.PARTNER, Role.HANDLING_UNIT, Role.COORDINATOR, Role.ASSISTING_UNIT),
        basis=arranged(3),
        tells=(Role.HANDLING_UNIT, Role.ASSISTING_UNIT),
        done=_("Written to the other body"),
        quiet=True,
    )
    extend = Step(
        _("More time, as agreed with whoever referred it"),
        in_work.stay(),
        by=RECEIVER,
        basis=arranged(4),
        extends=working,
        tells=(Role.ASSISTING_UNIT,),
        done=_("The time was extended"),
        quiet=True,
    )
    extend_appointed = Step(
        _("More time: both parties agree"),
        appointed.stay(),
        by=RECEIVER,
        basis=invited(27),
        extends=appointed_working,
        done=_("The time was extended, both parties agreed"),
        quiet=True,
    )
    extend_entrusted = Step(
        _("More time: both parties agree"),
        entrusted.stay(),
        by=RECEIVER,
        basis=invited(27),
        extends=entrusted_working,
        done=_("The time was extended, both parties agreed"),
        quiet=True,
    )
    extend_summary = Step(
        _("More time: both parties agree"),
        entrusted_summary.stay(),
        by=RECEIVER,
        basis=invited(27),
        extends=summary_working,
        done=_("The time was extended, both parties agreed"),
        quiet=True,
    )
    recall = Step(
        _("Take the referral back"),
        Reach.WHILE_OPEN.to(recalled),
        by=(Role.PARTNER, Role.SYSTEM),
        basis=arranged(5),
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("The referral was taken back"),
        quiet=True,
    )
    note_end = Step(
        _("The matter opened from it has ended"),
        each(in_work, appointed, entrusted, entrusted_summary).stay(),
        by=(Role.SYSTEM,),
        basis=arranged(2),
        tells=(Role.HANDLING_UNIT,),
        done=_("The matter opened from it has ended: the result can be returned"),
        internal=True,
        quiet=True,
    )

    assign = usual.assign(Reach.WHILE_OPEN.stay(), arranged(2))
    record_work = usual.record_work(Reach.WHILE_OPEN.stay(), arranged(2), by=(Role.HANDLING_UNIT, Role.COORDINATOR))
    declare_conflict = usual.declare_conflict(Reach.ANYWHERE.stay(), arranged(6))
    escalate = usual.escalate(Reach.ANYWHERE.stay(), arranged(7))
    reckon_again = usual.reckon_again(Reach.ANYWHERE.stay(), arranged(7))
