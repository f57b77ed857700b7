"""The one way a case begins and moves. Nothing else writes ``Case.state``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.roles import Role, holds
from heli.cases import clocks
from heli.cases.acts import Act, Opened, Opening
from heli.cases.codes import secret
from heli.cases.conflicts import refusal_of
from heli.cases.files import room_for
from heli.cases.history import record
from heli.cases.issuing import can_issue
from heli.cases.kinds import Kind, Outcome, kind_of
from heli.cases.models import Case, Clock, Event
from heli.cases.searching import normalise
from heli.cases.windows import is_in_time
from heli.kernel.decisions import Allowed, Decision, Denied
from heli.kernel.faults import reach
from heli.kernel.periods import Period
from heli.kernel.procedures import Limit, Step
from heli.kernel.references import hash_query_code, new_reference, query_code_for
from heli.organizations.models import Category

F = TypeVar("F", bound=Callable[..., Outcome])
_FRESH = Act()
#: How long a report whose answer was lost may be sent again; its files are kept as long.
AGAIN_WITHIN = timedelta(hours=24)


class Conflict(Denied):
    """A refusal because somebody else moved the case since the actor looked at it."""

    @classmethod
    def told(cls) -> "Conflict":
        """Return it in words."""
        return cls(_("This case has moved on since you opened it. Nothing was changed; look at what is new."))


class KeyTaken(SuspiciousOperation):
    """A submission key that belongs to another act; whoever sends it again learns and gains nothing."""


def open_case(
    kind: Kind,
    step: Step,
    what: Opening,
    *,
    by: Actor,
    key: UUID,
    act: Act | None = None,
    beside: Callable[[Case], object] = lambda case: None,
) -> Opened:
    """Open a case by the opening ``step``: reference, place, owner, clocks, audit and notices in one transaction.

    An unsaved contact is saved with it; ``beside`` writes the domain's own row. The same ``key`` with the same words
    again, within ``AGAIN_WITHIN``, returns the case opened before, with the same query code; else a key under which
    something was done raises KeyTaken.
    """
    act = act or Act()
    code = query_code_for(secret(), key)
    try:
        with transaction.atomic():
            case, running = begin(kind, step, what, by=by, code=code, act=act)
            with acting_as(by, on=[case.reference]):
                event = _write_opened(case, running, step, replace(act, key=key), by=by, beside=beside)
            reach("act.before_commit")
        reach("act.after_commit")
        return Opened(case, event, code)
    except IntegrityError:
        earlier = Event.objects.select_related("case").filter(key=key).first()
        if earlier is None:
            raise
        same = (earlier.step, earlier.actor, earlier.case.procedure) == (step.name, by.key, kind.procedure.code)
        if not same or not _is_again(earlier, what, at=act.at or timezone.now()):
            raise KeyTaken from None
        return Opened(earlier.case, earlier, code)


def _is_again(earlier: Event, what: Opening, *, at: datetime) -> bool:
    """Whether ``what`` is the report of ``earlier`` once more. The key alone is worth no query code, a copy neither."""
    return earlier.case.text == what.text and at < earlier.at + AGAIN_WITHIN


def _write_opened(
    case: Case, running: list[Clock], step: Step, act: Act, *, by: Actor, beside: Callable[[Case], object]
) -> Event:
    contact = case.contact
    if contact and contact._state.adding:
        contact.save()
        case.contact = contact
    case.save(force_insert=True)
    clocks.save(case, [], running)
    beside(case)
    return record(case, step, act, by=by, role=None, source="", at=case.opened_at, moved=running)


def begin(
    kind: Kind, step: Step, what: Opening, *, by: Actor, code: str, act: Act = _FRESH
) -> tuple[Case, list[Clock]]:
    """Return a new case in memory, as the opening ``step`` makes it, with its first clocks; nothing is written."""
    case = _new_case(kind, step, what, by=by, code=code, at=act.at or timezone.now())
    return case, _begin_clocks(kind, step, case, act)


def _level(category: Category) -> Period:
    if category.period is None:
        msg = f"category {category.code} has no service level"
        raise ValueError(msg)
    return category.period


def _new_case(kind: Kind, step: Step, what: Opening, *, by: Actor, code: str, at: datetime) -> Case:
    reference = new_reference()
    state = step.move.target
    assert state is not None
    return Case(
        reference=reference,
        query_code=hash_query_code(secret(), reference, code),
        procedure=kind.procedure.code,
        procedure_version=kind.procedure.version,
        state=state.name,
        channel=what.channel,
        title=what.title,
        text=what.text,
        search_text=normalise(reference.replace("-", ""), what.title, what.text, what.address),
        category=what.category,
        area=what.area,
        area_path=what.area.path if what.area else "",
        address=what.address,
        latitude=what.latitude,
        longitude=what.longitude,
        unit=what.unit,
        centre=what.centre,
        contact=what.contact,
        **what.concerned.fields,
        oversight=what.oversight,
        opened_by=by.key,
        public=what.public and not what.confidential,
        confidential=what.confidential,
        opened_at=at,
        changed_at=at,
    )


def _begin_clocks(kind: Kind, step: Step, case: Case, act: Act) -> list[Clock]:
    state = kind.procedure.state(case.state)
    length = partial(_length, case, [], act)
    _changed, new = clocks.turn([], step, state, at=case.opened_at, length=length, begins=act.begins)
    clocks.show_on(case, new)
    return new


def may(case: Case, step: Step, *, by: Actor, facts: Mapping[str, Any] | None = None) -> Decision:
    """Decide whether ``by`` may take ``step`` now: state, role for this case, then the domain's guard."""
    kind = kind_of(case)
    state = kind.procedure.state(case.state)
    if not step.leaves(state):
        return Denied(_("This step cannot be taken while the case is “%(state)s”.") % {"state": state.label})
    if holds(by, _roles(step), case) is None:
        return Denied(_("You do not have the role for this step in this case."))
    guard = kind.guards.get(step.name)
    return guard(case, by, facts or {}) if guard else Allowed()


