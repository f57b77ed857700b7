"""The acts on a referral, one function per step, named as the step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone, translation

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.conflicts import concerned_by
from heli.cases.engine import acting, lock, perform
from heli.cases.kinds import Outcome, procedure_of
from heli.cases.linking import relate
from heli.cases.models import Attachment, Case, Event
from heli.cases.parties import parties_of
from heli.cases.usual.actions import with_files
from heli.kernel.decisions import Denied
from heli.kernel.periods import days as days_of
from heli.organizations.days import midnight
from heli.organizations.models import Category
from heli.papers.models import StoredFile
from heli.people.models import User
from heli.referrals.arrangements import lengths_for
from heli.referrals.models import Direction, Partner, Referral
from heli.referrals.models import Outcome as Result
from heli.referrals.passable import copied, file_again, named_again
from heli.referrals.procedure import ReferralProcedure as P
from heli.referrals.receivers import Handover, Receiver, receiver_for
from heli.referrals.telling import tell_source

Files = Sequence[StoredFile]
_ONCE = Act()


def keep(case: Case, **values: Any) -> None:
    """Write fields of the referral; one statement."""
    Referral.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case.referral, name, value)


def _moved(case: Case, name: str, *, by: Actor, act: Act) -> tuple[Outcome, bool]:
    """Take the step called ``name``; True with it where it was taken now, False for a repeated submission."""
    lock(case)
    before = case.version
    outcome = perform(case, procedure_of(case).step(name), by=by, act=act)
    return outcome, isinstance(outcome, Event) and case.version != before


def receiver_of(case: Case) -> Receiver | None:
    """Return the domain that takes what the unit of ``case`` accepts; at most one statement."""
    referral = case.referral
    if referral.direction == Direction.OUT:
        return None
    if referral.direction == Direction.INSIDE:
        return receiver_for(referral.partner.kind)
    kinds = Partner.objects.filter(unit=case.unit_id, active=True).values_list("kind", flat=True)
    return next((found for kind in kinds if (found := receiver_for(kind))), None)


def _across(case: Case, **said: Any) -> dict[str, Any]:
    """What a letter to whoever referred the matter says."""
    referral = case.referral
    to = referral.sender.name if referral.sender and referral.direction == Direction.INSIDE else referral.partner.name
    number = f"，你单位编号 {referral.their_number}" if referral.their_number else ""
    return {"addressee": to, "their_number": number, **said}


def received_problem(case: Case, day: date, now: datetime) -> Denied | None:
    """Refuse a ``day`` on which the papers cannot have been signed for: the time to work on it counts from there."""
    if timezone.localdate(case.opened_at) <= day <= timezone.localdate(now):
        return None
    return Denied(translation.gettext("Between the day of the referral and today."))


def _accept(case: Case, name: str, *, by: Actor, act: Act, facts: dict[str, Any]) -> Outcome:
    """Accept under the limit of the state that ``name`` leads to; it counts from the signed receipt of the papers."""
    now = act.at or timezone.now()
    received: date = facts.get("received_on") or timezone.localdate(now)
    wrong = received_problem(case, received, now)
    if wrong is not None:
        return wrong
    step = procedure_of(case).step(name)
    assert step.move.target is not None
    begins = {} if received == timezone.localdate(now) else {step.move.target.runs[0].name: midnight(received)}
    member: User | None = facts.get("member")
    act = replace(
        act,
        internal_note=facts.get("note", ""),
        lengths=lengths_for(case.referral.partner, case.referral.direction),
        begins=begins,
        changes={"handler_id": member.pk} if member else {},
        papers={"referral_receipt": _across(case, received_on=received)},
    )
    outcome, new = _moved(case, name, by=by, act=act)
    if not (new and isinstance(outcome, Event)):
        return outcome
    keep(case, responded_at=outcome.at, received_on=received)
    refused = _open_work(case, by=by, category=facts.get("category"), received=received)
    if refused is not None:
        # Accepting and opening are one act: without the matter there is no acceptance.
        transaction.set_rollback(True)
        return refused
    tell_source(case, "accepted", at=outcome.at)
    return outcome


def _open_work(case: Case, *, by: Actor, category: Category | None, received: date) -> Denied | None:
    """Open the matter that the accepted referral becomes in the domain of its unit; None where that went well."""
    receiver = receiver_of(case)
    if receiver is None:
        return None
    key = uuid5(NAMESPACE_URL, f"heli:referral:{case.reference}:{case.version}")
    opened = receiver.open(_handover(case, by=by, category=category, received=received), by, key)
    if isinstance(opened, Denied):
        return opened
    keep(case, work=opened.case, ended_at=None)
    relate(case, opened.case, at=opened.event.at)
    return None


def _handover(case: Case, *, by: Actor, category: Category | None, received: date) -> Handover:
    attached = Attachment.objects.filter(case=case, purpose=Attachment.Purpose.REPORT).select_related("file")
    assert case.unit is not None
    return Handover(
        referral=case,
        question=case.referral.question,
        text=case.text,
        category=category or case.category,
        unit=case.unit,
        channel=case.channel,
        received_at=min(midnight(received), timezone.now()),
        area=case.area,
        address=case.address,
        contact=copied(case.contact),
        parties=[named_again(each) for each in parties_of(case)],
        files=[file_again(each.file, by=by.key) for each in attached.order_by("id")],
        concerned=concerned_by(case),
    )


@acting
def accept(case: Case, *, by: Actor, act: Act = _ONCE, **facts: Any) -> Outcome:
    """Accept; the limit is the district's, and the domain of the unit opens its matter."""
    return _accept(case, "accept", by=by, act=act, facts=facts)


