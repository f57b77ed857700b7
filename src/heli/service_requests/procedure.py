"""The procedure of the request desk: from a report to a verified, rated close."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.cases.kinds import Family
from heli.cases.usual import steps
from heli.kernel.periods import days, working_days
from heli.kernel.procedures import Instrument, Limit, Procedure, State, Step, each, opens
from heli.referrals import steps as referring

UNIT_LADDER = (Role.HANDLER, Role.LEADER_OF_HANDLER, Role.DISTRICT_CENTRE)
CENTRE_LADDER = (Role.COORDINATOR, Role.COORDINATOR, Role.DISTRICT_CENTRE)
STANDARD = Instrument(_("Published service standard of the district"), statutory=False)
FAMILY = Family("service_request", _("Service requests"))


class ServiceRequestProcedure(Procedure):
    """Residents' requests and what grid workers see (published service standard of the district).

    No statute fixes these steps or limits. The ground is the standard that the district publishes, whose items are
    numbered as here; ``answering`` takes its length from the category.
    """

    code, version = "service_request", 1
    title = _("Service request")
    law, in_force_from = STANDARD, date(2026, 1, 1)
    person = (Role.APPLICANT,)
    open_length = _("as the category says")

    dispatching = Limit(_("Dispatch"), working_days(1), STANDARD.article("2.1"), ladder=CENTRE_LADDER)
    accepting = Limit(_("Accept or return"), working_days(1), STANDARD.article("2.3"), ladder=UNIT_LADDER)
    deciding = Limit(_("Decide who answers"), working_days(1), STANDARD.article("2.5"), ladder=CENTRE_LADDER)
    answering = Limit(_("Answer"), None, STANDARD.article("3.1"), main=True, ladder=UNIT_LADDER)
    replying = Limit(_("Send the information asked for"), days(10), STANDARD.article("3.4"), of_person=True)
    verifying = Limit(_("Verify"), working_days(2), STANDARD.article("4.1"), ladder=CENTRE_LADDER)
    confirming = Limit(_("Confirm or reject the result"), days(7), STANDARD.article("4.3"), of_person=True)
    objecting = Limit(_("Object"), days(30), STANDARD.article("5.2"), of_person=True)

    registered = State(
        _("Waiting for dispatch"),
        _("We have your request and are passing it to the unit that must answer."),
        runs=(answering, dispatching),
    )
    dispatched = State(
        _("Sent to the unit"),
        _("The unit has your request and must accept it or say why it is not theirs."),
        runs=(answering, accepting),
    )
    contested = State(
        _("Owner to be decided"),
        _("Two units said it is not theirs; the district centre now decides who answers."),
        runs=(answering, deciding),
    )
    imposed = State(
        _("Sent to the unit for good"),
        _("The district centre has decided who answers. The unit must take it."),
        runs=(answering, accepting),
    )
    in_hand = State(_("In hand"), _("The unit is working on it."), runs=(answering,))
    awaiting_information = State(
        _("Waiting for information"),
        _("The unit needs something from you to go on; until you answer, its clock stands still."),
        runs=(replying,),
        pauses=(answering,),
        tone="waiting",
    )
    completed = State(
        _("To be verified"),
        _("The unit reports a result; somebody else now checks it."),
        runs=(verifying,),
        pauses=(answering,),
        tone="checking",
    )
    verified = State(
        _("Waiting for confirmation"),
        _("The result has been checked. Please say whether it is right."),
        runs=(confirming,),
        tone="waiting",
    )
    declined = State(
        _("Declined"),
        _("The request was declined; the ground is stated, and you can object."),
        runs=(objecting,),
        adverse=True,
        final=True,
        tone="adverse",
    )
    merged = State(
        _("Merged"),
        _("Your request is handled together with another one; you are told what happens there."),
        runs=(objecting,),
        adverse=True,
        final=True,
        tone="closed",
    )
    withdrawn = State(_("Withdrawn"), _("You have withdrawn the request."), final=True, tone="closed")
    closed = State(
        _("Closed"),
        _("The request is closed. You can rate it, or object."),
        runs=(objecting,),
        final=True,
        tone="closed",
    )

    anywhere = each(
        registered, dispatched, contested, imposed, in_hand, awaiting_information, completed, verified, declined,
        merged, withdrawn, closed,
    )  # fmt: skip

    report = Step(
        _("Report"),
        opens(registered),
        by=(Role.APPLICANT, Role.INTAKE, Role.GRID_WORKER),
        basis=STANDARD.article("1.1"),
        issues=("receipt",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Received"),
    )
    solve_on_the_spot = Step(
        _("Solved on the spot"),
        registered.to(completed),
        by=(Role.GRID_WORKER,),
        basis=STANDARD.article("1.4"),
        tells=(Role.COORDINATOR,),
        done=_("Solved on the spot"),
    )
    dispatch = Step(
        _("Dispatch"),
        registered.to(dispatched),
        by=(Role.COORDINATOR,),
        basis=STANDARD.article("2.1"),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT),
        done=_("Sent to the unit"),
    )
    decline = Step(
        _("Decline with the ground"),
        registered.to(declined),
        by=(Role.COORDINATOR,),
        basis=STANDARD.article("2.2"),
        tells=(Role.APPLICANT,),
        done=_("Declined"),
        quiet=True,
    )
    merge = Step(
        _("Merge with another case"),
        each(registered, dispatched, in_hand).to(merged),
        by=(Role.COORDINATOR, Role.INTAKE),
        basis=STANDARD.article("2.6"),
        tells=(Role.APPLICANT,),
        done=_("Merged with another case"),
        quiet=True,
    )
    separate = Step(
        _("Undo the merge"),
        merged.to(registered),
        by=(Role.COORDINATOR, Role.INTAKE, Role.APPLICANT),
        basis=STANDARD.article("2.6"),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Handled on its own again"),
    )
    accept = Step(
        _("Accept"),
        each(dispatched, imposed).to(in_hand),
        by=(Role.HANDLING_UNIT,),
        basis=STANDARD.article("2.3"),
        tells=(Role.APPLICANT,),
        done=_("Accepted by the unit"),
    )
    send_back = Step(
        _("Return: not ours"),
        dispatched.to(registered),
        by=(Role.HANDLING_UNIT,),
        basis=STANDARD.article("2.4"),
        tells=(Role.COORDINATOR,),
        done=_("Returned by the unit"),
        quiet=True,
    )
    contest = Step(
        _("Return again: the district decides"),
        dispatched.to(contested),
        by=(Role.HANDLING_UNIT,),
        basis=STANDARD.article("2.5"),
        tells=(Role.DISTRICT_CENTRE,),
        done=_("Returned a second time"),
        quiet=True,
    )
    impose = Step(
        _("Decide who answers"),
        contested.to(imposed),
        by=(Role.DISTRICT_CENTRE,),
        basis=STANDARD.article("2.5"),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("The district centre has decided who answers"),
    )
    assign = steps.assign(each(dispatched, imposed, in_hand).stay(), STANDARD.article("3.2"))
    ask_assistance = steps.ask_assistance(
        each(registered, dispatched, imposed, in_hand).stay(),
        STANDARD.article("3.3"),
    )
    report_assistance = steps.report_assistance(
        each(registered, dispatched, imposed, in_hand, awaiting_information).stay(),
        STANDARD.article("3.3"),
    )
    record_work = steps.record_work(each(in_hand, awaiting_information).stay(), STANDARD.article("3.1"))
    ask_information = Step(
        _("Ask the resident for information"),
        in_hand.to(awaiting_information),
        by=(Role.HANDLING_UNIT,),
        basis=STANDARD.article("3.4"),
        tells=(Role.APPLICANT,),
        done=_("The unit asks for information"),
        quiet=True,
    )
    give_information = Step(
        _("Send the information"),
        awaiting_information.to(in_hand),
        by=(Role.APPLICANT, Role.INTAKE),
        basis=STANDARD.article("3.4"),
        tells=(Role.HANDLER,),
        done=_("Information received"),
    )
    resume_without = Step(
        _("Go on without the information"),
        awaiting_information.to(in_hand),
        by=(Role.HANDLING_UNIT,),
        basis=STANDARD.article("3.4"),
        tells=(Role.APPLICANT,),
        done=_("The unit goes on without the information"),
        quiet=True,
    )
    resume_unanswered = Step(
        _("Go on: no information came in time"),
        awaiting_information.to(in_hand),
        by=(Role.SYSTEM,),
        basis=STANDARD.article("3.4"),
        after=replying,
        tells=(Role.APPLICANT, Role.HANDLER),
        done=_("No information came in time; the unit goes on without it"),
    )
    add_information = steps.add_information(
        each(registered, dispatched, contested, imposed, in_hand, completed).stay(),
        STANDARD.article("1.3"),
    )
    urge = steps.urge(
        each(registered, dispatched, contested, imposed, in_hand, completed).stay(),
        STANDARD.article("1.5"),
    )
    supervise = steps.supervise(
        each(dispatched, contested, imposed, in_hand, awaiting_information, completed).stay(),
        STANDARD.article("3.6"),
        done=_("The coordination centre supervises"),
    )
    request_extension = Step(
        _("Ask for more time"),
        in_hand.stay(),
        by=(Role.HANDLER, Role.HANDLING_UNIT),
        basis=STANDARD.article("3.5"),
        tells=(Role.LEADER_OF_HANDLER,),
        done=_("More time asked for"),
        internal=True,
        quiet=True,
    )
    grant_extension = Step(
        _("Grant more time"),
        in_hand.stay(),
        by=(Role.LEADER_OF_HANDLER,),
        basis=STANDARD.article("3.5"),
        extends=answering,
        tells=(Role.APPLICANT, Role.HANDLER),
        done=_("The time limit was extended"),
    )
    refuse_extension = Step(
        _("Refuse more time"),
        in_hand.stay(),
        by=(Role.LEADER_OF_HANDLER,),
        basis=STANDARD.article("3.5"),
        tells=(Role.HANDLER,),
        done=_("More time refused"),
        internal=True,
        quiet=True,
    )
    complete = Step(
        _("Report the result"),
        in_hand.to(completed),
        by=(Role.HANDLING_UNIT,),
        basis=STANDARD.article("3.7"),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("The unit reports a result"),
    )
    verify = Step(
        _("Verify: in order"),
        completed.to(verified),
        by=(Role.COORDINATOR,),
        basis=STANDARD.article("4.1"),
        tells=(Role.APPLICANT,),
        done=_("The result was checked"),
    )
    verify_and_close = Step(
        _("Verify and close"),
        completed.to(closed),
        by=(Role.COORDINATOR,),
        basis=STANDARD.article("4.2"),
        tells=(Role.HANDLER,),
        done=_("Checked and closed"),
    )
    send_back_to_work = Step(
        _("Verify: not in order"),
        completed.to(in_hand),
        by=(Role.COORDINATOR,),
        basis=STANDARD.article("4.1"),
        tells=(Role.HANDLER, Role.LEADER_OF_HANDLER),
        done=_("The check found it not in order"),
    )
    confirm = Step(
        _("Confirm: it is solved"),
        verified.to(closed),
        by=(Role.APPLICANT, Role.INTAKE),
        basis=STANDARD.article("4.3"),
        tells=(Role.HANDLER,),
        done=_("Confirmed"),
    )
    reject = Step(
        _("Reject: it is not solved"),
        verified.to(in_hand),
        by=(Role.APPLICANT, Role.INTAKE),
        basis=STANDARD.article("4.4"),
        restarts=(answering,),
        tells=(Role.HANDLER, Role.LEADER_OF_HANDLER, Role.COORDINATOR),
        done=_("Rejected: back to the handler"),
    )
    close_unanswered = Step(
        _("Close without a confirmation"),
        verified.to(closed),
        by=(Role.SYSTEM,),
        basis=STANDARD.article("4.3"),
        after=confirming,
        tells=(Role.APPLICANT,),
        done=_("Closed, because nobody objected in time"),
    )
    object = Step(
        _("Object"),
        each(declined, closed).to(registered),
        by=(Role.APPLICANT, Role.INTAKE),
        basis=STANDARD.article("5.2"),
        within=objecting,
        tells=(Role.COORDINATOR, Role.LEADER_OF_HANDLER),
        done=_("Objected: opened again"),
    )
    rate = Step(
        _("Rate"),
        closed.stay(),
        by=(Role.APPLICANT, Role.INTAKE),
        basis=STANDARD.article("5.1"),
        done=_("Rated"),
    )
    refer = referring.refer(
        each(registered, dispatched, contested, imposed, in_hand, awaiting_information).stay(), STANDARD.article("3.11")
    )
    note_referral = referring.note_referral(anywhere.stay(), STANDARD.article("3.11"))
    recall_referral = referring.recall_referral(anywhere.stay(), STANDARD.article("3.11"))
    # In a merged case only with the one that it is handled with: see the guard.
    declare_conflict = steps.declare_conflict(anywhere.stay(), STANDARD.article("3.10"))
    withdraw = steps.withdraw(
        each(registered, dispatched, contested, imposed, in_hand, awaiting_information).to(withdrawn),
        STANDARD.article("1.6"),
        label=_("Withdraw the request"),
    )
    correct_contact = steps.correct_contact(anywhere.stay())
    ask_correction = steps.ask_correction(anywhere.stay())
    withdraw_consent = steps.withdraw_consent(anywhere.stay())
    take_over_closed = Step(
        _("Take over as closed"),
        registered.to(closed),
        by=(Role.SYSTEM,),
        basis=STANDARD.article("1.7"),
        done=_("Closed in the system it came from"),
        quiet=True,
    )
    escalate = steps.escalate(
        each(registered, dispatched, contested, imposed, in_hand, completed).stay(),
        STANDARD.article("3.8"),
    )
    reckon_again = steps.reckon_again(
        each(
            registered, dispatched, contested, imposed, in_hand, awaiting_information, completed, verified, declined,
            merged, closed,
        ).stay(),
        STANDARD.article("3.9"),
    )  # fmt: skip
