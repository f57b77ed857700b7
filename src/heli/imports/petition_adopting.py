"""Writing the petitions of a register into the database as cases with their history and their clocks."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from heli.audit.models import Entry
from heli.audit.record import content_of
from heli.cases.acts import Act
from heli.cases.clocks import show_on
from heli.cases.conflicts import Concerned, answer_for
from heli.cases.copying import Sheet, reserve
from heli.cases.history import step_data
from heli.cases.models import Assignment, Case, Clock, Event
from heli.cases.searching import normalise
from heli.imports.adopting import unused_references
from heli.imports.categories import CategoryBook
from heli.imports.layout import Layout
from heli.imports.models import ImportedRow, ImportRun
from heli.imports.petition_rows import PetitionRow
from heli.imports.replaying import Replayed, pass_over
from heli.organizations.models import Unit
from heli.organizations.responsibility import registry
from heli.people.models import Contact
from heli.petitions.arrangements import arrangements, organ_above, petition_office
from heli.petitions.claims import ClaimProcedure
from heli.petitions.models import Level, Opinion, Petition, Way
from heli.petitions.opening import title_of

SUBMISSIONS: Final = UUID("0d8e1c52-93f4-4c0b-8f0a-5f6f1f1f8a77")
"""Namespace of the keys under which imported petitions are submitted, one per source, number and day."""
LEVELS: Final = {"decided": Level.FIRST, "review_decided": Level.REVIEW, "re_review_decided": Level.RE_REVIEW}


class PetitionSheets:
    """The rows of one chunk, by table, in the order in which they can be inserted."""

    def __init__(self) -> None:
        self.contacts: list[tuple[Contact, Case]] = []
        self.cases, self.entries, self.events = Sheet(Case), Sheet(Entry), Sheet(Event)
        self.clocks, self.petitions, self.opinions = Sheet(Clock), Sheet(Petition), Sheet(Opinion)
        self.assignments, self.imported = Sheet(Assignment), Sheet(ImportedRow)
        self.written: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def insert(self) -> None:
        """Insert everything in the current transaction."""
        Contact.objects.bulk_create([contact for contact, _case in self.contacts])
        for contact, case in self.contacts:
            case.contact_id = contact.pk
        events = self.events.rows
        for entry, event, key, number in zip(
            self.entries.rows, events, reserve(Entry, len(events)), reserve(Event, len(events)), strict=True
        ):
            entry["id"] = event["entry_id"] = key
            event["id"] = number
        for opinion, event in self.written:
            opinion["event_id"] = event["id"]
        for sheet in (self.cases, self.entries, self.events, self.clocks, self.petitions, self.opinions,
                      self.assignments, self.imported):  # fmt: skip
            sheet.insert()


class PetitionAdopter:
    """Makes cases of petitions: an event on each day that the register names, through the procedure."""

    def __init__(self, layout: Layout, run: ImportRun, book: CategoryBook, now: datetime) -> None:
        self.layout, self.run, self.book, self.now = layout, run, book, now
        self.office = petition_office()
        self._references: set[str] = set()

    def adopt(self, rows: Sequence[PetitionRow]) -> PetitionSheets:
        """Return the rows of tables that make cases of ``rows``; missing categories are made, nothing else written."""
        sheets = PetitionSheets()
        if rows:
            numbers = reserve(Case, len(rows))
            self._references = unused_references(len(rows), besides=self._references)
            for number, reference, row in zip(numbers, self._references, rows, strict=True):
                _Adoption(self, sheets, row, number, reference).write()
        return sheets


class _Adoption:
    """The making of one case."""

    def __init__(
        self, adopter: PetitionAdopter, sheets: PetitionSheets, row: PetitionRow, number: int, reference: str
    ) -> None:
        self.adopter, self.sheets, self.row = adopter, sheets, row
        self.case = self._case(number, reference)
        self.assigned: dict[str, Any] | None = None
        self.kept: dict[str, Any] = {}

    def write(self) -> None:
        """Add all rows of the case to the sheets."""
        row, sheets, case = self.row, self.sheets, self.case
        for taken in row.history.taken:
            self._take(taken)
        final = row.history.state.final
        case.closed_at = row.history.taken[-1].at if final else None
        running = row.history.running
        pass_over(running, self.adopter.now)
        show_on(case, running)
        for clock in row.history.clocks:
            clock.case_id = case.pk
            sheets.clocks.add_instance(clock)
        sheets.cases.add_instance(case)
        sheets.petitions.add(
            case_id=case.pk,
            received_at=case.opened_at,
            request=row.request,
            people=row.people,
            extended_days=row.extended,
            **self.kept,
        )
        sheets.imported.add(
            source=self.adopter.layout.name, source_id=row.source_id, case_id=case.pk, run_id=self.adopter.run.pk,
            line=row.line,
        )  # fmt: skip
        if any(row.contact):
            name, phone, email = row.contact
            sheets.contacts.append((Contact(name=name, phone=phone, email=email), case))

    def _case(self, number: int, reference: str) -> Case:
        row, adopter = self.row, self.adopter
        category, office = adopter.book.get(row.category), adopter.office
        path = row.area.path if row.area else ""
        concerned = Concerned(units=frozenset({row.about.pk})) if row.about else Concerned()
        answer = answer_for(office, path, concerned, centre=office)
        title = row.title or title_of(row.request or row.text)
        case: Case = self.sheets.cases.instance(
            id=number,
            reference=reference,
            # Nobody was given a code, so no code may fit; the petition office gives one out on request.
            query_code=secrets.token_hex(32),
            procedure=row.procedure.code,
            procedure_version=row.procedure.version,
            channel=row.channel,
            title=title,
            text=row.text,
            search_text=normalise(reference.replace("-", ""), title, row.text, row.address),
            category_id=category.pk,
            area_id=row.area.pk if row.area else None,
            area_path=path,
            address=row.address,
            unit_id=answer.unit.pk,
            centre_id=answer.centre.pk if answer.centre else None,
            oversight=answer.oversight,
            opened_by=adopter.run.actor,
            confidential=True,
            opened_at=row.history.taken[0].at,
            changed_at=adopter.now,
            **concerned.fields,
        )
        case.category = category
        return case

    def _take(self, taken: Replayed) -> None:
        case, facts = self.case, {"imported": self.row.source_id}
        facts |= self._effects(taken)
        case.state = taken.target.name
        case.version = self.row.history.taken.index(taken) + 1
        said = self.row.opinions.get(taken.day)
        if said:
            facts["outcome"] = said.outcome
        self._note(taken, Act(at=taken.at, note=said.opinion if said else "", facts=facts))
        if said:
            self._opinion(taken)

    def _effects(self, taken: Replayed) -> dict[str, Any]:
        """What the step does beside the state; returns what the history keeps of it."""
        row, name = self.row, taken.step.name
        if name == "forward":
            assert row.unit is not None
            return self._hand_over(row.unit, taken.at)
        if name in ("accept", "take_as_duty"):
            self.kept["first_unit"] = self.case.unit_id
            if row.procedure is ClaimProcedure:
                self.kept["way"] = Way.OPINION if name == "accept" else Way.DUTY
        elif name == "grant_extension":
            return {"amount": row.extended}
        elif name in ("ask_review", "ask_re_review"):
            return self._to_reviewer(name, taken.at)
        return {}

    def _to_reviewer(self, name: str, at: datetime) -> dict[str, Any]:
        decided = self.kept.get("first_unit" if name == "ask_review" else "review_unit")
        unit = registry().units.get(decided or 0)
        above = organ_above(unit) if unit and not self.kept.get("outside_body") else None
        self.kept["review_unit"] = (above or self.adopter.office).pk
        self.kept["outside_body"] = "" if above else arrangements().upper_body
        return self._hand_over(above or self.adopter.office, at)

    def _hand_over(self, unit: Unit, at: datetime) -> dict[str, Any]:
        if self.assigned:
            self.assigned["until"] = at
        sheet = self.sheets.assignments
        sheet.add(case_id=self.case.pk, unit_id=unit.pk, kind=Assignment.Kind.HANDLING, since=at)
        self.assigned = sheet.rows[-1]
        self.case.unit_id = unit.pk
        return {"unit_id": unit.pk}

    def _note(self, taken: Replayed, act: Act) -> None:
        """Add one event with its entry in the case's chain."""
        case, adopter, step = self.case, self.adopter, taken.step
        actor = adopter.run.actor
        data = step_data(case, act, role=None, source=taken.source, moved=taken.moved)
        content = content_of(case.reference, step.name, at=taken.at, actor=actor, data=data)
        self.sheets.entries.add(chain=case.reference, at=taken.at, actor=actor, verb=step.name, content=content)
        self.sheets.events.add(
            case_id=case.pk,
            key=uuid5(SUBMISSIONS, f"{adopter.layout.name}\n{self.row.source_id}\n{taken.day}"),
            step=step.name,
            from_state=taken.source,
            to_state=case.state,
            at=taken.at,
            actor=actor,
            actor_name=adopter.layout.title[:80],
            note=act.note,
            facts=act.facts,
            internal=step.internal,
        )

    def _opinion(self, taken: Replayed) -> None:
        said = self.row.opinions[taken.day]
        self.sheets.opinions.add(
            case_id=self.case.pk,
            level=LEVELS[taken.day],
            outcome=said.outcome,
            findings=said.findings,
            opinion=said.opinion,
            ground=said.ground,
            unit=self.case.unit_id,
            made_by=self.adopter.run.actor,
            made_at=taken.at,
        )
        self.sheets.written.append((self.sheets.opinions.rows[-1], self.sheets.events.rows[-1]))
