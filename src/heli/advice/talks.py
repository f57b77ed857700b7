"""The log of advice: a talk written down, what it led to, and what stays readable for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.reads import log_read
from heli.advice.callbacks import not_yours
from heli.advice.known import desks_of, known, works_at
from heli.advice.models import AdviceDesk, AdviceTopic, Callback, Came, LedTo, Standing, Talk
from heli.audit.record import write
from heli.cases.acts import Opened
from heli.cases.kinds import Counter, kinds
from heli.kernel.decisions import Denied
from heli.kernel.references import BadReference, new_reference, normalise_reference
from heli.people.keys import destroy_key


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a talk was about; no name and no number."""

    desk: AdviceDesk
    came: str
    topic: AdviceTopic
    minutes: int
    asked: str
    told: str


def write_down(words: Told, *, key: UUID, by: Actor, callback: Callback | None = None) -> Talk | Denied:
    """Write a talk down; the same ``key`` again is the same talk. ``callback`` is the one that was made."""
    if not works_at(by, words.desk.pk):
        return not_yours()
    if callback is not None and (callback.state != Standing.REACHED or callback.desk_id != words.desk.pk):
        return Denied(_("Note first that the person was reached."))
    with acting_as(by), transaction.atomic():
        before = Talk.objects.filter(key_of=key).first()
        if before is not None:
            return before
        talk = Talk(
            reference=new_reference(), key_of=key, desk=words.desk, came=Came.CALLBACK if callback else words.came,
            topic=words.topic, minutes=words.minutes, at=timezone.now(), asked=words.asked, told=words.told,
            callback=callback,
        )  # fmt: skip
        talk.save()
        _record(talk, "advice.told", by)
        return talk


def _record(talk: Talk, verb: str, by: Actor, **more: str) -> None:
    write(f"advice/{talk.reference}", verb, at=timezone.now(), actor=by.key, data={"topic": talk.topic_id, **more})


def talks_of(desks: list[AdviceDesk]) -> QuerySet[Talk]:
    """Return the talks of ``desks``, the newest first, without words."""
    rows = Talk.objects.filter(desk__in=desks).select_related("topic", "case", "desk").defer("asked", "told")
    return rows.order_by("-at", "-pk")


def talk_at(reference: str, by: Actor) -> Talk | None:
    """Return a talk of a desk at which ``by`` works, without its words; None for every other."""
    try:
        written = normalise_reference(reference)
    except BadReference:
        return None
    with acting_as(by), transaction.atomic():
        rows = Talk.objects.select_related("topic", "desk", "case").defer("asked", "told")
        return rows.filter(reference=written, desk__in=desks_of(by)).first()


def read(talk: Talk, *, by: Actor) -> Talk | None:
    """Return the talk with its words, on record; None where ``by`` does not work at its desk."""
    if not works_at(by, talk.desk_id):
        return None
    with acting_as(by), transaction.atomic():
        log_read(talk.reference, by=by, purpose="advice", what=("words",))
        return Talk.objects.select_related("topic", "desk", "case", "key").get(pk=talk.pk)


def counters(desk: AdviceDesk) -> dict[str, Counter]:
    """Return the kinds of which the desk opens cases, by the code of the procedure."""
    return {kind.procedure.code: kind.counter for kind in kinds() if kind.counter and kind.procedure.code in desk.kinds}


def open_case(talk: Talk, code: str, form: Any, *, by: Actor) -> Opened | Denied:
    """Open a case of the kind ``code`` from the valid ``form``: what was asked and told stays with it.

    The same submission again returns the same case; one talk leads to one case.
    """
    counter = counters(known().desks[talk.desk_id]).get(code) if works_at(by, talk.desk_id) else None
    if counter is None:
        return Denied(_("No matter of this kind is opened at this desk."))
    with acting_as(by), transaction.atomic():
        row = Talk.objects.select_for_update(of=("self",)).get(pk=talk.pk)
        before = row.case_id
        opened = counter.open(form, by)
        if before is not None and before != opened.case.pk:
            transaction.set_rollback(True)
            return Denied(_("This talk has led to a matter already."))
        if before is None:
            Talk.objects.filter(pk=row.pk).update(case=opened.case, led_to=LedTo.CASE)
            _record(row, "advice.case", by)
        return opened


def led_to(talk: Talk, what: LedTo, *, by: Actor) -> Talk | Denied:
    """Note that a talk led to an appointment or a callback."""
    if not works_at(by, talk.desk_id):
        return not_yours()
    with acting_as(by), transaction.atomic():
        row = Talk.objects.select_for_update(of=("self",)).get(pk=talk.pk)
        if row.led_to == LedTo.CASE:
            return Denied(_("This talk has led to a matter already."))
        if row.led_to != what:
            Talk.objects.filter(pk=row.pk).update(led_to=what)
            _record(row, "advice.led", by, to=what)
        return row


def forget(now: datetime | None = None) -> int:
    """Make unreadable what was asked and told longer ago than the desk keeps it; returns how many.

    With an open case it stays readable: whoever handles it must not ask again.
    """
    now = now or timezone.now()
    found = 0
    for desk, days in AdviceDesk.objects.values_list("pk", "keep_days"):
        rows = Talk.objects.filter(desk=desk, key__isnull=False, at__lt=now - timedelta(days=days))
        rows = rows.exclude(case__isnull=False, case__closed_at__isnull=True)
        for key in list(rows.values_list("key_id", flat=True)[:1000]):
            destroy_key(key)
            found += 1
    return found
