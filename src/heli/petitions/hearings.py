"""Hearings: called with notice, held with a record, and after re-review published (Regulation, arts. 31, 36)."""

from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.engine import acting
from heli.cases.kinds import Outcome
from heli.cases.models import Case, Event
from heli.kernel.decisions import Denied
from heli.papers.wording import moment
from heli.petitions.actions import take
from heli.petitions.models import Hearing, Level

_ONCE = Act()


@acting
def call_hearing(
    case: Case, *, by: Actor, act: Act = _ONCE, at: datetime, place: str, chair: str, topic: str, participants: str
) -> Outcome:
    """Call a hearing on a grave, complicated or difficult claim (art. 31, item 6); its time counts."""
    called = Hearing(
        case=case, level=Level.FIRST, at=at, place=place, chair=chair, topic=topic, participants=participants
    )
    return _call(called, "call_hearing", by=by, act=act)


@acting
def open_hearing(
    case: Case, *, by: Actor, act: Act = _ONCE, at: datetime, place: str, chair: str, topic: str, participants: str
) -> Outcome:
    """Call a hearing in re-review; until it has been held its time does not count (art. 36, para. 2)."""
    called = Hearing(
        case=case, level=Level.RE_REVIEW, at=at, place=place, chair=chair, topic=topic, participants=participants
    )
    return _call(called, "open_hearing", by=by, act=act)


def _call(called: Hearing, step: str, *, by: Actor, act: Act) -> Outcome:
    said = {
        "hearing_on": moment(called.at),
        "hearing_place": called.place,
        "chair": called.chair,
        "topic": called.topic,
        "participants": called.participants,
    }
    facts = {"hearing_at": called.at.isoformat(), "place": called.place}
    outcome = take(called.case, step, by=by, act=act, facts=facts, papers={"hearing_notice": said})
    if isinstance(outcome, Event):
        called.called_event = outcome
        called.save(force_insert=True)
    return outcome


@acting
def record_hearing(
    case: Case, *, by: Actor, act: Act = _ONCE, participants: str, record: str, conclusion: str, recused: str = ""
) -> Outcome:
    """Record a hearing that was held before the opinion (art. 31, item 6)."""
    return _held(case, "record_hearing", participants, record, conclusion, recused, by=by, act=act)


@acting
def close_hearing(
    case: Case, *, by: Actor, act: Act = _ONCE, participants: str, record: str, conclusion: str, recused: str = ""
) -> Outcome:
    """Record the hearing in re-review; from now on the time of the re-review counts again (art. 36, para. 2)."""
    return _held(case, "close_hearing", participants, record, conclusion, recused, by=by, act=act)


def _held(
    case: Case, step: str, participants: str, record: str, conclusion: str, recused: str, *, by: Actor, act: Act
) -> Outcome:
    called = open_hearing_of(case)
    if called is None:
        return Denied(_("No hearing has been called that was not held yet."))
    said = {
        "hearing_on": moment(called.at),
        "participants": participants,
        "recused": recused or "无",
        "record": record,
        "conclusion": conclusion,
    }
    outcome = take(case, step, by=by, act=act, note=conclusion, papers={"hearing_record": said})
    if isinstance(outcome, Event):
        called.participants, called.recused = participants, recused
        called.record, called.conclusion = record, conclusion
        called.held_event, called.held_at = outcome, outcome.at
        called.save(update_fields=["participants", "recused", "record", "conclusion", "held_event", "held_at"])
    return outcome


@acting
def publish_outcome(case: Case, *, by: Actor, act: Act = _ONCE, text: str) -> Outcome:
    """Publish the re-review opinion after a hearing (art. 36, para. 2), in words that name no person."""
    outcome = take(case, "publish_outcome", by=by, act=act, note=text)
    if isinstance(outcome, Event):
        heard = Hearing.objects.filter(case=case, level=Level.RE_REVIEW, held_at__isnull=False)
        last = heard.order_by("-id").values("pk")[:1]
        Hearing.objects.filter(pk__in=last).update(published=text, published_at=outcome.at, public_key=uuid4())
    return outcome


def open_hearing_of(case: Case) -> Hearing | None:
    """Return the hearing of ``case`` that was called and has not been held; one statement."""
    return Hearing.objects.filter(case=case, held_at__isnull=True).order_by("-id").first()