def _roles(step: Step) -> list[Role]:
    return [Role(str(role)) for role in step.by]


def acting(action: F) -> F:
    """Make ``action`` one transaction that a repeated submission does not take twice, and that a refusal leaves empty.

    The first submission's event is unique by its key in the database, so even two that arrive at once are one act.
    KeyTaken where the key belongs to another case, step or actor.
    """

    @wraps(action)
    def once(case: Case, *, by: Actor, act: Act = _FRESH, **facts: Any) -> Outcome:
        try:
            with acting_as(by), transaction.atomic():
                outcome: Outcome = action(case, by=by, act=act, **facts)
                reach("act.before_commit")
                if isinstance(outcome, Denied):
                    # What the act wrote before the engine refused it is taken back with it.
                    transaction.set_rollback(True)
        except IntegrityError:
            earlier = _earlier(act, case, action.__name__, by)
            if earlier is not None:
                return earlier
            if act.key and Event.objects.filter(key=act.key).exists():
                raise KeyTaken from None
            raise
        reach("act.after_commit")
        return outcome

    return once  # type: ignore[return-value]


def lock(*cases: Case) -> None:
    """Lock the rows of ``cases``, always in one order, and bring them up to date in place; in an ``@acting`` function.

    For acts that change more than one case, or that reckon a change from what the case holds.
    """
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=[case.pk for case in cases]).order_by("pk")
    found = {row.pk: row for row in rows}
    for case in cases:
        _refresh(case, found[case.pk])


def perform(case: Case, step: Step, *, by: Actor, act: Act | None = None) -> Outcome:
    """Take ``step`` in ``case`` and return its event, or a refusal that changed nothing.

    Called from an ``@acting`` function, whose transaction it needs. ``case`` is brought up to date in place.
    """
    act = act or Act()
    rows = Case.objects.select_for_update(of=("self",)).select_related("category", "contact__key")
    # How the person is reached stays hidden from the other sides; whom their step tells is found all the same.
    with acting_as(by, on=[case.reference] if by.side else ()):
        locked = rows.get(pk=case.pk)
    outcome = _perform_locked(locked, step, by=by, act=act)
    if isinstance(outcome, Event):
        _refresh(case, locked)
    return outcome


def _perform_locked(case: Case, step: Step, *, by: Actor, act: Act) -> Outcome:
    if act.seen is not None and act.seen != case.version:
        return _earlier(act, case, step.name, by) or Conflict.told()
    moved = advance(case, clocks.running_of(case), step, by=by, act=act)
    if isinstance(moved, Denied):
        return _earlier(act, case, step.name, by) or moved
    for allowed in (room_for(case, act.files), can_issue(case, step, act, moved.clocks)):
        if isinstance(allowed, Denied):
            return _earlier(act, case, step.name, by) or allowed
    # The step may take the case out of the actor's sight; its traces are written all the same.
    with acting_as(by, on=[case.reference]):
        case.save(update_fields=[*_WRITTEN, *act.changes])
        clocks.save(case, moved.changed, moved.new)
        return record(case, step, act, by=by, role=moved.role, source=moved.source, at=moved.at, moved=moved.clocks)


