"""Writing a case's history: event, audit entry, files, papers and notices of one step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Model

from heli.access.actors import Actor
from heli.access.roles import Role
from heli.audit.record import entry
from heli.cases import clocks
from heli.cases.acts import Act
from heli.cases.issuing import issue_papers
from heli.cases.models import Attachment, Case, Clock, Event, InternalNote
from heli.cases.telling import tell
from heli.kernel.faults import reach
from heli.kernel.procedures import Step
from heli.papers.issuing import claim
from heli.papers.models import StoredFile


def record(
    case: Case, step: Step, act: Act, *, by: Actor, role: Role | None, source: str, at: datetime, moved: list[Clock]
) -> Event:
    """Append the step to the case's chain and history; attach files, issue papers, write notices."""
    event = draft(case, step, act, by=by, role=role, source=source, at=at, moved=moved)
    event.entry.save(force_insert=True)
    event.entry_id = event.entry.pk
    event.save(force_insert=True)
    if act.internal_note:
        event.note_for_staff.save(force_insert=True)
    attach(case, event, act.files)
    reach("act.written")
    issue_papers(case, step, act, event, moved)
    tell(case, step, event)
    return event


def draft(
    case: Case, step: Step, act: Act, *, by: Actor, role: Role | None, source: str, at: datetime, moved: list[Clock]
) -> Event:
    """Return the unsaved event of a step that was taken in memory, with its unsaved entry."""
    facts = {**act.facts, **{name: _plain(value) for name, value in act.changes.items()}, **_counted(act)}
    data = step_data(case, replace(act, facts=facts), role=role, source=source, moved=moved)
    event = Event(
        case=case,
        entry=entry(case.reference, step.name, at=at, actor=by.key, data=data),
        key=act.key,
        step=step.name,
        from_state=source,
        to_state=case.state,
        at=at,
        actor=by.key,
        actor_name=by.name,
        role=role or "",
        unit_id=acting_unit(by, case),
        note=act.note,
        facts=facts,
        internal=step.internal,
    )
    if act.internal_note:
        event.note_for_staff = InternalNote(case=case, text=act.internal_note)
    return event


def _counted(act: Act) -> dict[str, Any]:
    """Which limits the step itself measures, from when they count, and by when a window was judged."""
    begins = {name: instant.isoformat() for name, instant in act.begins.items()}
    asked_at = act.asked_at.isoformat() if act.asked_at else ""
    counted = {"begins": begins, "lengths": list(act.lengths), "asked_at": asked_at}
    return {name: value for name, value in counted.items() if value}


def step_data(case: Case, act: Act, *, role: Role | None, source: str, moved: list[Clock]) -> dict[str, Any]:
    """Return what the audit record keeps of a step that has brought ``case`` from ``source`` into its state."""
    data = {
        "from": source,
        "to": case.state,
        "procedure": f"{case.procedure}/{case.procedure_version}",
        "role": role or "",
        "note": act.note,
        "internal_note": act.internal_note,
        "facts": act.facts,
        "clocks": clocks.recorded(moved),
        "files": [stored.digest for stored, _purpose in act.files],
    }
    if not source:
        data["opening"] = opening_data(case)
    return data


def opening_data(case: Case) -> dict[str, Any]:
    """Return what the audit record keeps of a case as it was opened; contact data stay out of it."""
    return {
        "title": case.title,
        "text": case.text,
        "category": case.category.code,
        "area": case.area_path,
        "address": case.address,
        "unit": case.unit_id,
        "centre": case.centre_id,
        "channel": case.channel,
        "confidential": case.confidential,
        "about": {"units": case.excluded_units, "people": case.excluded_people, "oversight": case.oversight},
    }


def acting_unit(by: Actor, case: Case) -> int | None:
    """Return the unit for which the actor acts: the handling unit where they belong to it, else their first."""
    units = [post.unit_id for post in by.posts]
    return case.unit_id if case.unit_id in units else next(iter(units), None)


def attach(case: Case, event: Event, files: Sequence[tuple[StoredFile, str]]) -> None:
    """Attach ``files`` with their purposes to ``event``; a file belongs to one case for good."""
    if files:
        claim([stored for stored, _purpose in files])
        Attachment.objects.bulk_create(
            [Attachment(case=case, event=event, file=stored, purpose=purpose) for stored, purpose in files]
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, datetime) else value
