"""Guards of petitions: what a step asks beyond state and role."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.kinds import Guard
from heli.cases.models import Case, Clock
from heli.cases.usual.rules import GUARDS as USUAL
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.organizations.models import Duty
from heli.petitions.law import LONGEST_EXTENSION
from heli.petitions.models import Hearing, Level, Opinion


def may_disown(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """An organ objects once: what the petition office has checked stands."""
    if case.unit_id in case.petition.disowned_by:
        return Denied(_("Your objection was checked and not agreed to; if others are competent too, say so."))
    return Allowed()


def may_request_extension(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """More time is asked for while the limit runs, and thirty days are the most in all (art. 34)."""
    petition = case.petition
    if petition.asked_days:
        return Denied(_("More time has already been asked for and is waiting for a decision."))
    return _may_extend(case)


def _may_extend(case: Case) -> Decision:
    if case.petition.extended_days >= LONGEST_EXTENSION:
        return Denied(_("The thirty days that the law allows in all are used up (art. 34)."))
    if case.due_at and timezone.now() >= case.due_at:
        return Denied(_("The time limit has ended; it can be extended only while it runs."))
    return Allowed()


def may_grant_extension(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Somebody must have asked, and whoever asked does not decide; the head of the organ does (art. 34)."""
    if not case.petition.asked_days:
        return Denied(_("Nobody has asked for more time."))
    asked = case.events.filter(step="request_extension").order_by("id").last()
    if asked and asked.actor == by.key:
        return Denied(_("Whoever asked for more time cannot grant it."))
    return _may_extend(case)


def may_work_on(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """The handler decides; where nobody is assigned, any member of the organ."""
    if case.handler_id and case.handler_id != by.user_id and case.unit_id in by.unit_ids:
        return Denied(_("Another member handles this case; only they can take this step."))
    return Allowed()


def may_review(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """The reviewing organ decides, never somebody who gave an opinion before (art. 28, para. 3)."""
    if case.petition.outside_body:
        if not by.with_duty(Duty.COORDINATOR):
            return Denied(_("An organ outside the district reviews this; the petition office records its opinion."))
    elif case.unit_id not in by.unit_ids:
        return Denied(_("Only the reviewing organ gives this opinion."))
    if Opinion.objects.filter(case=case, made_by=by.key).exists():
        return Denied(_("Whoever gave an opinion in this matter does not review it."))
    return may_work_on(case, by, facts)


def may_answer_supervision(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """There must be a supervision that waits for an answer."""
    return _needs(case, "answering_supervision", _("No supervision waits for an answer."))


def may_report_back(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """There must be an assignment that asks for a report."""
    return _needs(case, "reporting_back", _("No assignment asks for a report."))


def may_report_execution(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """There must be something that was granted or agreed and is still to be done."""
    return _needs(case, "executing", _("Nothing waits to be carried out."))


def _needs(case: Case, limit: str, text: str) -> Decision:
    running = Clock.objects.filter(case=case, limit=limit, stopped_at__isnull=True)
    return Allowed() if running.exists() else Denied(text)


def may_record_hearing(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """A hearing must have been called."""
    called = Hearing.objects.filter(case=case, held_at__isnull=True)
    return Allowed() if called.exists() else Denied(_("No hearing has been called that was not held yet."))


def may_call_hearing(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """One hearing at a time."""
    called = Hearing.objects.filter(case=case, held_at__isnull=True)
    return Denied(_("A hearing has been called and was not held yet.")) if called.exists() else Allowed()


def may_publish_outcome(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """Only a re-review opinion after a hearing may be published, and once (art. 36, para. 2)."""
    heard = Hearing.objects.filter(case=case, level=Level.RE_REVIEW, held_at__isnull=False).order_by("-id").first()
    if heard is None:
        return Denied(_("No hearing was held in the re-review; its opinion is not published."))
    return Denied(_("The outcome has been published.")) if heard.published_at else Allowed()


def may_rate(case: Case, by: Actor, facts: Mapping[str, Any]) -> Decision:
    """A petition is rated once."""
    return Denied(_("This petition has been rated.")) if case.petition.rated_at else Allowed()


GUARDS: Mapping[str, Guard] = {
    **USUAL,
    "disown": may_disown,
    "request_extension": may_request_extension,
    "grant_extension": may_grant_extension,
    "decide": may_work_on,
    "reply": may_work_on,
    "feed_back": may_work_on,
    "answer_duty": may_work_on,
    "decide_review": may_review,
    "decide_re_review": may_review,
    "answer_supervision": may_answer_supervision,
    "report_back": may_report_back,
    "report_execution": may_report_execution,
    "call_hearing": may_call_hearing,
    "record_hearing": may_record_hearing,
    "close_hearing": may_record_hearing,
    "publish_outcome": may_publish_outcome,
    "rate": may_rate,
}
