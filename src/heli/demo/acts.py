"""The acts of the request desk on a life in memory, each beside its counterpart in `heli.service_requests.actions`.

A test walks one history by both and compares every row.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from heli.access.actors import SYSTEM, Actor
from heli.cases.acts import Act
from heli.cases.models import Attachment, Event
from heli.demo.ledger import Life
from heli.demo.rhythm import Rhythm
from heli.kernel.periods import Period
from heli.kernel.procedures import Step
from heli.organizations.models import Unit
from heli.papers.models import StoredFile
from heli.people.models import User
from heli.service_requests.procedure import ServiceRequestProcedure as P

Photos = Sequence[StoredFile]


class Desk:
    """Takes steps in one life."""

    def __init__(self, life: Life, rhythm: Rhythm) -> None:
        self.life, self.rhythm = life, rhythm

    def _take(self, step: Step, by: Actor, at: datetime, **more: Any) -> Event:
        return self.life.take(step, by=by, act=Act(at=at, **more), rhythm=self.rhythm)

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.life.request, name, value)

    def solve_on_the_spot(self, by: Actor, at: datetime, *, answer: str, before: Photos, after: Photos) -> None:
        files = [*_as(before, Attachment.Purpose.BEFORE), *_as(after, Attachment.Purpose.AFTER)]
        self._take(P.solve_on_the_spot, by, at, note=answer, files=files)
        self._set(outcome="solved", answer=answer, completed_by=by.user_id)

    def dispatch(self, by: Actor, at: datetime, *, unit: Unit, note: str, public_summary: str) -> None:
        told = {"public_summary": public_summary} if public_summary else {}
        changes = {"unit_id": unit.pk, "handler_id": None}
        self._take(P.dispatch, by, at, internal_note=note, changes=changes, facts=told)
        self.life.hand_over(unit.pk, at)
        if public_summary:
            self._set(public_summary=public_summary)

    def decline(self, by: Actor, at: datetime, *, ground: str) -> None:
        self._take(P.decline, by, at, note=ground)
        self._set(answer=ground)

    def merge(self, by: Actor, at: datetime, *, into: Life, note: str) -> None:
        self._take(P.merge, by, at, note=note, facts={"into": into.case.reference})
        self.life.merged_into, self.life.merged_at = into, at
        into.case.followers += 1

    def accept(self, by: Actor, at: datetime, *, note: str = "", member: User | None = None) -> None:
        changes = {"handler_id": member.pk} if member else {}
        self._take(P.accept, by, at, internal_note=note, changes=changes)

    def send_back(self, by: Actor, at: datetime, *, reason: str) -> None:
        self._returned(P.send_back, by, at, reason)

    def contest(self, by: Actor, at: datetime, *, reason: str) -> None:
        self._returned(P.contest, by, at, reason)

    def _returned(self, step: Step, by: Actor, at: datetime, reason: str) -> None:
        unit = self.life.case.unit_id
        self._take(step, by, at, internal_note=reason, changes={"handler_id": None}, facts={"returned_by": unit})
        self._set(returned_by=[*self.life.request.returned_by, unit])

    def impose(self, by: Actor, at: datetime, *, unit: Unit, reason: str) -> None:
        self._take(P.impose, by, at, internal_note=reason, changes={"unit_id": unit.pk, "handler_id": None})
        self.life.hand_over(unit.pk, at)

    def assign(self, by: Actor, at: datetime, *, member: User, note: str = "") -> None:
        changes, facts = {"handler_id": member.pk}, {"member": member.written}
        self._take(P.assign, by, at, internal_note=note, changes=changes, facts=facts)

    def ask_assistance(self, by: Actor, at: datetime, *, unit: Unit, task: str) -> None:
        assisting = [*self.life.case.assisting, unit.pk]
        self._take(P.ask_assistance, by, at, changes={"assisting": assisting}, facts={"task": task})
        self.life.assist(unit.pk, task, at)

    def report_assistance(self, by: Actor, at: datetime, *, result: str, photos: Photos = ()) -> None:
        units = by.unit_ids & set(self.life.case.assisting)
        left = [unit for unit in self.life.case.assisting if unit not in units]
        files = _as(photos, Attachment.Purpose.EVIDENCE)
        self._take(P.report_assistance, by, at, internal_note=result, files=files, changes={"assisting": left})
        self.life.end_assistance(units, result, at)

    def record_work(self, by: Actor, at: datetime, *, note: str, for_resident: bool, photos: Photos = ()) -> None:
        told = {"note": note} if for_resident else {"internal_note": note}
        self._take(P.record_work, by, at, files=_as(photos, Attachment.Purpose.EVIDENCE), **told)

    def ask_information(self, by: Actor, at: datetime, *, question: str) -> None:
        self._take(P.ask_information, by, at, note=question)

    def give_information(self, by: Actor, at: datetime, *, text: str, photos: Photos = ()) -> None:
        self._take(P.give_information, by, at, note=text, files=_as(photos, Attachment.Purpose.REPORT))

    def resume_without(self, by: Actor, at: datetime, *, note: str = "") -> None:
        self._take(P.resume_without, by, at, note=note)

    def resume_unanswered(self, at: datetime) -> None:
        self._take(P.resume_unanswered, SYSTEM, at)

    def add_information(self, by: Actor, at: datetime, *, text: str) -> None:
        self._take(P.add_information, by, at, note=text)

    def urge(self, by: Actor, at: datetime, *, text: str = "") -> None:
        self._take(P.urge, by, at, note=text)
        self.life.case.urged_at = at

    def supervise(self, by: Actor, at: datetime, *, note: str) -> None:
        self._take(P.supervise, by, at, internal_note=note)

    def request_extension(self, by: Actor, at: datetime, *, amount: int, reason: str) -> None:
        self._take(P.request_extension, by, at, internal_note=reason, facts={"amount": amount})
        self._set(extension_amount=amount, extension_reason=reason)

    def grant_extension(self, by: Actor, at: datetime, *, note: str = "") -> None:
        request = self.life.request
        longer = Period(request.extension_amount or 0, self.life.level.unit)
        note = note or request.extension_reason
        self._take(P.grant_extension, by, at, note=note, extension=longer, facts={"amount": longer.amount})
        self._set(extension_amount=None, extended=True)

    def refuse_extension(self, by: Actor, at: datetime, *, reason: str) -> None:
        self._take(P.refuse_extension, by, at, internal_note=reason)
        self._set(extension_amount=None, extension_reason="")

    def complete(
        self, by: Actor, at: datetime, *, outcome: str, answer: str, planned_for: date | None, photos: Photos
    ) -> None:
        changes = {} if self.life.case.handler_id else {"handler_id": by.user_id}
        files = _as(photos, Attachment.Purpose.AFTER)
        facts = {"outcome": outcome, **({"planned_for": planned_for.isoformat()} if planned_for else {})}
        self._take(P.complete, by, at, note=answer, files=files, changes=changes, facts=facts)
        self._set(outcome=outcome, answer=answer, planned_for=planned_for, completed_by=by.user_id)
        self._set(extension_amount=None, extension_reason="")

    def verify(self, by: Actor, at: datetime, *, note: str = "") -> None:
        self._take(P.verify, by, at, internal_note=note)

    def verify_and_close(self, by: Actor, at: datetime, *, note: str = "") -> None:
        self._take(P.verify_and_close, by, at, internal_note=note)

    def send_back_to_work(self, by: Actor, at: datetime, *, reason: str) -> None:
        self._take(P.send_back_to_work, by, at, internal_note=reason)
        if self.life.case.unit_id and not self.life.handled:
            self.life.hand_over(self.life.case.unit_id, at)

    def confirm(self, by: Actor, at: datetime, *, text: str = "") -> None:
        self._take(P.confirm, by, at, note=text)

    def reject(self, by: Actor, at: datetime, *, reason: str, photos: Photos = ()) -> None:
        self._take(P.reject, by, at, note=reason, files=_as(photos, Attachment.Purpose.REPORT))
        self._set(rejections=self.life.request.rejections + 1)

    def close_unanswered(self, at: datetime) -> None:
        self._take(P.close_unanswered, SYSTEM, at)

    def object(self, by: Actor, at: datetime, *, reason: str) -> None:
        self._take(P.object, by, at, note=reason)

    def rate(self, by: Actor, at: datetime, *, process: int, result: int, comment: str) -> None:
        self._take(P.rate, by, at, note=comment, facts={"process": process, "result": result})
        self._set(rating_process=process, rating_result=result, rating_comment=comment, rated_at=at)

    def withdraw(self, by: Actor, at: datetime, *, reason: str = "") -> None:
        self._take(P.withdraw, by, at, note=reason)


def _as(photos: Photos, purpose: str) -> list[tuple[StoredFile, str]]:
    return [(photo, purpose) for photo in photos]
