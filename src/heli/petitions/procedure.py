"""What all petitions have in common: from registration to the organ that must deal with it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.cases.kinds import Family
from heli.cases.usual import steps as usual
from heli.kernel.periods import days, working_days
from heli.kernel.procedures import Limit, Procedure, Reach, State, Step, each, opens
from heli.petitions.law import REGULATION, arranged, regulation
from heli.referrals import steps as referring

#: The three kinds, which people take for one.
FAMILY = Family("petition", _("Petition"))
UNIT_LADDER = (Role.HANDLER, Role.LEADER_OF_HANDLER, Role.COORDINATOR)
OFFICE_LADDER = (Role.COORDINATOR, Role.COORDINATOR, Role.DISTRICT_CENTRE)
PERSON = (Role.APPLICANT, Role.INTAKE, Role.COORDINATOR)


class PetitionProcedure(Procedure):
    """The common part of every petition (Regulation on Petition Work, 2022, arts. 17 to 25).

    Every item is registered first, by whatever way it came; only then does anybody decide anything. What kind it is
    (arts. 29, 30, 31) is told apart at triage; the kinds share these states, so that a petition can change its kind
    until an organ has accepted it. Limits without a length in the law are local arrangements.
    """

    law, in_force_from = REGULATION, date(2022, 5, 1)
    person = (Role.APPLICANT,)
    open_length = _("as the district has arranged")

    forwarding = Limit(_("Forward, assign or report"), days(15), regulation(22), ladder=OFFICE_LADDER, row="XF01")
    telling = Limit(
        _("Tell in writing what was received and what follows"),
        days(15),
        regulation(23, 2),
        ladder=UNIT_LADDER,
        row="XF02",
    )
    informing = Limit(
        _("Tell in writing that it was received, and path and procedure"),
        days(15),
        regulation(23, 3),
        ladder=UNIT_LADDER,
        row="XF03",
    )
    disowning = Limit(_("Object: not within our powers"), working_days(5), regulation(23, 3), of_unit=True, row="XF04")
    redirecting = Limit(_("Decide on the objection"), None, arranged(1), ladder=OFFICE_LADDER)
    settling = Limit(_("Decide which organ is competent"), None, arranged(2), ladder=OFFICE_LADDER)
    reporting_back = Limit(_("Report the result back"), None, regulation(22), on_demand=True, ladder=UNIT_LADDER)
    answering_supervision = Limit(_("Answer the supervision"), None, arranged(3), on_demand=True, ladder=UNIT_LADDER)
    contesting = Limit(
        _("Object to how it was turned away"),
        days(30),
        arranged(4),
        of_person=True,
        told_by=("redirection_notice", "non_acceptance_notice", "path_notice"),
    )

    registered = State(
        _("Registered"),
        _("Your petition is registered under its number. The petition office passes it to whoever must deal with it."),
        runs=(forwarding, answering_supervision),
    )
    received = State(
        _("Received by the organ"),
        _("The organ to which you turned has registered your petition and must tell you in writing what follows."),
        runs=(telling, answering_supervision),
    )
    forwarded = State(
        _("Sent to the competent organ"),
        _("The organ has your petition. It must tell you in writing that it deals with it, or object at once."),
        runs=(informing, disowning, reporting_back, answering_supervision),
    )
    objected = State(
        _("The organ objects"),
        _("The organ says that it is not the right one. The petition office checks this; you need not do anything."),
        runs=(redirecting, answering_supervision),
    )
    disputed = State(
        _("Competence to be settled"),
        _("Several organs are concerned and do not agree. The one above them, or the joint conference, decides."),
        runs=(settling, answering_supervision),
    )
    redirected = State(
        _("Another body is competent"),
        _("This lies with a body that the letter names, with its address. If you think otherwise, object."),
        runs=(contesting,),
        adverse=True,
        final=True,
        tone="adverse",
    )
    declined = State(
        _("Not accepted again"),
        _("The same matter is being dealt with or has had its final opinion. The letter says where, and what remains."),
        runs=(contesting,),
        adverse=True,
        final=True,
        tone="adverse",
    )
    withdrawn = State(_("Withdrawn"), _("You have withdrawn the petition."), final=True, tone="closed")

    register = Step(
        _("Petition"),
        opens(registered),
        by=(Role.APPLICANT, Role.INTAKE, Role.COORDINATOR),
        basis=regulation(22),
        issues=("petition_registration",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Registered"),
    )
    receive = Step(
        _("Petition handed to an organ"),
        opens(received),
        by=(Role.INTAKE, Role.HANDLING_UNIT),
        basis=regulation(23),
        issues=("petition_registration",),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT),
        done=_("Registered by the organ"),
    )
    classify = Step(
        _("Sort: which kind it is"),
        each(registered, received, forwarded, objected).stay(),
        by=(Role.COORDINATOR, Role.HANDLING_UNIT),
        basis=regulation(22),
        tells=(Role.APPLICANT,),
        done=_("Its kind was settled"),
        quiet=True,
    )
    forward = Step(
        _("Forward to the competent organ"),
        each(registered, objected).to(forwarded),
        by=(Role.COORDINATOR,),
        basis=regulation(22),
        issues=("forwarding_letter",),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT),
        done=_("Forwarded to the competent organ"),
    )
    entrust = Step(
        _("Assign, with a report due"),
        each(registered, objected).to(forwarded),
        by=(Role.COORDINATOR,),
        basis=regulation(22),
        issues=("assignment_letter",),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("Assigned to the competent organ, which must report back"),
    )
    pass_down = Step(
        _("Pass down to the organ below"),
        received.to(forwarded),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(23),
        issues=("forwarding_letter",),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT),
        done=_("Passed down within the same line of organs"),
        quiet=True,
    )
    report_upward = Step(
        _("Report as grave or urgent"),
        each(registered, received, forwarded, objected, disputed).stay(),
        by=(Role.COORDINATOR, Role.HANDLING_UNIT),
        basis=regulation(25),
        tells=(Role.COORDINATOR,),
        done=_("Reported as grave or urgent"),
        internal=True,
        quiet=True,
    )
    redirect = Step(
        _("Name the body that is competent"),
        each(registered, received).to(redirected),
        by=(Role.COORDINATOR, Role.HANDLING_UNIT),
        basis=regulation(23, 1),
        issues=("redirection_notice",),
        tells=(Role.APPLICANT,),
        done=_("Another body is competent"),
        quiet=True,
    )
    decline_same = Step(
        _("Same matter: point to it"),
        each(registered, received, forwarded).to(declined),
        by=(Role.COORDINATOR, Role.HANDLING_UNIT),
        basis=regulation(19, 3),
        issues=("non_acceptance_notice",),
        tells=(Role.APPLICANT,),
        done=_("The same matter is dealt with elsewhere"),
        quiet=True,
    )
    contest_ending = Step(
        _("Object: it belongs here"),
        each(redirected, declined).to(registered),
        by=PERSON,
        basis=arranged(4),
        within=contesting,
        tells=(Role.COORDINATOR,),
        done=_("Objected: registered again"),
    )
    disown = Step(
        _("Object: not within our powers"),
        forwarded.to(objected),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(23, 3),
        within=disowning,
        tells=(Role.COORDINATOR,),
        done=_("The organ objects, with its reasons"),
        quiet=True,
    )
    refuse_objection = Step(
        _("It stays with the organ"),
        objected.to(forwarded),
        by=(Role.COORDINATOR,),
        basis=regulation(23, 3),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("The objection was checked and not agreed to"),
    )
    dispute = Step(
        _("Several organs are competent and do not agree"),
        each(registered, forwarded, objected).to(disputed),
        by=(Role.COORDINATOR, Role.HANDLING_UNIT),
        basis=regulation(24, 1),
        tells=(Role.COORDINATOR, Role.DISTRICT_CENTRE),
        done=_("Competence is disputed"),
        quiet=True,
    )
    settle_competence = Step(
        _("Record which organ is competent"),
        disputed.to(forwarded),
        by=(Role.COORDINATOR, Role.DISTRICT_CENTRE),
        basis=regulation(24, 1),
        issues=("forwarding_letter",),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("It was decided which organ is competent"),
    )

    assign = usual.assign(Reach.WHILE_OPEN.stay(), regulation(28))
    ask_assistance = usual.ask_assistance(Reach.WHILE_OPEN.stay(), regulation(24))
    report_assistance = usual.report_assistance(Reach.WHILE_OPEN.stay(), regulation(24))
    record_work = usual.record_work(Reach.WHILE_OPEN.stay(), regulation(28))
    add_information = usual.add_information(Reach.WHILE_OPEN.stay(), regulation(19, 1))
    urge = usual.urge(Reach.WHILE_OPEN.stay(), regulation(28))
    supervise = usual.supervise(
        Reach.WHILE_OPEN.stay(),
        regulation(40),
        issues=("supervision_order",),
        restarts=(answering_supervision,),
    )
    answer_supervision = Step(
        _("Answer the supervision"),
        Reach.WHILE_OPEN.stay(),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(40),
        ends=(answering_supervision,),
        tells=(Role.COORDINATOR,),
        done=_("The organ answered the supervision"),
        internal=True,
        quiet=True,
    )
    report_back = Step(
        _("Report the result back"),
        Reach.ANYWHERE.stay(),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(22),
        issues=("closing_report",),
        ends=(reporting_back,),
        tells=(Role.COORDINATOR,),
        done=_("The organ reported the result back"),
        internal=True,
        quiet=True,
    )
    plan_closing = Step(
        _("Plan how this old matter is closed"),
        Reach.ANYWHERE.stay(),
        by=(Role.COORDINATOR,),
        basis=regulation(38),
        tells=(Role.LEADER_OF_HANDLER,),
        done=_("It was planned how this old matter is closed"),
        internal=True,
        quiet=True,
    )
    serve_paper = Step(
        _("Record how a paper was served"),
        Reach.ANYWHERE.stay(),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=regulation(23, 2),
        done=_("The service of a paper was recorded"),
        internal=True,
        quiet=True,
    )
    refer = referring.refer(Reach.ANYWHERE.stay(), regulation(37))
    note_referral = referring.note_referral(Reach.ANYWHERE.stay(), regulation(37))
    recall_referral = referring.recall_referral(Reach.ANYWHERE.stay(), regulation(37))
    withdraw = usual.withdraw(Reach.WHILE_OPEN.to(withdrawn), arranged(5))
    declare_conflict = usual.declare_conflict(Reach.ANYWHERE.stay(), regulation(28, 3))
    correct_contact = usual.correct_contact(Reach.ANYWHERE.stay())
    ask_correction = usual.ask_correction(Reach.ANYWHERE.stay())
    withdraw_consent = usual.withdraw_consent(Reach.ANYWHERE.stay())
    escalate = usual.escalate(Reach.ANYWHERE.stay(), arranged(6))
    reckon_again = usual.reckon_again(Reach.ANYWHERE.stay(), arranged(6))
