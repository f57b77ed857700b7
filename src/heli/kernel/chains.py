"""Records that cannot be changed unnoticed: each entry's hash covers the one before.

``hash(n) = SHA-256(label, hash(n-1), n, content)`` with fixed-length fields before the
content, so no two different histories share an input. Changing, dropping, inserting or
reordering an entry breaks the chain at that entry. Cutting entries off the end, or
recomputing the whole chain, is only visible against a `Head` kept somewhere else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

#: What most of a record is made of: already plain, and found without looking through the cases.
_LEAVES: Final = frozenset((str, int, bool, type(None)))
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_LABEL: Final = b"heli-chain-1\x00"
GENESIS: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored entry: number from 1, canonical text, 32-byte hash."""

    seq: int
    content: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain had come: the number and hash of its last entry."""

    seq: int
    hash: bytes


#: Where every chain begins: before its first entry.
ORIGIN: Final = Head(0, GENESIS)


class BreakKind(StrEnum):
    MISSING = "missing"  # this number is not where it should be
    ALTERED = "altered"  # content, number or hash is not what was written
    CUT = "cut"  # the chain ends before the known head
    REWRITTEN = "rewritten"  # consistent in itself, but not what the head recorded


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that cannot be trusted."""

    seq: int
    kind: BreakKind


def canonical_json(value: object) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8 characters as they are.

    Takes None, bool, int, str, lists, tuples and mappings with text keys; moments (aware,
    written in UTC), dates, UUIDs and decimals become text. Raises TypeError for anything
    else, floats included: their text differs between systems. Raises ValueError for a
    moment without a time zone.
    """
    return _ENCODER.encode(_plain(value))


def link(previous_hash: bytes, seq: int, content: str) -> bytes:
    """The 32-byte hash of entry number `seq` (from 1) that follows `previous_hash`.

    Raises ValueError for a hash that is not 32 bytes or a number below 1.
    """
    if len(previous_hash) != len(GENESIS) or seq < 1:
        raise ValueError("a chain link needs a 32-byte hash and a number from 1")
    return sha256(_LABEL + previous_hash + seq.to_bytes(8) + content.encode()).digest()


def verify(
    entries: Iterable[Entry], *, after: Head = ORIGIN, head: Head | None = None, heads: Iterable[Head] = ()
) -> Break | None:
    """The first break in `entries`, which are read once and in the order given.

    `after` is the trusted point that the first entry follows. `head` and `heads`, when known
    from another place, must be met on the way; entries beyond them are newer and welcome. Of
    two that contradict each other the first is believed.
    """
    seq, previous = after.seq, after.hash
    known: dict[int, bytes] = {}
    for each in (head, *heads) if head else heads:
        known.setdefault(each.seq, each.hash)
    for entry in entries:
        seq += 1
        if entry.seq != seq:
            return Break(seq, BreakKind.MISSING)
        if link(previous, seq, entry.content) != entry.hash:
            return Break(seq, BreakKind.ALTERED)
        if known and known.get(seq, entry.hash) != entry.hash:
            return Break(seq, BreakKind.REWRITTEN)
        previous = entry.hash
    if max(known, default=0) > seq:
        return Break(seq + 1, BreakKind.CUT)
    return None


def _plain(value: object) -> object:
    if type(value) in _LEAVES:
        return value
    if type(value) is dict or isinstance(value, Mapping):
        return _plain_mapping(value)
    match value:
        case list() | tuple():
            return [_plain(item) for item in value]
        case int() | str():
            return value
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical text")


def _plain_mapping(value: Mapping[object, object]) -> dict[str, object]:
    for kind in set(map(type, value)):
        if not issubclass(kind, str):
            raise TypeError("keys of a canonical record are text")
    # Asking for the leaves here saves a call for each; records are mostly leaves.
    return {str(key): item if type(item) in _LEAVES else _plain(item) for key, item in value.items()}


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a recorded moment needs a time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds")
