"""Measure the audit record: `make bench-audit`.

Fills a database of its own under var/bench-audit with chains as the kernel links them, then measures the first
checkpoint, the checkpoints of minutes in which some chains moved, and the check of everything.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from heli.audit.models import Entry, SealedHead
from heli.audit.record import content_of, entry
from heli.audit.sealing import seal
from heli.audit.witness import export
from heli.kernel.chains import GENESIS, link

AT = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = "chain, seq, at, actor, verb, content, previous, digest"


def rows(chains: int, entries: int) -> Iterator[tuple[Any, ...]]:
    """Yield entries of about the size of a step's, chain after chain."""
    data = {"from": "dispatched", "to": "in_hand", "note": "已派工，请尽快处理。" * 6, "facts": {}, "files": []}
    for number in range(chains):
        chain, previous = f"{number:09X}-A", GENESIS
        for seq in range(1, entries // chains + 1):
            content = content_of(chain, "accept", at=AT, actor="staff:12", data=data)
            digest = link(previous, seq, content)
            yield chain, seq, AT, "staff:12", "accept", content, previous, digest
            previous = digest


def fill(chains: int, entries: int) -> None:
    """Write the entries past the triggers, and note their chains as changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with cursor.copy(f"COPY audit_entry ({ROWS}) FROM STDIN") as copy:
            for row in rows(chains, entries):
                copy.write_row(row)
        cursor.execute("INSERT INTO audit_changedchain (chain) SELECT DISTINCT chain FROM audit_entry")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_entry")


def touch(count: int) -> None:
    """Append one entry to ``count`` chains spread over all."""
    every = max(1, SealedHead.objects.count() // count)
    wanted = SealedHead.objects.extra(where=["position %% %s = 0"], params=[every]).values_list("chain", flat=True)
    Entry.objects.bulk_create([entry(chain, "close", at=AT, actor="staff:12", data={}) for chain in wanted[:count]])


def run(*, chains: int, entries: int) -> dict[str, Any]:
    """Fill, seal, check; answer the seconds of each."""
    found: dict[str, Any] = {}

    def timed(name: str, work: Callable[[], Any]) -> None:
        begun = time.monotonic()
        work()
        found[name] = round(time.monotonic() - begun, 2)
        print(f"{name:50} {found[name]:9.2f} s", file=sys.stderr, flush=True)

    call_command("migrate", verbosity=0)
    if not Entry.objects.exists():
        timed(f"writing {entries:,} entries in {chains:,} chains", lambda: fill(chains, entries))
        timed("first checkpoint, all chains new", seal)
        timed("first export to the witness", lambda: export(settings.HELI_WITNESS))
    for count in (0, 100, 1000):
        if count:
            timed(f"appending to {count:,} chains", lambda count=count: touch(count))  # type: ignore[misc]
        timed(f"checkpoint after {count:,} chains moved", seal)
        timed(f"export of {count:,} heads to the witness", lambda: export(settings.HELI_WITNESS))
    for processes in (1, 2):
        verify = lambda processes=processes: call_command("audit_verify", processes=processes)  # noqa: E731
        timed(f"verification by {processes} processes", verify)
    return found