@acting
def accept_appointed(case: Case, *, by: Actor, act: Act = _ONCE, **facts: Any) -> Outcome:
    """Accept what a court appointed (Provisions on Invited Mediation, art. 27: 30 days)."""
    return _accept(case, "accept_appointed", by=by, act=act, facts=facts)


@acting
def accept_entrusted(case: Case, *, by: Actor, act: Act = _ONCE, **facts: Any) -> Outcome:
    """Accept what a court entrusted in ordinary procedure (art. 27: 15 days)."""
    return _accept(case, "accept_entrusted", by=by, act=act, facts=facts)


@acting
def accept_summary(case: Case, *, by: Actor, act: Act = _ONCE, **facts: Any) -> Outcome:
    """Accept what a court entrusted in summary procedure (art. 27: 7 days)."""
    return _accept(case, "accept_summary", by=by, act=act, facts=facts)


@acting
def refuse(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Do not accept, and say why; the matter goes on where it came from."""
    papers = {"referral_refusal": _across(case, reason=reason)}
    return _refused(case, "refuse", reason, by=by, act=replace(act, papers=papers))


@acting
def note_refusal(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Record that an outside body did not accept, and its reason."""
    return _refused(case, "note_refusal", reason, by=by, act=act)


def _refused(case: Case, name: str, reason: str, *, by: Actor, act: Act) -> Outcome:
    outcome, new = _moved(case, name, by=by, act=replace(act, internal_note=reason))
    if new and isinstance(outcome, Event):
        keep(case, responded_at=outcome.at, reason=reason)
        tell_source(case, "refused", at=outcome.at, internal=reason)
    return outcome


@acting
def note_acceptance(case: Case, *, by: Actor, act: Act = _ONCE, received_on: date | None = None) -> Outcome:
    """Record that an outside body accepted, and when it signed for the papers."""
    now = act.at or timezone.now()
    received = received_on or timezone.localdate(now)
    wrong = received_problem(case, received, now)
    if wrong is not None:
        return wrong
    begins = {} if received == timezone.localdate(now) else {P.working.name: midnight(received)}
    act = replace(act, lengths=lengths_for(case.referral.partner, case.referral.direction), begins=begins)
    outcome, new = _moved(case, "note_acceptance", by=by, act=act)
    if new and isinstance(outcome, Event):
        keep(case, responded_at=outcome.at, received_on=received)
        tell_source(case, "accepted", at=outcome.at)
    return outcome


@acting
def give_result(case: Case, *, by: Actor, act: Act = _ONCE, outcome: str, result: str, photos: Files = ()) -> Outcome:
    """Return with the result; of talks and concessions nothing belongs in it."""
    with translation.override("zh-hans"):
        words = str(Result(outcome).label)
    papers = {"referral_result": _across(case, outcome=words, result=result)}
    return _returned(case, "give_result", outcome, result, photos, by=by, act=replace(act, papers=papers))


@acting
def note_result(case: Case, *, by: Actor, act: Act = _ONCE, outcome: str, result: str, photos: Files = ()) -> Outcome:
    """Record what an outside body returned."""
    return _returned(case, "note_result", outcome, result, photos, by=by, act=act)


def _returned(case: Case, name: str, outcome: str, result: str, photos: Files, *, by: Actor, act: Act) -> Outcome:
    if photos and case.referral.partner.minimum:
        return Denied(_only_result())
    lock(case)
    due = case.due_at
    act = with_files(act, photos, Attachment.Purpose.EVIDENCE, internal_note=result, facts={"outcome": outcome})
    taken, new = _moved(case, name, by=by, act=act)
    if new and isinstance(taken, Event):
        in_time = due is None or taken.at < due
        keep(case, returned_at=taken.at, outcome=outcome, result=result, in_time=in_time)
        tell_source(case, "returned", at=taken.at, internal=result)
    return taken


def _only_result() -> str:
    return translation.gettext("With this body only number, question and result are exchanged: pass nothing else.")


@acting
def write_across(case: Case, *, by: Actor, act: Act = _ONCE, text: str) -> Outcome:
    """Write to the other body; both sides read it."""
    return perform(case, P.write_across, by=by, act=replace(act, internal_note=text))


def _extended(case: Case, name: str, *, by: Actor, act: Act, days: int, agreed: str) -> Outcome:
    act = replace(act, extension=days_of(days), internal_note=agreed, facts={"days": days})
    return perform(case, procedure_of(case).step(name), by=by, act=act)


@acting
def extend(case: Case, *, by: Actor, act: Act = _ONCE, days: int, agreed: str) -> Outcome:
    """Take more time, as whoever referred the matter agreed; ``agreed`` says who and when."""
    return _extended(case, "extend", by=by, act=act, days=days, agreed=agreed)


@acting
def extend_appointed(case: Case, *, by: Actor, act: Act = _ONCE, days: int, agreed: str) -> Outcome:
    """Take more time, as both parties agreed (Provisions on Invited Mediation, art. 27)."""
    return _extended(case, "extend_appointed", by=by, act=act, days=days, agreed=agreed)


@acting
def extend_entrusted(case: Case, *, by: Actor, act: Act = _ONCE, days: int, agreed: str) -> Outcome:
    """Take more time, as both parties agreed (art. 27)."""
    return _extended(case, "extend_entrusted", by=by, act=act, days=days, agreed=agreed)


@acting
def extend_summary(case: Case, *, by: Actor, act: Act = _ONCE, days: int, agreed: str) -> Outcome:
    """Take more time, as both parties agreed (art. 27)."""
    return _extended(case, "extend_summary", by=by, act=act, days=days, agreed=agreed)


@acting
def recall(case: Case, *, by: Actor, act: Act = _ONCE, reason: str) -> Outcome:
    """Take the referral back: the body that sent it does, or the system, where that was done in the matter behind."""
    outcome = perform(case, P.recall, by=by, act=replace(act, internal_note=reason))
    if isinstance(outcome, Event):
        keep(case, reason=reason)
    return outcome


@acting
def note_end(case: Case, *, by: Actor, act: Act = _ONCE) -> Outcome:
    """Keep on record that the matter opened from the referral has ended, so that its result can be returned."""
    outcome = perform(case, P.note_end, by=by, act=act)
    if isinstance(outcome, Event):
        keep(case, ended_at=outcome.at)
    return outcome


OWN: tuple[Any, ...] = (
    accept, accept_appointed, accept_entrusted, accept_summary, refuse, note_acceptance, note_refusal, give_result,
    note_result, write_across, extend, extend_appointed, extend_entrusted, extend_summary, recall, note_end,
)  # fmt: skip
ACTIONS = {each.__name__: each for each in OWN}
