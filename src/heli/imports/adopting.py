"""Writing foreign requests into the database as cases with their history."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from heli.audit.models import Entry
from heli.audit.record import content_of
from heli.cases.acts import Act
from heli.cases.clocks import show_on, stop
from heli.cases.copying import Sheet, reserve
from heli.cases.history import step_data
from heli.cases.models import Case, Channel, Clock, Event
from heli.cases.searching import normalise
from heli.imports.categories import CategoryBook
from heli.imports.deadlines import clock_of
from heli.imports.examine import CLOSED_STATES, Request
from heli.imports.layout import Layout, SourceState
from heli.imports.models import ImportedRow, ImportRun
from heli.imports.placing import Find
from heli.kernel.periods import Period
from heli.kernel.procedures import Step
from heli.kernel.references import new_reference
from heli.organizations.models import Category
from heli.organizations.responsibility import owner_of
from heli.service_requests.models import ServiceRequest
from heli.service_requests.opening import TITLE_LENGTH, title_of
from heli.service_requests.procedure import ServiceRequestProcedure as P

SUBMISSIONS = UUID("6f3f2f0e-5a43-4f55-9d35-8f1a5f2c1c0b")
"""Namespace of the keys under which imported rows are submitted, one per source, number and step."""


OBJECTION_DAYS = timedelta(days=45)
"""A close longer ago than this is past objection, whatever days off the thirty days ended on."""


class Sheets:
    """The rows of one chunk, by table, in the order in which they can be inserted."""

    def __init__(self) -> None:
        self.cases, self.entries, self.events = Sheet(Case), Sheet(Entry), Sheet(Event)
        self.clocks, self.requests, self.imported = Sheet(Clock), Sheet(ServiceRequest), Sheet(ImportedRow)

    def insert(self) -> None:
        """Insert everything in the current transaction."""
        for number, made, event in zip(
            reserve(Entry, len(self.events.rows)), self.entries.rows, self.events.rows, strict=True
        ):
            made["id"] = event["entry_id"] = number
        for sheet in (self.cases, self.entries, self.events, self.clocks, self.requests, self.imported):
            sheet.insert()


class Adopter:
    """Makes cases of requests: an opening event on the day they were raised, a closing one where they are closed."""

    def __init__(self, layout: Layout, run: ImportRun, book: CategoryBook, find: Find, now: datetime) -> None:
        self.layout, self.run, self.book, self.find, self.now = layout, run, book, find, now
        self._references: set[str] = set()
        self._owners: dict[tuple[int, str], int] = {}

    def adopt(self, requests: Sequence[Request]) -> Sheets:
        """Return the rows that make cases of ``requests``. Missing categories are made, nothing else is written."""
        sheets = Sheets()
        if requests:
            numbers = reserve(Case, len(requests))
            self._references = unused_references(len(requests), besides=self._references)
            for number, reference, request in zip(numbers, self._references, requests, strict=True):
                self._adopt(sheets, number, reference, request)
        return sheets

    def _adopt(self, sheets: Sheets, number: int, reference: str, request: Request) -> None:
        category = self.book.get(request.category)
        level = category.period
        assert level is not None
        case = self._case(sheets, number, reference, request, category)
        sheets.cases.add_instance(case)
        sheets.requests.add(case_id=number, answer=request.reply if request.closed else "")
        sheets.imported.add(
            source=self.layout.name, source_id=request.source_id, case_id=number, run_id=self.run.pk, line=request.line
        )
        main = clock_of(sheets.clocks, P.answering, at=request.opened, level=level, now=self.now)
        if request.state in CLOSED_STATES:
            self._open(sheets, case, request, [main])
            kept = self._close(sheets, case, request, main, level)
        else:
            kept = [main, clock_of(sheets.clocks, P.dispatching, at=self.now, level=level, now=self.now)]
            self._open(sheets, case, request, kept)
        show_on(case, kept)
        for clock in kept:
            clock.case_id = number
            sheets.clocks.add_instance(clock)

    def _case(self, sheets: Sheets, number: int, reference: str, request: Request, category: Category) -> Case:
        area = self.find(request.point) if request.point else None
        path = area.path if area else ""
        title = request.title or title_of(request.text) or request.text[:TITLE_LENGTH]
        case: Case = sheets.cases.instance(
            id=number,
            reference=reference,
            # Nobody was given a code, so no code may fit.
            query_code=secrets.token_hex(32),
            procedure=P.code,
            procedure_version=P.version,
            state=P.registered.name,
            channel=Channel.IMPORT,
            title=title,
            text=request.text,
            search_text=normalise(reference.replace("-", ""), title, request.text, request.address),
            category_id=category.pk,
            area_id=area.pk if area else None,
            area_path=path,
            address=request.address,
            latitude=request.point[1] if request.point else None,
            longitude=request.point[0] if request.point else None,
            unit_id=self._owner(category, path),
            opened_by=self.run.actor,
            confidential=category.confidential,
            opened_at=request.opened,
            changed_at=self.now,
        )
        case.category = category
        return case

    def _owner(self, category: Category, path: str) -> int:
        key = (category.pk, path)
        if key not in self._owners:
            self._owners[key] = owner_of(category, path).unit.pk
        return self._owners[key]

    def _origin(self, request: Request) -> dict[str, Any]:
        return {"source": self.layout.name, "source_id": request.source_id}

    def _open(self, sheets: Sheets, case: Case, request: Request, running: list[Clock]) -> None:
        facts: dict[str, Any] = {**self._origin(request), "state": request.state.value}
        if request.reply and not request.closed:
            facts["reply"] = request.reply
        self._note(sheets, case, P.report, Act(at=request.opened, facts=facts), "", running)

    def _close(self, sheets: Sheets, case: Case, request: Request, main: Clock, level: Period) -> list[Clock]:
        assert request.closed is not None
        case.state, case.closed_at, case.version = P.closed.name, request.closed, 2
        stop(main, at=request.closed)
        main.next_rung_at = None
        made = [main]
        if request.closed > self.now - OBJECTION_DAYS:
            made.append(clock_of(sheets.clocks, P.objecting, at=request.closed, level=level, now=self.now))
        facts: dict[str, Any] = self._origin(request)
        if request.state is SourceState.DUPLICATE:
            facts["duplicate"] = True
        if request.replied:
            facts["replied"] = request.replied.isoformat()
        act = Act(at=request.closed, note=request.reply, facts=facts)
        self._note(sheets, case, P.take_over_closed, act, P.registered.name, made)
        return made

    def _note(self, sheets: Sheets, case: Case, step: Step, act: Act, source: str, moved: list[Clock]) -> None:
        """Add one event with its entry in the case's chain."""
        at, actor = act.at or self.now, self.run.actor
        data = step_data(case, act, role=None, source=source, moved=moved)
        content = content_of(case.reference, step.name, at=at, actor=actor, data=data)
        sheets.entries.add(chain=case.reference, at=at, actor=actor, verb=step.name, content=content)
        sheets.events.add(
            case_id=case.pk,
            key=uuid5(SUBMISSIONS, f"{self.layout.name}\n{act.facts['source_id']}\n{step.name}"),
            step=step.name,
            from_state=source,
            to_state=case.state,
            at=at,
            actor=actor,
            actor_name=self.layout.title[:80],
            note=act.note,
            facts=act.facts,
            internal=step.internal,
        )


def unused_references(count: int, *, besides: Collection[str] = ()) -> set[str]:
    """Return ``count`` reference numbers that no case has; ``besides`` are on their way into the database."""
    found: set[str] = set()
    while len(found) < count:
        fresh = {new_reference() for _each in range(count - len(found))}.difference(besides)
        found |= fresh.difference(Case.objects.filter(reference__in=fresh).values_list("reference", flat=True))
    return found
