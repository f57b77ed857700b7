"""Checking the history of cases against the audit record: both say the same of every step, and nothing is missing."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.db import connection

from heli.audit.models import Entry
from heli.audit.verifying import FIELDS, Fault, Row
from heli.cases.models import Attachment, Case, Event
from heli.papers import shelf

BATCH = 2000
NO_ENTRY, NO_EVENT, DIFFERENT, STATE, FILE = "no entry", "no event", "event differs", "state differs", "file differs"


def event_faults(case: Case | None = None, *, batch: int = BATCH) -> Iterator[Fault | None]:
    """Check every event (of ``case``) against its entry; yield a fault, or None where both agree."""
    rows = Event.objects.select_related("note_for_staff").order_by("pk")
    if case is not None:
        rows = rows.filter(case=case)
    last = 0
    while found := list(rows.filter(pk__gt=last)[:batch]):
        yield from _check(found)
        last = found[-1].pk


def _check(events: list[Event]) -> Iterator[Fault | None]:
    rows = Entry.objects.filter(pk__in=[event.entry_id for event in events]).values_list("pk", *FIELDS)
    entries = {pk: Row(*values) for pk, *values in rows}
    references = dict(Case.objects.filter(pk__in={event.case_id for event in events}).values_list("pk", "reference"))
    files = _files_of(events)
    for event in events:
        chain, entry = references.get(event.case_id, f"case {event.case_id}"), entries.get(event.entry_id)
        if entry is None:
            yield Fault(chain, 0, NO_ENTRY, f"event {event.pk}, {event.step}")
        else:
            differing = _differing(event, entry, chain, files[event.pk])
            yield Fault(chain, entry.seq, DIFFERENT, ", ".join(differing)) if differing else None


def _files_of(events: Iterable[Event]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Attachment.objects.filter(event__in=list(events)).order_by("pk").values_list("event_id", "file__digest")
    for event_id, digest in rows:
        found[event_id].append(digest)
    return found


def _differing(event: Event, entry: Row, chain: str, files: list[str]) -> list[str]:
    """Return what ``event`` says otherwise than its entry."""
    try:
        data = json.loads(entry.content)["data"]
        pairs = (
            ("case", chain, entry.chain),
            ("step", event.step, entry.verb),
            ("at", event.at, entry.at),
            ("actor", event.actor, entry.actor),
            ("from", event.from_state, data["from"]),
            ("to", event.to_state, data["to"]),
            ("role", event.role, data["role"]),
            ("note", event.note, data["note"]),
            ("internal_note", event.internal_note, data["internal_note"]),
            ("facts", event.facts, data["facts"]),
            ("files", sorted(files), sorted(data["files"])),
        )
    except (ValueError, LookupError, TypeError):
        return ["content"]
    return [name for name, here, there in pairs if here != there]


_WITHOUT_EVENT = """
SELECT entry.chain, entry.seq, entry.content FROM audit_entry entry
LEFT JOIN cases_event event ON event.entry_id = entry.id
WHERE event.id IS NULL AND strpos(entry.content, '"procedure":"') > 0 AND (%s = '' OR entry.chain = %s)
ORDER BY entry.chain, entry.seq
"""

_OTHER_STATE = """
SELECT kept.reference, (SELECT entry.seq FROM audit_entry entry WHERE entry.id = last.entry_id)
FROM cases_case kept JOIN LATERAL (
  SELECT to_state, entry_id FROM cases_event WHERE case_id = kept.id ORDER BY id DESC LIMIT 1
) last ON last.to_state <> kept.state
WHERE %s = '' OR kept.reference = %s
ORDER BY kept.reference
"""


def lost_events(reference: str = "") -> Iterator[Fault]:
    """Yield the entries that state a step whose event is gone."""
    for chain, seq, content in _rows(_WITHOUT_EVENT, reference):
        data = json.loads(content).get("data", {})
        if "procedure" in data and "to" in data:
            yield Fault(chain, seq, NO_EVENT, data["to"])


def other_states(reference: str = "") -> Iterator[Fault]:
    """Yield the cases that are not in the state into which their last event brought them."""
    for chain, seq in _rows(_OTHER_STATE, reference):
        yield Fault(chain, seq or 0, STATE)


def _rows(statement: str, reference: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [reference, reference])
        return list(cursor.fetchall())


def _erased_files() -> set[tuple[str, str]]:
    """Return the files of cases whose erasure, after the period of keeping, is itself on record."""
    rows = Entry.objects.filter(verb="erase_files").values_list("chain", "content")
    return {(chain, digest) for chain, content in rows for digest in json.loads(content)["data"]["digests"]}


def file_faults(case: Case | None = None) -> Iterator[Fault | None]:
    """Read every file of a case (of ``case``) again; yield a fault for one that is gone or changed, else None."""
    rows = Attachment.objects.order_by("pk")
    if case is not None:
        rows = rows.filter(case=case)
    found = rows.values_list("case__reference", "event__entry__seq", "file__digest")
    erased = _erased_files()
    for reference, seq, digest in found.iterator(chunk_size=BATCH):
        if (reference, digest) in erased:
            continue
        try:
            same = sha256(shelf.path_of(digest).read_bytes()).hexdigest() == digest
        except OSError:
            same = False
        yield None if same else Fault(reference, seq, FILE, digest[:16])
