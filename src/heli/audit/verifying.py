"""Checking the audit record: every chain recomputed from its first entry, in constant memory.

A chain cannot show by itself that its last entries were cut off or that all of it was computed anew; for that, its
heads are kept elsewhere from time to time (`heli audit heads`) and handed in again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple, TextIO

from django.db import connection
from psycopg import Connection, sql

from heli.audit.models import Entry
from heli.audit.naming import statement
from heli.kernel.chains import GENESIS, Head, verify
from heli.kernel.chains import Entry as Link

BATCH = 2000
COLUMNS = "columns"
#: Heads known from elsewhere, by chain; a chain may have several.
Known = Mapping[str, Sequence[Head]]


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


_TYPES = ("varchar", "int4", "timestamptz", "varchar", "varchar", "text", "bytea", "bytea")


def stored(chain: str = "") -> Iterator[Row]:
    """Yield the entries of ``chain``, or of all chains one after the other, each in order, as they stream in."""
    connection.ensure_connection()
    wanted = sql.SQL("WHERE chain = {}").format(sql.Literal(chain)) if chain else sql.SQL("")
    yield from streamed(connection.connection, wanted)


def streamed(database: Connection[Any], wanted: sql.Composable) -> Iterator[Row]:
    """Yield the entries that the condition ``wanted`` names, chain by chain and in order, in constant memory."""
    columns = sql.SQL(", ").join(map(sql.Identifier, FIELDS))
    query = sql.SQL("COPY (SELECT {} FROM audit_entry {} ORDER BY chain, seq) TO STDOUT (FORMAT BINARY)")
    with database.transaction(), database.cursor() as cursor:
        cursor.execute(sql.SQL(statement()))
        with cursor.copy(query.format(columns, wanted)) as copy:
            copy.set_types(_TYPES)
            for row in copy.rows():
                yield Row(*row)


def faults(entries: Iterable[Row], heads: Known | None = None) -> Iterator[Fault]:
    """Yield the first fault of each chain in ``entries``, which come chain by chain and in order.

    ``heads`` are the heads known from elsewhere; a chain that is gone altogether is reported as cut.
    """
    missing = dict(heads or {})
    for chain, rows in groupby(entries, key=lambda entry: entry.chain):
        fault = _fault_of(chain, rows, missing.pop(chain, ()))
        if fault:
            yield fault
    for chain in sorted(missing):
        yield Fault(chain, 1, "cut")


def _fault_of(chain: str, rows: Iterator[Row], heads: Sequence[Head]) -> Fault | None:
    """Return the first fault of one chain: in its hashes, or in columns that say something else than the content."""
    telling: list[Fault] = []
    broken = verify(_links(rows, telling), heads=heads)
    if broken and not (telling and telling[0].seq < broken.seq):
        return Fault(chain, broken.seq, broken.kind.value)
    return telling[0] if telling else None


def _links(rows: Iterable[Row], telling: list[Fault]) -> Iterator[Link]:
    previous = GENESIS
    for row in rows:
        digest = row.digest
        if not telling and (differing := differing_columns(row, previous)):
            telling.append(Fault(row.chain, row.seq, COLUMNS, ", ".join(differing)))
        yield Link(row.seq, row.content, digest)
        previous = digest


def differing_columns(row: Row, previous: bytes) -> list[str]:
    """Return the columns of ``row`` that do not say what its content says, or do not name the hash before it."""
    if row.content.startswith(_beginning(row)) and row.content.endswith(f',"verb":{_quoted(row.verb)}}}'):
        return [] if row.previous == previous else ["previous"]
    try:
        said = json.loads(row.content)
    except ValueError:
        return ["content"]
    columns = {"actor": row.actor, "at": written(row.at), "chain": row.chain, "verb": row.verb}
    differing = [name for name, value in columns.items() if not isinstance(said, dict) or said.get(name) != value]
    return differing if row.previous == previous else [*differing, "previous"]


def _beginning(row: Row) -> str:
    """Return how canonical content begins, which is quicker to compare than to read."""
    return f'{{"actor":{_quoted(row.actor)},"at":"{written(row.at)}","chain":{_quoted(row.chain)},"data":'


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


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


def read_heads(lines: Iterable[str]) -> dict[str, list[Head]]:
    """Return the heads that `write_heads` wrote; raises ValueError for a line that it cannot have written."""
    found = {}
    for line in lines:
        digest, seq, chain = line.rstrip("\n").split(" ", 2)
        found[chain] = [Head(int(seq), bytes.fromhex(digest))]
    return found