@dataclass(frozen=True)
class Moved:
    """What a step did to a case in memory: where it came from, in which role, and the clocks that changed or began."""

    source: str
    role: Role
    at: datetime
    changed: list[Clock]
    new: list[Clock]

    @property
    def clocks(self) -> list[Clock]:
        """The clocks that changed, then those that began."""
        return [*self.changed, *self.new]


def advance(case: Case, running: list[Clock], step: Step, *, by: Actor, act: Act) -> Moved | Denied:
    """Take ``step`` in memory: state, dates and the ``running`` clocks move; nothing is written.

    A refusal changes nothing. Where a limit of open length starts without a running main clock, and ``act`` gives no
    length, the level is read from the table.
    """
    decision = may(case, step, by=by, facts=act.facts)
    if isinstance(decision, Denied):
        return decision
    conflict = refusal_of(case, act.changes)
    if conflict is not None:
        return conflict
    at = act.at or timezone.now()
    ended = _outside_window(case, running, step, at, asked_at=act.asked_at or at)
    if ended is not None:
        return ended
    role = holds(by, _roles(step), case) or Role(str(step.by[0]))
    source = case.state
    state = step.target_from(kind_of(case).procedure.state(source))
    _extend(running, step, act, by=by, at=at)
    length = partial(_length, case, running, act)
    changed, new = clocks.turn(running, step, state, at=at, length=length, begins=act.begins)
    if step.extends and act.extension:
        changed = [*changed, *(each for each in running if each.limit == step.extends.name and each not in changed)]
    _write_case(case, state.name, act, at=at, final=state.final)
    clocks.show_on(case, [*running, *new])
    return Moved(source, role, at, changed, new)


_WRITTEN = ("state", "version", "due_at", "warn_at", "order_at", "closed_at", "changed_at")


def _write_case(case: Case, state: str, act: Act, *, at: datetime, final: bool) -> None:
    if state != case.state or act.changes:
        case.version += 1
    case.state, case.changed_at = state, at
    case.closed_at = (case.closed_at or at) if final else None
    for name, value in act.changes.items():
        setattr(case, name, value)


def _length(case: Case, running: list[Clock], act: Act, limit: Limit) -> Period | None:
    if limit.on_demand:
        return act.lengths.get(limit.name)
    return limit.period or act.lengths.get(limit.name) or act.level or _level_of(case, running)


def _level_of(case: Case, running: list[Clock]) -> Period:
    """The service level under which the case was opened; a later change of the category does not move it."""
    main = next((clock for clock in running if clock.main), None)
    main = main or (Clock.objects.filter(case=case, main=True).order_by("id").last() if case.pk else None)
    return clocks.period_of(main) if main else _level(case.category)


def _outside_window(case: Case, running: list[Clock], step: Step, at: datetime, *, asked_at: datetime) -> Denied | None:
    by_limit = {clock.limit: clock for clock in running}
    if step.within and not is_in_time(case, step, running, asked_at):
        return Denied(_("The time for this step has ended: %(limit)s.") % {"limit": step.within.label})
    if step.after and not (step.after.name in by_limit and at >= by_limit[step.after.name].due_at):
        return Denied(_("It is too early for this step: %(limit)s has not ended.") % {"limit": step.after.label})
    return None


def _extend(running: list[Clock], step: Step, act: Act, *, by: Actor, at: datetime) -> None:
    if step.extends is None or act.extension is None:
        return
    for clock in running:
        if clock.limit == step.extends.name:
            clocks.extend(clock, act.extension, at=at, reason=act.note or act.internal_note, actor=by.key)


def _earlier(act: Act, case: Case, step: str, by: Actor) -> Event | None:
    """The event of the same submission, sent before by the same actor for the same step of the same case."""
    return Event.objects.filter(key=act.key, case=case, step=step, actor=by.key).first() if act.key else None


def _refresh(case: Case, locked: Case) -> None:
    for name in (each.attname for each in Case._meta.concrete_fields):
        setattr(case, name, getattr(locked, name))
