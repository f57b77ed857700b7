"""The acts by which organs deal with a petition that is theirs, up to the opinion, the reply or the answer."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.engine import acting, lock
from heli.cases.kinds import Outcome
from heli.cases.models import Attachment, Case, Event, Paper
from heli.cases.serving import Delivery, can_serve, proofs, record_service, served_by
from heli.cases.usual.actions import with_files
from heli.cases.windows import begins_anew
from heli.kernel.decisions import Denied
from heli.kernel.periods import Period, days
from heli.people.models import User
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.actions import Files, back_to_office, keep, take, until
from heli.petitions.arrangements import arrangements
from heli.petitions.claims import ClaimProcedure
from heli.petitions.law import LONGEST_EXTENSION
from heli.petitions.letters import ending, remedy_of_duty, to_person
from heli.petitions.models import Way
from heli.petitions.suggestions import SuggestionProcedure

_ONCE = Act()
#: What the notice of acceptance says of path and procedure, by the kind of petition.
PATHS = {
    SuggestionProcedure.code: (
        "认真研究论证；科学合理、具有现实可行性的，予以采纳或者部分采纳，并予以回复（《信访工作条例》第二十九条）。"
    ),
    AccusationProcedure.code: "依规依纪依法受理、办理和反馈（《信访工作条例》第三十条）。",
    ClaimProcedure.code: (
        "听取陈述事实和理由，调查核实，出具信访处理意见书（《信访工作条例》第三十一条第六项、第三十四条）。"
    ),
}
DUTY_PATH = (
    "依法履行保护人身权、财产权等合法权益的职责或者查处违法行为，或者予以答复（《信访工作条例》第三十一条第五项）。"
)


@acting
def accept(
    case: Case, *, by: Actor, act: Act = _ONCE, note: str = "", member: User | None = None, simple: bool = False
) -> Outcome:
    """Accept what is within the organ's powers and tell the person in writing (art. 23); its time begins."""
    changes = {"handler_id": member.pk} if member else {}
    papers = {"acceptance_notice": to_person(case, path=PATHS[case.procedure], note=note)}
    lengths: dict[str, Period] = {}
    if simple and arrangements().simple_matters and ClaimProcedure.simple.period:
        lengths["simple"] = ClaimProcedure.simple.period
    outcome = take(case, "accept", by=by, act=act, note=note, changes=changes, lengths=lengths, papers=papers)
    if outcome:
        way = Way.OPINION if case.procedure == ClaimProcedure.code else None
        keep(case, simple=bool(lengths), way=way, first_unit=case.unit_id)
    return outcome


@acting
def take_as_duty(case: Case, *, by: Actor, act: Act = _ONCE, note: str = "", member: User | None = None) -> Outcome:
    """Accept a request to deal with an unlawful act or to protect a right (art. 31, item 5)."""
    changes = {"handler_id": member.pk} if member else {}
    papers = {"acceptance_notice": to_person(case, path=DUTY_PATH, note=note)}
    outcome = take(case, "take_as_duty", by=by, act=act, note=note, changes=changes, papers=papers)
    if outcome:
        keep(case, way=Way.DUTY, first_unit=case.unit_id)
    return outcome


@acting
def guide(
    case: Case, *, by: Actor, act: Act = _ONCE, way: int, path: str, body: str, reason: str, limit: str = ""
) -> Outcome:
    """Lead to the procedure that the law has for it (art. 31, items 1 to 4): which, where, by when, and why."""
    papers = {"path_notice": ending(case, reason, path=path, body=body, limit=limit)}
    outcome = take(case, "guide", by=by, act=act, note=reason, facts={"way": way, "body": body}, papers=papers)
    if outcome:
        keep(case, way=way)
    return outcome


@acting
def contest_path(case: Case, *, by: Actor, act: Act = _ONCE, reason: str, photos: Files = ()) -> Outcome:
    """Object that it is no matter for that path: the petition is registered again."""
    act = with_files(act, photos, Attachment.Purpose.REPORT, note=reason)
    return take(case, "contest_path", by=by, act=act, changes=back_to_office(case))


@acting
def answer_duty(
    case: Case,
    *,
    by: Actor,
    act: Act = _ONCE,
    findings: str,
    opinion: str,
    ground: str,
    remedy: str,
    execute_by: date | None = None,
) -> Outcome:
    """Tell what was done on the duty, or why nothing, with the remedies of administrative law (art. 31, item 5)."""
    said = to_person(case, facts=findings, opinion=opinion, ground=ground, remedy=remedy_of_duty(remedy))
    return take(
        case,
        "answer_duty",
        by=by,
        act=act,
        note=opinion,
        papers={"duty_answer": said},
        lengths={"executing": until(execute_by)} if execute_by else {},
    )


