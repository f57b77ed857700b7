"""Calling, moving and recording sessions; that a private talk was held, and nothing more of it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.engine import acting, lock
from heli.cases.kinds import Guard, Outcome
from heli.cases.models import Case, Event
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.kernel.procedures import Step
from heli.mediation.actions import take
from heli.mediation.consents import About, holding
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.session_models import Session
from heli.mediation.sides import side_of, sides_of
from heli.papers.wording import moment

_ONCE = Act()


def coming(case: Case) -> Session | None:
    """Return the session that was called and not recorded yet, if there is one; one statement."""
    return Session.objects.filter(case=case, held_at__isnull=True).first()


def sessions_of(case: Case) -> list[Session]:
    """Return the sessions of ``case``, the newest first."""
    return list(Session.objects.filter(case=case).order_by("-number"))


def _may_call(case: Case, by: Actor, facts: Any) -> Decision:
    """One session at a time: what was called is moved, or recorded, before the next is called."""
    if coming(case) is not None:
        return Denied(_("A session is called already: move it, or record it first."))
    return Allowed()


def _is_called(case: Case, by: Actor, facts: Any) -> Decision:
    """There must be a session to come."""
    return Allowed() if coming(case) is not None else Denied(_("No session is called at the moment."))


GUARDS: dict[str, Guard] = {
    "call_session": _may_call,
    "ask_move": _is_called,
    "move_session": _is_called,
    "record_session": _is_called,
}


@acting
def call_session(
    case: Case, *, by: Actor, act: Act = _ONCE, at: datetime, minutes: int, place: str = "", link: str = "",
    open_doors: bool = False, interpreter: str = "", support: str = "", guests: str = "",
) -> Outcome:  # fmt: skip
    """Call a session; every side gets the notice. Guests and open doors are proposed: each side is asked (art. 20)."""
    lock(case)
    number = Session.objects.filter(case=case).count() + 1
    called = Session(
        case=case, number=number, at=at, minutes=minutes, place=place, link=link, open_doors=open_doors,
        interpreter=interpreter, support=support, guests=guests,
    )  # fmt: skip
    outcome = _told(P.call_session, called, by=by, act=act)
    if isinstance(outcome, Event):
        called.called_at = outcome.at
        called.save(force_insert=True)
    return outcome


@acting
def move_session(
    case: Case, *, by: Actor, act: Act = _ONCE, at: datetime, place: str = "", link: str = "", reason: str
) -> Outcome:
    """Move the session to come, and say why."""
    lock(case)
    called = coming(case)
    if called is None:
        return Denied(_("No session is called at the moment."))
    called.at, called.place, called.link, called.wish, called.reminded_at = at, place, link, "", None
    called.moved += 1
    outcome = _told(P.move_session, called, by=by, act=replace(act, note=reason))
    if isinstance(outcome, Event):
        called.called_at = outcome.at
        called.save()
    return outcome


def _told(step: Step, called: Session, *, by: Actor, act: Act) -> Outcome:
    facts = {"session": called.number, "session_at": called.at.isoformat()}
    said = {
        "session_on": moment(called.at),
        "minutes": str(called.minutes),
        "place": " ".join(each for each in (called.place, called.link) if each),
        "doors": "在各方都同意后公开" if called.open_doors else "不公开",
        "help": "；".join(each for each in (called.interpreter, called.support) if each) or "无",
        "guests": called.guests or "无",
    }
    return take(called.case, step, by=by, act=act, facts=facts, papers={"mediation_session_notice": said})


@acting
def ask_move(case: Case, *, by: Actor, act: Act = _ONCE, wish: str) -> Outcome:
    """A side asks for another time, and says which and why; the committee decides."""
    lock(case)
    own = side_of(case, by)
    outcome = take(case, P.ask_move, by=by, act=act, note=wish, facts={"side": own.number if own else 0})
    if isinstance(outcome, Event):
        Session.objects.filter(case=case, held_at__isnull=True).update(wish=wish)
    return outcome


@acting
def record_session(
    case: Case, *, by: Actor, act: Act = _ONCE, came: list[int], record: str, agreed: str = "", read: bool = True,
    next_step: str = "",
) -> Outcome:  # fmt: skip
    """Record what was said in the session, who came, what was agreed on so far and what comes next (art. 27).

    ``came`` holds the keys of the sides that came.
    """
    lock(case)
    held = coming(case)
    if held is None:
        return Denied(_("No session is called at the moment."))
    sides = sides_of(case)
    attendance = {str(side.key): side.key in came for side in sides}
    with translation.override("zh-hans"):
        lines = [f"{side.label}：{'到场' if side.key in came else '未到场'}" for side in sides]
    said = {
        "session_on": moment(held.at),
        "attendance": "；".join([*lines, *_listeners(held)]),
        "record": record,
        "agreed": agreed or "暂无",
        "next": next_step or "另行通知",
        "read": "已向到场各方宣读，各方无异议。" if read else "未经各方确认。",
    }
    facts = {"session": held.number}
    papers = {"mediation_session_record": said}
    outcome = take(case, P.record_session, by=by, act=act, note=agreed, facts=facts, papers=papers)
    if isinstance(outcome, Event):
        held.held_at, held.attendance, held.record, held.agreed = outcome.at, attendance, record, agreed
        held.save()
    return outcome


def _listeners(session: Session) -> list[str]:
    """Return what the record says of guests and open doors: they were there with the consent of every side, or not."""
    agreed = holding(session)
    doors = "各方同意，公开进行" if About.OPEN in agreed else "不公开进行"
    if not session.guests:
        return [doors]
    guests = "经各方同意" if About.GUESTS in agreed else "未经各方同意，未参加"
    return [doors, f"邀请参加的人（{session.guests}）：{guests}"]


@acting
def note_talk(case: Case, *, by: Actor, act: Act = _ONCE, at: datetime, minutes: int) -> Outcome:
    """Note that a private talk was held; neither with whom nor about what stands anywhere but in that side's room."""
    return take(case, P.note_talk, by=by, act=act, facts={"talk_at": at.isoformat(), "minutes": minutes})
