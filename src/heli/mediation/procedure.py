"""The declared procedure of people's mediation: from an application or offer to the end of the talks."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.cases.kinds import Family
from heli.cases.usual import steps as usual
from heli.kernel.periods import days, months
from heli.kernel.procedures import Limit, Procedure, Reach, State, Step, each, opens
from heli.mediation import agreement_steps as agreed
from heli.mediation import session_steps as meeting
from heli.mediation.law import MEDIATION_LAW, arranged, civil_procedure, interpretation, provisions, statute
from heli.referrals import steps as referring

FAMILY = Family("mediation", _("Mediation"))
UNIT_LADDER = (Role.HANDLER, Role.LEADER_OF_HANDLER, Role.COORDINATOR)
#: Both sides; staff write down what somebody says who cannot do it on their own page.
SIDES = (Role.APPLICANT, Role.OTHER_SIDE, Role.HANDLING_UNIT)
COMMITTEE = (Role.HANDLING_UNIT,)
ALL_SIDES = (Role.APPLICANT, Role.OTHER_SIDE)
#: Who may say that the dispute concerns somebody of the committee: each side alike, and those who work on it.
RECUSING = (
    *ALL_SIDES, Role.COORDINATOR, Role.DISTRICT_CENTRE, Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.ASSISTING_UNIT,
    Role.AUDITOR, Role.SYSTEM,
)  # fmt: skip
_OWN_DATA = (*ALL_SIDES, Role.INTAKE)


class MediationProcedure(Procedure):
    """People's mediation (People's Mediation Law, 2010, arts. 17 to 33).

    It is free of charge (art. 4) and never stands in the way of arbitration, administrative or court proceedings
    (art. 3). Who clearly refuses is not mediated (art. 17), and each side may end it at any time (art. 23). The month
    is what the Provisions call usual; both sides may have it made longer, by local arrangement.
    """

    code, version = "mediation", 1
    title = _("Mediation")
    law, in_force_from = MEDIATION_LAW, date(2011, 1, 1)
    person = (Role.APPLICANT,)
    open_length = _("as the district has arranged")

    accepting = Limit(_("Accept the application, or say where else to turn"), None, arranged(1), ladder=UNIT_LADDER)
    answering = Limit(_("Ask the other side whether it agrees"), None, arranged(2), ladder=UNIT_LADDER)
    mediating = Limit(
        _("Bring the mediation to an end"), months(1), provisions(33), main=True, ladder=UNIT_LADDER, row="TJ01"
    )
    resuming = Limit(_("Take the talks up again"), None, arranged(4), ladder=UNIT_LADDER)
    signing = Limit(_("Sign the agreement"), None, arranged(8), ladder=UNIT_LADDER)
    visiting = Limit(_("See how the agreement is kept"), None, arranged(9), ladder=UNIT_LADDER)
    confirming = Limit(_("Ask the court together for confirmation"), days(30), statute(33), of_person=True, row="TJ02")
    court_ruling = Limit(
        _("The court rules on the confirmation"),
        days(30),
        civil_procedure(187),
        of_unit=True,
        on_demand=True,
        row="TJ03",
    )
    objecting = Limit(
        _("Object to the ruling"), days(15), interpretation(372), of_person=True, on_demand=True, row="TJ04"
    )
    #: From the day of the ruling, the first on which anybody can have known of it; whoever learned of it later has as
    #: long from then. Never suspended or prolonged (Interpretation, art. 127).
    objecting_third = Limit(
        _("Object to the ruling, for others whose rights it touches"),
        months(6),
        interpretation(372),
        of_person=True,
        on_demand=True,
        row="TJ05",
    )
    _court = (court_ruling, objecting, objecting_third)

    applied = State(
        _("Applied for"),
        _("Your application is registered. The committee sees whether mediation can help, and asks the other side."),
        runs=(accepting,),
    )
    inviting = State(
        _("Asking both sides"),
        _("Nobody is mediated against their will: the committee asks each side whether it agrees."),
        runs=(answering, mediating),
    )
    in_mediation = State(
        _("In mediation"),
        _("The mediators talk with both sides, together and apart. Either side may end it at any time."),
        runs=(mediating, *_court),
    )
    suspended = State(
        _("Talks suspended"),
        _("Both sides wanted a break. The time stands still until the talks go on."),
        runs=(resuming, *_court),
        pauses=(mediating,),
        tone="checking",
    )
    to_sign = State(
        _("Agreement to be signed"),
        _("The agreement is written down. Read it whole; once sides, mediator and committee have signed, it holds."),
        runs=(signing, mediating, *_court),
        tone="waiting",
    )
    in_force = State(
        _("Agreement in force"),
        _("What you agreed on binds both sides. Within 30 days both together can have a court confirm it."),
        runs=(visiting, confirming, *_court),
        tone="checking",
    )
    not_kept = State(
        _("Agreement not kept"),
        _("One side says that something due was not performed. You can talk again, have a court confirm it, or sue."),
        runs=(visiting, confirming, *_court),
        adverse=True,
        tone="adverse",
    )
    not_confirmed = State(
        _("Not confirmed by the court"),
        _("The court did not confirm the agreement. You can change it or agree anew in mediation, or go to court."),
        runs=(visiting,),
        adverse=True,
        tone="adverse",
    )
    fulfilled = State(
        _("Agreement performed"), _("Everything that was agreed is done."), runs=_court, final=True, tone="closed"
    )
    in_court = State(
        _("Gone to court"),
        _("A side has gone to court about the agreement. The court decides; the committee can help no further."),
        runs=_court,
        final=True,
        tone="closed",
    )
    turned_away = State(
        _("Not a matter for mediation"),
        _("The committee cannot mediate this. The answer says why and where to turn; you can ask once more."),
        adverse=True,
        final=True,
        tone="adverse",
    )
    refused = State(
        _("The other side does not want it"),
        _("One side does not want to be mediated, and nobody is made to. Every other way stays open to you."),
        adverse=True,
        final=True,
        tone="adverse",
    )
    not_settled = State(
        _("Not settled"),
        _("The sides could not agree. You can go to arbitration, to the administration or to court, as you were told."),
        runs=_court,
        adverse=True,
        final=True,
        tone="adverse",
    )
    ended = State(
        _("Ended by a side"),
        _("One side has ended the mediation, as each may. Every other way stays open to you."),
        runs=_court,
        adverse=True,
        final=True,
        tone="adverse",
    )
    withdrawn = State(_("Withdrawn"), _("You have withdrawn the application."), final=True, tone="closed")

    apply = Step(
        _("Application for mediation"),
        opens(applied),
        by=(Role.APPLICANT, Role.INTAKE, Role.COORDINATOR, Role.HANDLING_UNIT),
        basis=statute(17),
        issues=("mediation_registration",),
        tells=(Role.APPLICANT, Role.HANDLING_UNIT),
        done=_("Applied for mediation"),
    )
    offer = Step(
        _("Offer of mediation"),
        opens(inviting),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=statute(17),
        issues=("mediation_registration",),
        tells=(Role.HANDLING_UNIT,),
        done=_("The committee offered to mediate"),
    )
    accept = Step(
        _("Accept, and ask both sides"),
        applied.to(inviting),
        by=COMMITTEE,
        basis=statute(17),
        tells=ALL_SIDES,
        done=_("Accepted; both sides are asked"),
    )
    turn_away = Step(
        _("Not a matter for mediation"),
        applied.to(turned_away),
        by=COMMITTEE,
        basis=arranged(1),
        issues=("mediation_turned_away",),
        tells=(Role.APPLICANT,),
        done=_("Not a matter for mediation"),
        quiet=True,
    )
    invite = Step(
        _("Invite a side"),
        each(inviting, in_mediation).stay(),
        by=COMMITTEE,
        basis=statute(17),
        issues=("mediation_invitation",),
        tells=(Role.OTHER_SIDE,),
        done=_("A side was invited"),
        quiet=True,
    )
    agree = Step(
        _("I agree to mediation"),
        each(inviting, refused).to(inviting),
        by=SIDES,
        basis=statute(17),
        tells=(Role.HANDLING_UNIT,),
        done=_("A side agreed to mediation"),
    )
    refuse = Step(
        _("I do not want mediation"),
        inviting.to(refused),
        by=SIDES,
        basis=statute(17),
        tells=(*ALL_SIDES, Role.HANDLING_UNIT),
        done=_("A side does not want mediation"),
        quiet=True,
    )
    name_side = Step(
        _("Name another side"),
        each(applied, inviting, in_mediation).stay(),
        by=(*COMMITTEE, Role.COORDINATOR),
        basis=statute(27),
        tells=(Role.HANDLING_UNIT,),
        done=_("Another side was named"),
        quiet=True,
    )
    appoint = Step(
        _("Name the mediators"),
        each(inviting, in_mediation, suspended).stay(),
        by=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.SYSTEM),
        basis=statute(19),
        tells=(*ALL_SIDES, Role.HANDLER),
        done=_("The mediators were named"),
        quiet=True,
    )
    wish_mediator = Step(
        _("Choose a mediator"),
        each(applied, inviting, in_mediation).stay(),
        by=ALL_SIDES,
        basis=statute(23),
        tells=(Role.HANDLING_UNIT,),
        done=_("A side chose a mediator"),
        internal=True,
        quiet=True,
    )
    ask_replacement = Step(
        _("Ask for another mediator"),
        each(inviting, in_mediation, suspended).stay(),
        by=ALL_SIDES,
        basis=statute(23),
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("A side asked for another mediator"),
        internal=True,
        quiet=True,
    )
    keep_mediator = Step(
        _("Keep the mediator, and say why"),
        each(inviting, in_mediation, suspended).stay(),
        by=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.COORDINATOR),
        basis=arranged(6),
        tells=ALL_SIDES,
        done=_("The committee keeps the mediator, and says why"),
        quiet=True,
    )
    step_aside = Step(
        _("Step aside as a mediator"),
        each(inviting, in_mediation, suspended).stay(),
        by=COMMITTEE,
        basis=arranged(6),
        tells=(*ALL_SIDES, Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER),
        done=_("A mediator stepped aside; another is named"),
        quiet=True,
    )
    begin = Step(
        _("Begin the mediation"),
        inviting.to(in_mediation),
        by=COMMITTEE,
        basis=statute(17),
        tells=ALL_SIDES,
        done=_("Both sides agree: the mediation has begun"),
    )
    pass_up = Step(
        _("Pass up to the next level"),
        each(applied, inviting, in_mediation).stay(),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=arranged(5),
        tells=(*ALL_SIDES, Role.HANDLING_UNIT),
        done=_("Passed up to the next level, with the whole file"),
        quiet=True,
    )
    pass_down = Step(
        _("Pass down to another committee"),
        each(applied, inviting, in_mediation).stay(),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=arranged(5),
        tells=(*ALL_SIDES, Role.HANDLING_UNIT),
        done=_("Passed down, with the whole file"),
        quiet=True,
    )
    extend = Step(
        _("Make the time longer, as both sides wish"),
        in_mediation.stay(),
        by=COMMITTEE,
        basis=arranged(3),
        extends=mediating,
        tells=ALL_SIDES,
        done=_("The time was made longer, as both sides wished"),
        quiet=True,
    )
    suspend = Step(
        _("Suspend the talks, as both sides wish"),
        in_mediation.to(suspended),
        by=COMMITTEE,
        basis=arranged(4),
        tells=ALL_SIDES,
        done=_("The talks are suspended, as both sides wished"),
        quiet=True,
    )
    resume = Step(
        _("Take the talks up again"),
        suspended.to(in_mediation),
        by=SIDES,
        basis=arranged(4),
        tells=(*ALL_SIDES, Role.HANDLING_UNIT),
        done=_("The talks go on"),
    )
    report_risk = Step(
        _("Report a danger to the police or another body"),
        Reach.WHILE_OPEN.stay(),
        by=COMMITTEE,
        basis=statute(25),
        tells=(Role.COORDINATOR, Role.LEADER_OF_HANDLER),
        done=_("A danger was reported"),
        internal=True,
        quiet=True,
    )
    end = Step(
        _("End the mediation"),
        each(in_mediation, suspended, to_sign).to(ended),
        by=SIDES,
        basis=statute(23),
        issues=("mediation_ended",),
        tells=(*ALL_SIDES, Role.HANDLING_UNIT),
        done=_("A side ended the mediation"),
        quiet=True,
    )
    close_unsettled = Step(
        _("End: the sides cannot agree"),
        each(in_mediation, suspended, to_sign).to(not_settled),
        by=COMMITTEE,
        basis=statute(26),
        issues=("mediation_ended",),
        tells=ALL_SIDES,
        done=_("Ended without an agreement; both sides were told the other ways"),
        quiet=True,
    )
    apply_anew = Step(
        _("Ask once more for mediation"),
        each(turned_away, refused, not_settled, ended).to(applied),
        by=(Role.APPLICANT, Role.OTHER_SIDE),
        basis=statute(17),
        tells=(Role.HANDLING_UNIT,),
        done=_("Mediation was asked for once more"),
    )
    rate = Step(
        _("Say how you found it"),
        each(turned_away, refused, not_settled, ended, fulfilled, in_court).stay(),
        by=ALL_SIDES,
        basis=statute(11),
        done=_("Rated"),
        internal=True,
    )

    add_clause = agreed.add_clause(in_mediation.stay())
    remove_clause = agreed.remove_clause(in_mediation.stay())
    draft_agreement = agreed.draft_agreement(in_mediation.to(to_sign))
    conclude_orally = agreed.conclude_orally(in_mediation.to(in_force), ends=_court)
    keep_agreement = agreed.keep_agreement(in_mediation.to(in_force))
    sign = agreed.sign(to_sign.stay())
    record_signature = agreed.record_signature(to_sign.stay())
    sign_as_mediator = agreed.sign_as_mediator(to_sign.stay())
    seal = agreed.seal(to_sign.stay())
    change_agreement = agreed.change_agreement(to_sign.to(in_mediation))
    take_effect = agreed.take_effect(to_sign.to(in_force), ends=_court)
    report_performance = agreed.report_performance(each(in_force, not_kept, not_confirmed).stay())
    confirm_performance = agreed.confirm_performance(each(in_force, not_kept, not_confirmed).stay())
    contest_performance = agreed.contest_performance(each(in_force, not_kept, not_confirmed).stay())
    remind_performance = agreed.remind_performance(each(in_force, not_kept, not_confirmed).stay())
    urge_performance = agreed.urge_performance(each(in_force, not_kept, not_confirmed).stay())
    follow_up = agreed.follow_up(each(in_force, not_kept, not_confirmed).stay(), visiting)
    report_breach = agreed.report_breach(each(in_force, not_confirmed).to(not_kept))
    catch_up = agreed.catch_up(not_kept.to(in_force))
    fulfil = agreed.fulfil(each(in_force, not_kept, not_confirmed).to(fulfilled))
    talk_again = agreed.talk_again(each(in_force, not_kept, not_confirmed).to(in_mediation))
    ask_confirmation = agreed.ask_confirmation(each(in_force, not_kept).stay(), confirming)
    prepare_confirmation = agreed.prepare_confirmation(each(in_force, not_kept).stay(), confirming)
    file_confirmation = agreed.file_confirmation(each(in_force, not_kept).stay(), confirming)
    _agreed_before = (in_mediation, suspended, to_sign, fulfilled, in_court, not_settled, ended)
    record_docketing = agreed.record_docketing(each(in_force, not_kept, *_agreed_before).stay())
    record_ruling = agreed.record_ruling(each(in_force, not_kept, *_agreed_before).stay(), court_ruling)
    record_dismissal = agreed.record_dismissal(each(in_force, not_kept).to(not_confirmed))
    record_late_dismissal = agreed.record_dismissal(each(*_agreed_before).stay(), ends=_court)
    record_objection = agreed.record_objection(each(in_force, not_kept, *_agreed_before).stay())
    go_to_court = agreed.go_to_court(each(in_force, not_kept, not_confirmed, not_settled, ended).to(in_court))
    ask_enforcement = agreed.ask_enforcement(each(in_force, not_kept, not_settled, ended).to(in_court))

    call_session = meeting.call_session(each(in_mediation, suspended).stay())
    ask_move = meeting.ask_move(each(in_mediation, suspended).stay())
    move_session = meeting.move_session(each(in_mediation, suspended).stay())
    consent_session = meeting.consent_session(each(in_mediation, suspended).stay())
    note_consent = meeting.note_consent(each(in_mediation, suspended).stay())
    record_session = meeting.record_session(each(in_mediation, suspended).stay())
    note_talk = meeting.note_talk(each(in_mediation, suspended).stay())
    check_identity = Step(
        _("Record that an identity was checked"),
        Reach.ANYWHERE.stay(),
        by=COMMITTEE,
        basis=arranged(11),
        done=_("The identity of a side was checked"),
        internal=True,
        quiet=True,
    )
    record_inquiry = Step(
        _("Record an inquiry"),
        each(applied, inviting, in_mediation, suspended).stay(),
        by=COMMITTEE,
        basis=statute(27),
        issues=("mediation_inquiry",),
        done=_("Something was looked into"),
        internal=True,
        quiet=True,
    )
    file_dossier = Step(
        _("File the dossier"),
        each(fulfilled, in_court, turned_away, refused, not_settled, ended, withdrawn).stay(),
        by=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.COORDINATOR),
        basis=statute(27),
        done=_("The dossier was filed"),
        internal=True,
        quiet=True,
    )

    record_work = usual.record_work(Reach.WHILE_OPEN.stay(), statute(27))
    withdraw = usual.withdraw(each(applied, inviting).to(withdrawn), statute(23))
    declare_conflict = usual.declare_conflict(
        Reach.ANYWHERE.stay(), arranged(6), by=RECUSING, label=_("Ask that somebody stand aside")
    )
    correct_contact = usual.correct_contact(Reach.ANYWHERE.stay(), by=_OWN_DATA)
    ask_correction = usual.ask_correction(Reach.ANYWHERE.stay())
    withdraw_consent = usual.withdraw_consent(Reach.ANYWHERE.stay(), by=_OWN_DATA)
    refer = referring.refer(Reach.ANYWHERE.stay(), arranged(13), tells=ALL_SIDES)
    note_referral = referring.note_referral(Reach.ANYWHERE.stay(), arranged(13))
    recall_referral = referring.recall_referral(Reach.ANYWHERE.stay(), arranged(13))
    escalate = usual.escalate(Reach.ANYWHERE.stay(), arranged(7))
    reckon_again = usual.reckon_again(Reach.ANYWHERE.stay(), arranged(7))
