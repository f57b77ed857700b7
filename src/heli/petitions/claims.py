"""Grievances and claims: somebody asks for something, and is owed an opinion or the lawful path to one."""

from django.utils.translation import gettext_lazy as _

from heli.access.roles import Role
from heli.kernel.periods import days, working_days
from heli.kernel.procedures import Limit, State, Step, each
from heli.petitions.law import arranged, regulation
from heli.petitions.procedure import OFFICE_LADDER, PERSON, UNIT_LADDER, PetitionProcedure

_P = PetitionProcedure


class ClaimProcedure(PetitionProcedure):
    """Grievances and claims (Regulation on Petition Work, arts. 31 to 37) with the six ways out of art. 31.

    Ways 1 to 4 lead to the lawful path (courts, arbitration, party appeal, administrative procedures), way 5 to the
    performance of a duty or an answer, way 6 to the written opinion. Only the sixth has the clocks of 60 and 30 days,
    review and re-review. Only a hearing in re-review stops a clock (art. 36).
    """

    code, version = "petition_claim", 1
    title = _("Petition: grievance or claim")

    deciding = Limit(
        _("Decide, issue the written opinion"), days(60), regulation(34), main=True, ladder=UNIT_LADDER, row="XF05"
    )
    simple = Limit(
        _("Decide a simple matter"), working_days(10), arranged(9), on_demand=True, ladder=UNIT_LADDER, row="XF11"
    )
    performing = Limit(_("Perform the duty or answer"), None, arranged(10), ladder=UNIT_LADDER)
    serving = Limit(_("Serve the opinion"), None, arranged(11), ladder=UNIT_LADDER)
    asking_review = Limit(
        _("Ask for a review"), days(30), regulation(35), of_person=True, row="XF06", told_by=("opinion",)
    )
    reviewing = Limit(_("Give the review opinion"), days(30), regulation(35), ladder=UNIT_LADDER, row="XF07")
    asking_re_review = Limit(
        _("Ask for a re-review"), days(30), regulation(36), of_person=True, row="XF08", told_by=("review_opinion",)
    )
    re_reviewing = Limit(_("Give the re-review opinion"), days(30), regulation(36), ladder=UNIT_LADDER, row="XF09")
    hearing = Limit(_("Hold the hearing"), None, arranged(12), ladder=OFFICE_LADDER)
    executing = Limit(_("Carry out what was granted"), None, arranged(13), on_demand=True, ladder=UNIT_LADDER)

    in_hand = State(
        _("In hand"),
        _("The organ has accepted your claim. It hears you, finds out the facts and gives you a written opinion."),
        runs=(deciding, simple, _P.reporting_back, _P.answering_supervision),
    )
    in_duty = State(
        _("Duty to be performed"),
        _("You ask for an unlawful act to be dealt with or a right protected; the organ performs its duty or answers."),
        runs=(performing, _P.reporting_back, _P.answering_supervision),
    )
    decided = State(
        _("Opinion on its way to you"),
        _("The written opinion is made; your time to ask for a review begins when it has reached you."),
        runs=(serving, executing, _P.reporting_back, _P.answering_supervision),
    )
    in_review = State(
        _("In review"),
        _("The organ one level up reviews the opinion and answers you in writing."),
        runs=(reviewing, executing, _P.answering_supervision),
    )
    review_decided = State(
        _("Review opinion on its way to you"),
        _("The review opinion is made; your time to ask for a re-review begins when it has reached you."),
        runs=(serving, executing, _P.answering_supervision),
    )
    in_re_review = State(
        _("In re-review"),
        _("The organ above the reviewing one looks at the matter for the last time; it may hold a hearing."),
        runs=(re_reviewing, executing, _P.answering_supervision),
    )
    in_hearing = State(
        _("Hearing in re-review"),
        _("A hearing is held on your matter. Its time does not count in the time of the re-review."),
        runs=(hearing, executing, _P.answering_supervision),
        pauses=(re_reviewing,),
        tone="checking",
    )
    re_review_decided = State(
        _("Re-review opinion on its way to you"),
        _("The re-review opinion is made and on its way to you."),
        runs=(serving, executing, _P.answering_supervision),
    )
    guided = State(
        _("Led to the lawful path"),
        _("The law has a procedure of its own for this. The letter names it, where to go and by when. You may object."),
        runs=(_P.contesting,),
        adverse=True,
        final=True,
        tone="adverse",
    )
    performed = State(
        _("Duty performed or answered"),
        _("The organ has told you what it did, and what you can do if you do not agree."),
        runs=(executing,),
        adverse=True,
        final=True,
        tone="closed",
    )
    settled = State(
        _("Settled"),
        _("You and the other side have agreed; the agreement is in writing. If it is not kept, say so here."),
        runs=(executing,),
        final=True,
        tone="closed",
    )
    answered = State(
        _("Opinion served"),
        _("You have the written opinion. If you do not agree, ask the organ one level up for a review in time."),
        runs=(asking_review, executing, _P.reporting_back),
        adverse=True,
        final=True,
        tone="closed",
    )
    reviewed = State(
        _("Review opinion served"),
        _("You have the review opinion. If you do not agree, ask for a re-review in time."),
        runs=(asking_re_review, executing),
        adverse=True,
        final=True,
        tone="closed",
    )
    concluded = State(
        _("Concluded in re-review"),
        _("This was the last opinion in the petition procedure. New facts are a new petition; help remains open."),
        runs=(executing,),
        adverse=True,
        final=True,
        tone="closed",
    )

    accept = Step(
        _("Accept: written opinion (6)"),
        each(_P.forwarded, _P.received).to(in_hand),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(31),
        issues=("acceptance_notice",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Accepted; a written opinion follows"),
    )
    take_as_duty = Step(
        _("Accept: a duty to perform (5)"),
        each(_P.forwarded, _P.received).to(in_duty),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(31),
        issues=("acceptance_notice",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Accepted as a duty to perform"),
        quiet=True,
    )
    guide = Step(
        _("Lead to the lawful path (1 to 4)"),
        each(_P.registered, _P.forwarded, _P.received).to(guided),
        by=(Role.COORDINATOR, Role.HANDLING_UNIT),
        basis=regulation(31),
        issues=("path_notice",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Led to the lawful path"),
        quiet=True,
    )
    contest_path = Step(
        _("Object: it is not a matter for that path"),
        guided.to(_P.registered),
        by=PERSON,
        basis=arranged(4),
        within=_P.contesting,
        tells=(Role.COORDINATOR,),
        done=_("Objected: registered again"),
    )
    answer_duty = Step(
        _("Tell what was done"),
        in_duty.to(performed),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(31),
        issues=("duty_answer",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Told what was done"),
    )
    request_extension = Step(
        _("Ask for more time"),
        in_hand.stay(),
        by=(Role.HANDLER, Role.HANDLING_UNIT),
        basis=regulation(34),
        tells=(Role.LEADER_OF_HANDLER,),
        done=_("More time asked for"),
        internal=True,
        quiet=True,
    )
    grant_extension = Step(
        _("Extend the time limit"),
        in_hand.stay(),
        by=(Role.LEADER_OF_HANDLER,),
        basis=regulation(34),
        extends=deciding,
        issues=("extension_notice",),
        tells=(Role.APPLICANT, Role.HANDLER),
        done=_("The time limit was extended"),
        quiet=True,
    )
    call_hearing = Step(
        _("Call a hearing"),
        in_hand.stay(),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(31),
        issues=("hearing_notice",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("A hearing was called"),
        quiet=True,
    )
    record_hearing = Step(
        _("Record the hearing"),
        in_hand.stay(),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(31),
        issues=("hearing_record",),
        tells=(Role.APPLICANT,),
        done=_("The hearing was held"),
        quiet=True,
    )
    settle = Step(
        _("Record an agreement of both sides"),
        in_hand.to(settled),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(33),
        issues=("settlement",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("Both sides agreed"),
        quiet=True,
    )
    say_not_kept = Step(
        _("The agreement is not kept"),
        settled.to(in_hand),
        by=PERSON,
        basis=regulation(33),
        tells=(Role.HANDLER, Role.COORDINATOR),
        done=_("The agreement is not kept: in hand again"),
    )
    decide = Step(
        _("Issue the written opinion"),
        in_hand.to(decided),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(32),
        issues=("opinion",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("The written opinion was issued"),
    )
    serve_opinion = Step(
        _("Record how the opinion was served"),
        decided.to(answered),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=regulation(35),
        tells=(Role.APPLICANT,),
        done=_("The opinion was served"),
    )
    ask_review = Step(
        _("Ask for a review"),
        answered.to(in_review),
        by=PERSON,
        basis=regulation(35),
        within=asking_review,
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.COORDINATOR),
        done=_("A review was asked for"),
    )
    decide_review = Step(
        _("Issue the review opinion"),
        in_review.to(review_decided),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=regulation(35),
        issues=("review_opinion",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("The review opinion was issued"),
    )
    serve_review = Step(
        _("Record how the review opinion was served"),
        review_decided.to(reviewed),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=regulation(36),
        tells=(Role.APPLICANT,),
        done=_("The review opinion was served"),
    )
    ask_re_review = Step(
        _("Ask for a re-review"),
        reviewed.to(in_re_review),
        by=PERSON,
        basis=regulation(36),
        within=asking_re_review,
        tells=(Role.HANDLING_UNIT, Role.LEADER_OF_HANDLER, Role.COORDINATOR),
        done=_("A re-review was asked for"),
    )
    open_hearing = Step(
        _("Call a hearing in re-review"),
        in_re_review.to(in_hearing),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=regulation(36),
        issues=("hearing_notice",),
        tells=(Role.APPLICANT,),
        done=_("A hearing was called; the clock stands still"),
        quiet=True,
    )
    close_hearing = Step(
        _("Record the hearing in re-review"),
        in_hearing.to(in_re_review),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=regulation(36),
        issues=("hearing_record",),
        tells=(Role.APPLICANT,),
        done=_("The hearing was held; the clock goes on"),
    )
    decide_re_review = Step(
        _("Issue the re-review opinion"),
        in_re_review.to(re_review_decided),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=regulation(36),
        issues=("re_review_opinion",),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("The re-review opinion was issued"),
    )
    serve_re_review = Step(
        _("Record how the re-review opinion was served"),
        re_review_decided.to(concluded),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=regulation(36),
        tells=(Role.APPLICANT,),
        done=_("The re-review opinion was served"),
    )
    report_execution = Step(
        _("Report that it was carried out"),
        each(answered, reviewed, concluded, settled, performed).stay(),
        by=(Role.HANDLING_UNIT,),
        basis=regulation(32),
        ends=(executing,),
        tells=(Role.APPLICANT, Role.COORDINATOR),
        done=_("What was granted has been carried out"),
        quiet=True,
    )
    publish_outcome = Step(
        _("Publish the outcome of the hearing"),
        concluded.stay(),
        by=(Role.COORDINATOR,),
        basis=regulation(36),
        tells=(Role.APPLICANT,),
        done=_("The re-review opinion after the hearing was published"),
        quiet=True,
    )
    offer_care = Step(
        _("Note care and help after the end"),
        each(answered, reviewed, concluded, guided, performed, settled).stay(),
        by=(Role.HANDLING_UNIT, Role.COORDINATOR),
        basis=regulation(37),
        tells=(Role.APPLICANT,),
        done=_("Help was offered"),
        quiet=True,
    )
    bring_new_facts = Step(
        _("Bring new facts"),
        each(performed, settled, answered, reviewed, concluded).stay(),
        by=PERSON,
        basis=regulation(17),
        tells=(Role.COORDINATOR,),
        done=_("New facts were brought: they are a petition of their own"),
        begins_case=True,
    )
    rate = Step(
        _("Rate"),
        each(guided, performed, settled, answered, reviewed, concluded).stay(),
        by=PERSON,
        basis=regulation(21),
        done=_("Rated"),
    )
