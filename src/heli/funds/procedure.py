"""The procedure of an application to a fund: to the money, or to a ground and to what other help there is."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.cases.usual import steps as usual
from heli.kernel.periods import days, working_days
from heli.kernel.procedures import Instrument, Limit, Procedure, Reach, State, Step, each, opens

LADDER = (Role.HANDLER, Role.LEADER_OF_HANDLER, Role.LEADER_OF_HANDLER)
OFFICE = (Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER)
STANDARD = Instrument(_("Published standard of the district for its funds"), statutory=False)


class FundApplicationProcedure(Procedure):
    """An application to a hardship fund, a petition reserve or a livelihood fund (local standard of the district).

    No statute fixes these steps, limits or amounts; the items are numbered as here. ``deciding`` takes its length from
    the topic of the fund. Whoever verifies the need does not approve, two approve, and two others than each other pay;
    money is reserved by the first approval and granted by the second.
    """

    code, version = "fund_application", 1
    title = _("Application to a fund")
    law, in_force_from = STANDARD, date(2026, 1, 1)
    person = (Role.APPLICANT,)

    deciding = Limit(_("Decide on the application"), None, STANDARD.article("2.1"), main=True, ladder=LADDER)
    verifying = Limit(_("Verify the need"), working_days(10), STANDARD.article("2.2"), ladder=LADDER)
    reserving = Limit(_("Use the reservation"), working_days(20), STANDARD.article("2.6"), of_unit=True)
    answering = Limit(_("Send what was asked for"), days(15), STANDARD.article("2.3"), of_person=True)
    naming = Limit(_("Name the account"), days(60), STANDARD.article("3.1"), of_person=True)
    paying = Limit(_("Pay"), working_days(10), STANDARD.article("3.2"), ladder=LADDER)
    reconsidering = Limit(_("Ask for reconsideration"), days(60), STANDARD.article("4.1"), of_person=True)
    reviewing = Limit(_("Decide on the reconsideration"), working_days(20), STANDARD.article("4.2"), ladder=LADDER)

    applied = State(
        _("Need to be verified"),
        _("We have your application. Somebody of the office looks into what you need and may ask you back."),
        runs=(deciding, verifying),
    )
    asked_back = State(
        _("Waiting for an answer"),
        _("The office needs something from you to go on; until you answer, its clock stands still."),
        runs=(answering,),
        pauses=(deciding,),
        tone="waiting",
    )
    assessed = State(
        _("To be approved first"),
        _("Your need has been looked into. Two people who did not do so now decide, one after the other."),
        runs=(deciding,),
    )
    half_approved = State(
        _("To be approved second"),
        _("One person has approved; the money is reserved for you. A second person now decides."),
        runs=(deciding, reserving),
    )
    granted = State(
        _("Granted: waiting for the account"),
        _("The money is granted. Please tell us the bank account to which it should be paid."),
        runs=(naming,),
        tone="waiting",
    )
    payable = State(
        _("To be paid"), _("The money is granted and your account is known; the office now pays."), runs=(paying,)
    )
    ordered = State(
        _("Payment ordered"),
        _("The payment is ordered; a second person checks it and the receipt of the bank."),
        runs=(paying,),
        tone="checking",
    )
    paid_out = State(
        _("Paid"),
        _("The money was paid to your account. The receipt of the bank is kept with your application."),
        final=True,
        tone="closed",
    )
    refused = State(
        _("Declined"),
        _("The application was declined. The ground is stated; you can ask once for reconsideration by others."),
        runs=(reconsidering,),
        adverse=True,
        final=True,
        tone="adverse",
    )
    in_review = State(
        _("Being reconsidered"),
        _("Somebody who took no part in the decision looks at your application once more."),
        runs=(reviewing,),
        tone="checking",
    )
    refused_for_good = State(
        _("Declined after reconsideration"),
        _("The decision stands. If something new happens you can apply again; what other help there is stands below."),
        adverse=True,
        final=True,
        tone="adverse",
    )
    lapsed = State(
        _("Grant lapsed"),
        _("No account was named in time, so the money went back to the fund. You can ask for it again."),
        adverse=True,
        final=True,
        tone="adverse",
    )
    taken_back = State(_("Withdrawn"), _("You have withdrawn the application."), final=True, tone="closed")

    apply = Step(
        _("Apply"),
        opens(applied),
        by=(Role.APPLICANT, Role.INTAKE),
        basis=STANDARD.article("1.1"),
        issues=("receipt",),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT),
        done=_("Application received"),
    )
    assess = Step(
        _("Report on the need"),
        applied.to(assessed),
        by=(Role.HANDLING_UNIT,),
        basis=STANDARD.article("2.2"),
        tells=(Role.LEADER_OF_HANDLER,),
        done=_("The need was verified"),
    )
    ask_back = Step(
        _("Ask the applicant back"),
        applied.to(asked_back),
        by=(Role.HANDLING_UNIT,),
        basis=STANDARD.article("2.3"),
        tells=(Role.APPLICANT,),
        done=_("The office asks back"),
        quiet=True,
    )
    answer_back = Step(
        _("Answer"),
        asked_back.to(applied),
        by=(Role.APPLICANT, Role.INTAKE, Role.HANDLING_UNIT),
        basis=STANDARD.article("2.3"),
        tells=(Role.HANDLER,),
        done=_("The applicant answered"),
    )
    go_on_unanswered = Step(
        _("Go on: no answer came in time"),
        asked_back.to(applied),
        by=(Role.SYSTEM,),
        basis=STANDARD.article("2.3"),
        after=answering,
        tells=(Role.APPLICANT, Role.HANDLER),
        done=_("No answer came in time; the office goes on with what it has"),
    )
    assess_again = Step(
        _("Have the need verified again"),
        assessed.to(applied),
        by=OFFICE,
        basis=STANDARD.article("2.2"),
        tells=(Role.HANDLER,),
        done=_("To be verified again"),
        internal=True,
        quiet=True,
    )
    approve_first = Step(
        _("Approve (first)"),
        assessed.to(half_approved),
        by=OFFICE,
        basis=STANDARD.article("2.4"),
        tells=(Role.LEADER_OF_HANDLER, Role.HANDLING_UNIT),
        done=_("Approved by the first of two; the money is reserved"),
    )
    approve_second = Step(
        _("Approve (second)"),
        half_approved.to(granted),
        by=OFFICE,
        basis=STANDARD.article("2.5"),
        issues=("fund_grant",),
        tells=(Role.APPLICANT, Role.HANDLER),
        done=_("Granted"),
    )
    hand_back = Step(
        _("Do not approve: back to the first"),
        half_approved.to(assessed),
        by=OFFICE,
        basis=STANDARD.article("2.5"),
        tells=(Role.HANDLING_UNIT,),
        done=_("Not approved by the second; the reservation is released"),
        internal=True,
        quiet=True,
    )
    release_unused = Step(
        _("Release a reservation that was not used"),
        half_approved.to(assessed),
        by=(Role.SYSTEM,),
        basis=STANDARD.article("2.6"),
        after=reserving,
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("The second approval did not come in time; the reservation was released"),
    )
    refuse = Step(
        _("Decline with the ground"),
        each(assessed, half_approved).to(refused),
        by=OFFICE,
        basis=STANDARD.article("2.7"),
        issues=("fund_refusal",),
        tells=(Role.APPLICANT,),
        done=_("Declined"),
        quiet=True,
    )
    name_account = Step(
        _("Name the bank account"),
        each(granted, payable).to(payable),
        by=(Role.APPLICANT, Role.INTAKE, Role.HANDLING_UNIT),
        basis=STANDARD.article("3.1"),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT),
        done=_("The account for the payment was named"),
    )
    lapse_unnamed = Step(
        _("Let the grant lapse: no account was named"),
        granted.to(lapsed),
        by=(Role.SYSTEM,),
        basis=STANDARD.article("3.1"),
        after=naming,
        issues=("fund_lapse",),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT),
        done=_("No account was named in time; the grant lapsed"),
    )
    ask_anew = Step(
        _("Ask for the grant again"),
        lapsed.to(assessed),
        by=(Role.APPLICANT, Role.INTAKE),
        basis=STANDARD.article("3.1"),
        tells=(Role.HANDLING_UNIT,),
        done=_("The applicant asks for the lapsed grant again"),
    )
    order_payment = Step(
        _("Order the payment"),
        payable.to(ordered),
        by=OFFICE,
        basis=STANDARD.article("3.2"),
        tells=(Role.HANDLING_UNIT,),
        done=_("The payment was ordered"),
    )
    record_payment = Step(
        _("Record the payment with the receipt"),
        ordered.to(paid_out),
        by=OFFICE,
        basis=STANDARD.article("3.3"),
        issues=("fund_payment",),
        tells=(Role.APPLICANT,),
        done=_("Paid"),
    )
    stop_payment = Step(
        _("Stop the payment: the account must be checked"),
        ordered.to(granted),
        by=OFFICE,
        basis=STANDARD.article("3.4"),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT),
        done=_("The payment did not go through; please check the account"),
        quiet=True,
    )
    record_return = Step(
        _("Record money that came back"),
        paid_out.stay(),
        by=OFFICE,
        basis=STANDARD.article("3.5"),
        tells=(Role.LEADER_OF_HANDLER,),
        done=_("Money came back to the fund"),
        quiet=True,
    )
    ask_reconsideration = Step(
        _("Ask for reconsideration"),
        refused.to(in_review),
        by=(Role.APPLICANT, Role.INTAKE),
        basis=STANDARD.article("4.1"),
        within=reconsidering,
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("Reconsideration asked for"),
    )
    set_aside = Step(
        _("Set the refusal aside"),
        in_review.to(assessed),
        by=OFFICE,
        basis=STANDARD.article("4.2"),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT),
        done=_("The refusal was set aside; two others decide anew"),
    )
    uphold = Step(
        _("Uphold the refusal"),
        in_review.to(refused_for_good),
        by=OFFICE,
        basis=STANDARD.article("4.2"),
        issues=("fund_refusal_upheld",),
        tells=(Role.APPLICANT,),
        done=_("The refusal stands"),
    )
    apply_again = Step(
        _("Something new has happened: apply again"),
        refused_for_good.to(applied),
        by=(Role.APPLICANT, Role.INTAKE),
        basis=STANDARD.article("4.3"),
        tells=(Role.HANDLING_UNIT,),
        done=_("Applied again because of new facts"),
    )

    assign = usual.assign(Reach.WHILE_OPEN.stay(), STANDARD.article("1.4"))
    record_work = usual.record_work(each(applied, asked_back, in_review).stay(), STANDARD.article("2.2"))
    add_information = usual.add_information(Reach.WHILE_OPEN.stay(), STANDARD.article("1.3"))
    urge = usual.urge(Reach.WHILE_OPEN.stay(), STANDARD.article("1.5"))
    withdraw = usual.withdraw(
        each(applied, asked_back, assessed, half_approved, granted, payable).to(taken_back),
        STANDARD.article("1.6"),
        label=_("Withdraw the application"),
    )
    declare_conflict = usual.declare_conflict(Reach.ANYWHERE.stay(), STANDARD.article("1.7"))
    correct_contact = usual.correct_contact(Reach.ANYWHERE.stay())
    ask_correction = usual.ask_correction(Reach.ANYWHERE.stay())
    withdraw_consent = usual.withdraw_consent(Reach.ANYWHERE.stay())
    escalate = usual.escalate(
        each(applied, assessed, half_approved, payable, ordered, in_review).stay(), STANDARD.article("2.8")
    )
    reckon_again = usual.reckon_again(Reach.ANYWHERE.stay(), STANDARD.article("2.9"))
