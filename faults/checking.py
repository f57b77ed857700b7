"""What must hold after any fault, read from the database, the shelf of files, and the lists that people kept."""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from heli.access.roles import Role
from heli.cases.kinds import kind_of
from heli.cases.models import Attachment, Case, Event
from heli.cases.recomputing import date_faults
from heli.imports.models import ImportedRow
from heli.notices.models import Channel, Delivery, Notice
from heli.papers import shelf
from heli.papers.cleaning import remove_strays, remove_unclaimed
from heli.papers.models import StoredFile

TOKEN = re.compile(r"[0-9a-f]{32}")


def run_on(folder: str, letters: str) -> dict[str, Any]:
    """Check everything with the letters that the file ``letters`` lists."""
    return run(folder, json.loads(Path(letters).read_text()))


def run(folder: str, letters: dict[str, int]) -> dict[str, Any]:
    """Check everything and return what was counted and what was found wrong, in words."""
    ledger = [json.loads(line) for path in Path(folder).glob("ledger-*.jsonl") for line in path.open(encoding="utf-8")]
    lost = list(_lost(ledger))
    doubled = list(_doubled())
    wrong = [*_without_notice(), *_letters(letters), *_files(), *_dates(), *_audit()]
    kinds = Counter(line["what"] for line in ledger)
    return {
        "acknowledged": {"report": kinds["report"], "step": kinds["step"], "file": kinds["file"]},
        "cases": Case.objects.count(),
        "events": Event.objects.count(),
        "letters": len(letters),
        "letters_repeated": sum(count > 1 for count in letters.values()),
        "lost": lost,
        "doubled": doubled,
        "wrong": wrong,
    }


def _lost(ledger: Iterable[dict[str, Any]]) -> Iterator[str]:
    """What somebody was told was received, and is not there whole."""
    events = {str(each.key): each for each in Event.objects.exclude(key=None).select_related("case")}
    files = Counter(Attachment.objects.values_list("event_id", flat=True))
    stored = {str(pk) for pk in StoredFile.objects.values_list("pk", flat=True)}
    for line in ledger:
        if line["what"] == "file":
            if line["id"] not in stored:
                yield f"file {line['id']}"
            continue
        event = events.get(line["key"])
        if event is None or event.case.reference != line["reference"]:
            yield f"{line['what']} {line['key']} of {line['reference']}"
        elif line["what"] == "step" and event.step != line["step"]:
            yield f"step {line['key']}: {event.step} instead of {line['step']}"
        elif line["what"] == "report" and (line["token"] not in event.case.text or files[event.pk] != line["files"]):
            yield f"report {line['reference']}: text or files differ"


def _doubled() -> Iterator[str]:
    """One submission that became two cases; told by the words that only it used."""
    found = Counter(match[0] for text in Case.objects.values_list("text", flat=True) if (match := TOKEN.search(text)))
    for token, count in found.items():
        if count > 1:
            yield f"{count} cases of submission {token}"


def _without_notice() -> Iterator[str]:
    """Events that should have told somebody and did not."""
    keys = Counter(key.rsplit(".", 1)[0] for key in Notice.objects.values_list("key", flat=True))
    events = Event.objects.exclude(case__in=_taken_over()).select_related("case__contact")
    for event in events.order_by("pk"):
        case = event.case
        for role in kind_of(case).procedure.step(event.step).tells:
            if role == Role.ASSISTING_UNIT or (role == Role.APPLICANT and not (case.contact and case.contact.email)):
                continue
            if not keys[f"{event.pk}.{role}"]:
                yield f"{case.reference}: {event.step} told no {role}"


def _letters(letters: dict[str, int]) -> Iterator[str]:
    """Notices by e-mail that no server has accepted, or letters of no notice."""
    keys = {name.rsplit(".", 1)[0] for name in letters}
    notices = dict(Notice.objects.filter(channel=Channel.EMAIL).values_list("key", "state"))
    for key, state in notices.items():
        if state != Delivery.SENT or key not in keys:
            yield f"notice {key} is {state}; the mail server {'has' if key in keys else 'never had'} it"
    for key in keys - set(notices):
        yield f"letter {key} belongs to no notice"


def _files() -> Iterator[str]:
    """Rows and stored bytes that are not one to one once the clean-up has run, as it does a day later."""
    rows = set(StoredFile.objects.values_list("digest", flat=True))
    aged = time.time() - 48 * 60 * 60
    for path in [*(path for paths in shelf.folders() for path in paths if path.name not in rows), *shelf.drafts()]:
        os.utime(path, (aged, aged))
    remove_strays()
    remove_unclaimed(timezone.now() + timedelta(days=2))
    rows = set(StoredFile.objects.values_list("digest", flat=True))
    there = {path.name: path for paths in shelf.folders() for path in paths}
    yield from (f"no bytes of {digest}" for digest in rows - set(there))
    yield from (f"no row of {digest}" for digest in set(there) - rows)
    yield from (f"draft {path.name}" for path in shelf.drafts())
    for digest, path in there.items():
        if sha256(path.read_bytes()).hexdigest() != digest:
            yield f"bytes of {digest} differ"


def _dates() -> Iterator[str]:
    for case in Case.objects.exclude(pk__in=_taken_over()).select_related("category").order_by("pk").iterator():
        yield from date_faults(case)


def _taken_over() -> Any:
    """Cases of an earlier system: an import tells nobody, and reckons no clock but the main one."""
    return ImportedRow.objects.values("case")


def _audit() -> Iterator[str]:
    said = StringIO()
    try:
        call_command("audit_verify", "--files", stdout=said, stderr=said)
    except CommandError as failure:
        yield f"{failure}: {said.getvalue()[:2000]}"


def imported(prefix: str) -> dict[str, int]:
    """Return how many rows of an import became cases."""
    rows = ImportedRow.objects.filter(source_id__startswith=prefix)
    return {"rows": rows.count(), "cases": rows.values("case").distinct().count()}


def waiting() -> dict[str, int]:
    """Return how many jobs are in nobody's hand or overdue, and how many letters wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'doing'), count(*) FILTER (WHERE status = 'todo' AND "
            "(scheduled_at IS NULL OR scheduled_at < now() - interval '5 seconds')), "
            "count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
        )
        doing, todo, failed = cursor.fetchone()
    return {"doing": doing, "todo": todo, "failed": failed, "letters": Notice.objects.filter(state="pending").count()}


def pass_ten_minutes() -> dict[str, int]:
    """Let letters that a killed worker had in hand be taken again now instead of in ten minutes."""
    return {"moved": Notice.objects.filter(state=Delivery.PENDING).update(not_before=None)}
