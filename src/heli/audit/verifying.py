"""Checking the audit record: every chain recomputed from its first entry, in constant memory.

A chain cannot show by itself that its last entries were cut off or that all of it was computed anew; for that, its
heads are kept elsewhere from time to time (`heli audit heads`) and handed in again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple, TextIO

from heli.audit.models import Entry
from heli.kernel.chains import GENESIS, Head, verify
from heli.kernel.chains import Entry as Link

BATCH = 2000
COLUMNS = "columns"


@dataclass(frozen=True)
class Fault:
    """The first entry of a chain that cannot be trusted, and what is wrong: a ``BreakKind``, or a word of the caller.

    ``detail`` names what differs; it holds no content.
    """

    chain: str
    seq: int
    kind: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}: {self.kind}{f' ({self.detail})' if self.detail else ''}"


class Row(NamedTuple):
    """One entry as it is stored."""

    chain: str
    seq: int
    at: datetime
    actor: str
    verb: str
    content: str
    previous: bytes
    digest: bytes


FIELDS = ("chain", "seq", "at", "actor", "verb", "content", "previous", "digest")


def stored(chain: str = "", *, batch: int = BATCH) -> Iterator[Row]:
    """Yield the entries of ``chain``, or of all chains one after the other, each in order; ``batch`` rows at a time."""
    rows = Entry.objects.order_by("chain", "seq")
    if chain:
        rows = rows.filter(chain=chain)
    last: Row | None = None
    while True:
        after = rows if last is None else rows.extra(where=["(chain, seq) > (%s, %s)"], params=[last.chain, last.seq])
        found = [Row(*values) for values in after.values_list(*FIELDS)[:batch]]
        yield from found
        if len(found) < batch:
            return
        last = found[-1]


def faults(entries: Iterable[Row], heads: Mapping[str, Head] | None = None) -> Iterator[Fault]:
    """Yield the first fault of each chain in ``entries``, which come chain by chain and in order.

    ``heads`` are the known heads by chain; a chain that is gone altogether is reported as cut.
    """
    missing = dict(heads or {})
    for chain, rows in groupby(entries, key=lambda entry: entry.chain):
        fault = _fault_of(chain, rows, missing.pop(chain, None))
        if fault:
            yield fault
    for chain in sorted(missing):
        yield Fault(chain, 1, "cut")


def _fault_of(chain: str, rows: Iterator[Row], head: Head | None) -> Fault | None:
    """Return the first fault of one chain: in its hashes, or in columns that say something else than the content."""
    telling: list[Fault] = []
    broken = verify(_links(rows, telling), head=head)
    if broken and not (telling and telling[0].seq < broken.seq):
        return Fault(chain, broken.seq, broken.kind.value)
    return telling[0] if telling else None


def _links(rows: Iterable[Row], telling: list[Fault]) -> Iterator[Link]:
    previous = GENESIS
    for row in rows:
        digest = bytes(row.digest)
        if not telling and (differing := differing_columns(row, previous)):
            telling.append(Fault(row.chain, row.seq, COLUMNS, ", ".join(differing)))
        yield Link(row.seq, row.content, digest)
        previous = digest


def differing_columns(row: Row, previous: bytes) -> list[str]:
    """Return the columns of ``row`` that do not say what its content says, or do not name the hash before it."""
    try:
        said = json.loads(row.content)
    except ValueError:
        return ["content"]
    columns = {"actor": row.actor, "at": written(row.at), "chain": row.chain, "verb": row.verb}
    differing = [name for name, value in columns.items() if not isinstance(said, dict) or said.get(name) != value]
    return differing if bytes(row.previous) == previous else [*differing, "previous"]


def written(at: datetime) -> str:
    """Return an instant as contents write it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def heads() -> Iterator[tuple[str, Head]]:
    """Yield each chain with its present head."""
    rows = Entry.objects.order_by("chain", "-seq").distinct("chain").values_list("chain", "seq", "digest")
    for chain, seq, digest in rows.iterator(chunk_size=BATCH):
        yield chain, Head(seq, bytes(digest))


def write_heads(into: TextIO) -> int:
    """Write the head of every chain to ``into``, a line each, and return how many."""
    count = 0
    for chain, head in heads():
        into.write(f"{head.hash.hex()} {head.seq} {chain}\n")
        count += 1
    return count


def read_heads(lines: Iterable[str]) -> dict[str, Head]:
    """Return the heads that `write_heads` wrote; raises ValueError for a line that it cannot have written."""
    found = {}
    for line in lines:
        digest, seq, chain = line.rstrip("\n").split(" ", 2)
        found[chain] = Head(int(seq), bytes.fromhex(digest))
    return found