@acting
def request_extension(case: Case, *, by: Actor, act: Act = _ONCE, amount: int, reason: str) -> Outcome:
    """Ask the head of the organ for more days (art. 34)."""
    outcome = take(case, "request_extension", by=by, act=act, internal_note=reason, facts={"asked": amount})
    if outcome:
        keep(case, asked_days=amount, asked_reason=reason)
    return outcome


@acting
def grant_extension(case: Case, *, by: Actor, act: Act = _ONCE, amount: int, reason: str) -> Outcome:
    """Extend by days, thirty in all, and tell the person the reason (art. 34)."""
    lock(case)
    case.petition.refresh_from_db(fields=["extended_days"])
    if case.petition.extended_days + amount > LONGEST_EXTENSION:
        most = LONGEST_EXTENSION - case.petition.extended_days
        return Denied(_("The law allows %(most)s more days, thirty in all (art. 34).") % {"most": most})
    outcome = take(
        case,
        "grant_extension",
        by=by,
        act=act,
        note=reason,
        extension=days(amount),
        facts={"amount": amount},
        papers={"extension_notice": to_person(case, days=str(amount), reason=reason)},
    )
    if outcome:
        keep(case, extended_days=case.petition.extended_days + amount, asked_days=None, asked_reason="")
    return outcome


@acting
def settle(
    case: Case,
    *,
    by: Actor,
    act: Act = _ONCE,
    parties: str,
    manner: str,
    terms: str,
    execute_by: date | None = None,
    photos: Files = (),
) -> Outcome:
    """Record what both sides agreed, by mediation or between themselves (art. 33)."""
    said: dict[str, Any] = {"parties": parties, "manner": manner, "terms": terms}
    papers = {"settlement": said | ({"execute_by": execute_by} if execute_by else {})}
    lengths = {"executing": until(execute_by)} if execute_by else {}
    act = with_files(act, photos, Attachment.Purpose.EVIDENCE, note=terms)
    return take(case, "settle", by=by, act=act, papers=papers, lengths=lengths)


@acting
def say_not_kept(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Say that the agreement is not kept: the claim is in hand again, with a new limit."""
    return take(case, "say_not_kept", by=by, act=act, note=reason)


@acting
def reply(case: Case, *, by: Actor, act: Act = _ONCE, adopted: str, reply: str) -> Outcome:
    """Reply to a suggestion: adopted, in part, or not, and why (art. 29)."""
    papers = {"suggestion_reply": to_person(case, outcome=adopted, opinion=reply)}
    return take(case, "reply", by=by, act=act, note=reply, facts={"adopted": adopted}, papers=papers)


@acting
def feed_back(case: Case, *, by: Actor, act: Act = _ONCE, answer: str) -> Outcome:
    """Tell the person the result of an accusation or report (art. 30)."""
    return take(case, "feed_back", by=by, act=act, note=answer, papers={"accusation_answer": {"opinion": answer}})


@acting
def report_execution(case: Case, *, by: Actor, act: Act = _ONCE, text: str, photos: Files = ()) -> Outcome:
    """Report that what was granted or agreed has been carried out (art. 32)."""
    act = with_files(act, photos, Attachment.Purpose.EVIDENCE, note=text)
    return take(case, "report_execution", by=by, act=act)


@acting
def offer_care(case: Case, *, by: Actor, act: Act = _ONCE, note: str) -> Outcome:
    """Note what help was offered after the end (art. 37); taking it is the person's choice."""
    return take(case, "offer_care", by=by, act=act, note=note)


@acting
def serve_paper(case: Case, *, by: Actor, act: Act = _ONCE, paper: Paper, delivery: Delivery) -> Outcome:
    """Record one attempt at the service of a paper that starts no window, or one that has not held yet."""
    return serve(case, "serve_paper", by=by, act=act, paper=paper, delivery=delivery)


def serve(
    case: Case,
    name: str,
    *,
    by: Actor,
    act: Act,
    paper: Paper,
    delivery: Delivery,
    kind: str = "",
    window: str = "",
) -> Outcome:
    """Take the step ``name`` by which the service of ``paper`` is recorded; in an ``@acting`` function.

    With ``kind`` it must be a paper of this kind, and without proof of its service the step is refused; the limit
    ``window`` counts from the day of service. Without, windows that run and of which the paper tells count from it.
    """
    if kind and paper.paper.kind != kind:
        return Denied(_("This step records the service of another paper."))
    allowed = can_serve(case, paper, delivery)
    if isinstance(allowed, Denied):
        return allowed
    served: datetime | None = served_by(delivery)
    if kind and served is None:
        return Denied(_("Nothing proves yet that it was received: record it as an attempt until something does."))
    begins = {window: served} if window and served else {} if kind else begins_anew(case, paper, delivery)
    act = replace(act, begins=begins, files=[*act.files, *proofs(delivery)])
    outcome = take(case, name, by=by, act=act)
    if isinstance(outcome, Event):
        record_service(case, paper, delivery, event=outcome)
    return outcome
