"""Histories made in memory by the engine's own rules, to be written many at once.

A life of a case is advanced by `heli.cases.engine`: state, role, guard, window and clocks are those of every case.
Only the writing differs: rows are collected here and inserted in bulk by `heli.demo.writing`.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from heli.access.actors import SYSTEM, Actor
from heli.cases.acts import Act, Opening
from heli.cases.codes import secret
from heli.cases.engine import advance, begin
from heli.cases.history import draft
from heli.cases.kinds import Kind
from heli.cases.ladder import reminders, rise_of
from heli.cases.models import Assignment, Case, Clock, Event
from heli.cases.paper_facts import paper_content
from heli.cases.telling import notices_of
from heli.demo.rhythm import Rhythm
from heli.kernel.decisions import Denied
from heli.kernel.periods import Period
from heli.kernel.procedures import Step
from heli.kernel.references import query_code_for
from heli.notices.models import Notice
from heli.papers.models import StoredFile
from heli.service_requests.models import ServiceRequest
from heli.service_requests.procedure import ServiceRequestProcedure as P


class RefusedError(RuntimeError):
    """A step of the story that the engine refuses: the story is wrong."""


class NotYetError(Exception):
    """The step would be taken after now: here the story stops."""


@dataclass
class Line:
    """One step taken: its event with the entry, its files with their purposes, its notices, its papers' contents."""

    event: Event
    files: list[tuple[StoredFile, str]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    papers: list[tuple[str, dict[str, object]]] = field(default_factory=list)


class Life:
    """One case with everything that is kept about it, unsaved.

    ``number`` is the primary key reserved for it; notices from before ``told_from`` are left out.
    """

    def __init__(
        self,
        kind: Kind,
        what: Opening,
        *,
        by: Actor,
        key: UUID,
        act: Act,
        request: ServiceRequest,
        told_from: datetime,
        number: int,
    ) -> None:
        self.code = query_code_for(secret(), key)
        self.case, self.running = begin(kind, P.report, what, by=by, code=self.code, act=act)
        self.case.pk = number
        self.request = request
        request.case = self.case
        self.clocks: list[Clock] = list(self.running)
        self.lines: list[Line] = []
        self.assignments: list[Assignment] = []
        self.merged_into: Life | None = None
        self.merged_at: datetime | None = None
        assert what.category.period is not None
        self.level: Period = what.category.period
        self._kind, self._told_from = kind, told_from
        act = replace(act, key=key)
        event = draft(self.case, P.report, act, by=by, role=None, source="", at=self.case.opened_at, moved=self.running)
        self._keep(P.report, act, event)

    @property
    def state(self) -> str:
        """The name of the state the case is in."""
        return self.case.state

    def clock(self, limit: str) -> Clock | None:
        """The running clock of a limit."""
        return next((clock for clock in self.running if clock.limit == limit and not clock.stopped_at), None)

    def take(self, step: Step, *, by: Actor, act: Act, rhythm: Rhythm) -> Event:
        """Take ``step`` at ``act.at``. Raises NotYetError after now, RefusedError where the engine refuses."""
        assert act.at is not None
        if act.at > rhythm.now:
            raise NotYetError
        self.pass_time(act.at, rhythm)
        act = replace(act, level=self.level)
        moved = advance(self.case, self.running, step, by=by, act=act)
        if isinstance(moved, Denied):
            raise RefusedError(f"{step.name} in {self.state}: {moved.reason}")
        self.clocks += moved.new
        self.running = [clock for clock in (*self.running, *moved.new) if not clock.stopped_at]
        event = draft(
            self.case, step, act, by=by, role=moved.role, source=moved.source, at=moved.at, moved=moved.clocks
        )
        self._keep(step, act, event)
        return event

    def pass_time(self, until: datetime, rhythm: Rhythm) -> None:
        """Send the reminders whose time comes before ``until``, in service hours, as the worker would."""
        while (due := self._next_reminder(until, rhythm)) is not None:
            clock, at = due
            rise = rise_of(clock, self._kind.procedure.limit(clock.limit), at)
            act = Act(at=at, facts=rise.facts, level=self.level)
            moved = advance(self.case, self.running, P.escalate, by=SYSTEM, act=act)
            if isinstance(moved, Denied):
                raise RefusedError(f"escalate in {self.state}: {moved.reason}")
            event = draft(
                self.case, P.escalate, act, by=SYSTEM, role=moved.role, source=moved.source, at=at, moved=moved.clocks
            )
            self._keep(P.escalate, act, event)
            if at >= self._told_from:
                self.lines[-1].notices += reminders(self.case, rise, event)

    def _next_reminder(self, until: datetime, rhythm: Rhythm) -> tuple[Clock, datetime] | None:
        # A limit that went on after a standstill may have passed a rung meanwhile: the reminder follows at once.
        found = [
            (rhythm.open(max(clock.next_rung_at, self.case.changed_at)), number)
            for number, clock in enumerate(self.running)
            if clock.next_rung_at and not clock.stopped_at and not clock.paused_at and clock.next_rung_at < until
        ]
        at, number = min(found, default=(until, 0))
        return (self.running[number], at) if at < until else None

    def _keep(self, step: Step, act: Act, event: Event) -> None:
        papers = [(kind, paper_content(self.case, self.running)) for kind in step.issues]
        notices = notices_of(self.case, step, event) if event.at >= self._told_from else []
        self.lines.append(Line(event, list(act.files), notices, papers))

    def hand_over(self, unit_id: int, at: datetime) -> None:
        """Make the unit the handling one, as `heli.cases.assignments` does."""
        for assignment in self.assignments:
            if assignment.kind == Assignment.Kind.HANDLING and assignment.until is None:
                assignment.until = at
        self.assignments.append(Assignment(unit_id=unit_id, kind=Assignment.Kind.HANDLING, since=at))

    @property
    def handled(self) -> bool:
        """Whether some unit has been given the handling."""
        return any(each.kind == Assignment.Kind.HANDLING and each.until is None for each in self.assignments)

    def assist(self, unit_id: int, task: str, at: datetime) -> None:
        """Give the unit a task of its own."""
        self.assignments.append(Assignment(unit_id=unit_id, kind=Assignment.Kind.ASSISTING, task=task, since=at))

    def end_assistance(self, unit_ids: frozenset[int], result: str, at: datetime) -> None:
        """Close the open tasks of the units."""
        for task in self.assignments:
            if task.kind == Assignment.Kind.ASSISTING and task.until is None and task.unit_id in unit_ids:
                task.until, task.result = at, result


def is_open_at(life: Life, at: datetime) -> bool:
    """Whether the case needed an act at that time, so that another can be merged into it."""
    case: Case = life.case
    return case.opened_at < at and (case.closed_at is None or case.closed_at > at) and life.merged_into is None
