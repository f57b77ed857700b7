"""Checkpoints: each minute one signed hash over the heads of all chains.

The sealed heads are the leaves of a Merkle tree, in the order in which their chains first were sealed. Only groups of
leaves with a changed head are hashed again. Before it goes on, each checkpoint makes sure that what it builds upon is
what the one before has signed: whoever changes sealed heads in the database stops the checkpoints and is noticed.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from heli.audit.models import Checkpoint, SealedGroup, SealedHead
from heli.audit.signing import sign
from heli.audit.verifying import Fault
from heli.kernel.chains import GENESIS, Head
from heli.kernel.checkpoints import Statement, head_leaf
from heli.kernel.merkle import EMPTY, root

#: Leaves in one group; a power of two, so that the roots of the groups have the root of all leaves.
GROUP = 32
BATCH = 2000
CUT, REWRITTEN, ROOT = "cut", "rewritten", "root differs"
log = logging.getLogger(__name__)


class SealError(RuntimeError):
    """What the last checkpoint signed is not what the database holds now; no checkpoint is made of it."""


class Leaf(NamedTuple):
    """One sealed head: its number in the tree, its chain, and how far that had come."""

    position: int
    chain: str
    head: Head

    @property
    def hash(self) -> bytes:
        """The leaf's hash."""
        return head_leaf(self.chain, self.head)


@dataclass(frozen=True)
class Sealed:
    """A checkpoint that was made, how many heads had changed, and the chains that went back and were not sealed."""

    checkpoint: Checkpoint
    changed: int
    faults: list[Fault]


_CHANGED = """
WITH taken AS (DELETE FROM audit_changedchain RETURNING chain), named AS (SELECT DISTINCT chain FROM taken)
SELECT named.chain, head.position, head.seq, head.digest, last.seq, last.digest, there.digest
FROM named
LEFT JOIN audit_sealedhead head ON head.chain = named.chain
LEFT JOIN LATERAL (
  SELECT seq, digest FROM audit_entry WHERE chain = named.chain ORDER BY seq DESC LIMIT 1
) last ON true
LEFT JOIN audit_entry there ON there.chain = named.chain AND there.seq = head.seq
ORDER BY head.position NULLS LAST, named.chain
"""

_LEAVES = """
SELECT head.position, head.chain, head.seq, head.digest
FROM unnest(%s::int[]) AS wanted(number)
JOIN audit_sealedhead head ON head.position >= wanted.number * %s AND head.position < (wanted.number + 1) * %s
ORDER BY head.position
"""


@transaction.atomic
def seal(at: datetime | None = None) -> Sealed:
    """Make a checkpoint of everything committed so far and return it.

    A chain that no longer holds its sealed head keeps it, and is returned as a fault. SealError, and nothing is
    sealed, where the sealed heads themselves are not those of the last checkpoint.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('audit.seal', 0))")
    last = Checkpoint.objects.order_by("-number").first()
    groups = _groups(last)
    number = last.number + 1 if last else 1
    known, new, grown, faults = _moved(last.chains if last else 0)
    touched = _refresh(groups, known, new)
    _store(known, new, groups, touched, number)
    statement = Statement(
        number,
        at or timezone.now(),
        (last.chains if last else 0) + len(new),
        (last.entries if last else 0) + grown,
        root(groups[each] for each in sorted(groups)),
        last.statement.digest if last else GENESIS,
    )
    for fault in faults:
        log.error("audit record: %s", fault)
    return Sealed(_signed(statement), len(known) + len(new), faults)


def _signed(statement: Statement) -> Checkpoint:
    key, signature = sign(statement.text)
    return Checkpoint.objects.create(
        number=statement.number,
        at=statement.at,
        chains=statement.chains,
        entries=statement.entries,
        root=statement.root,
        previous=statement.previous,
        key=key,
        signature=signature,
    )


def _groups(last: Checkpoint | None) -> dict[int, bytes]:
    """Return the roots of all groups, which must be those that the last checkpoint signed."""
    groups = {number: bytes(value) for number, value in SealedGroup.objects.values_list("number", "root")}
    if root(groups[each] for each in sorted(groups)) != (bytes(last.root) if last else EMPTY):
        raise SealError("the roots of the groups are not those of the last checkpoint")
    return groups


def _moved(chains: int) -> tuple[list[Leaf], list[Leaf], int, list[Fault]]:
    """Take the chains with new entries: heads sealed before, new heads, how many entries came, and faults."""
    known, new, faults, grown = [], [], [], 0
    places = count(chains)
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED)
        for chain, position, seq, digest, last_seq, last_digest, there in cursor.fetchall():
            if position is not None and (there is None or bytes(there) != bytes(digest)):
                faults.append(Fault(chain, seq, CUT if there is None else REWRITTEN))
                continue
            if last_seq is None:
                continue
            head = Head(last_seq, bytes(last_digest))
            grown += last_seq - (seq or 0)
            if position is None:
                new.append(Leaf(next(places), chain, head))
            else:
                known.append(Leaf(position, chain, head))
    return known, new, grown, faults


def _refresh(groups: dict[int, bytes], known: list[Leaf], new: list[Leaf]) -> set[int]:
    """Hash the groups of changed leaves again, after a look whether they are as they were sealed; return which."""
    touched = {leaf.position // GROUP for leaf in (*known, *new)}
    present = leaves_of(sorted(touched & groups.keys()))
    for number in touched & groups.keys():
        if root(leaf.hash for leaf in present[number]) != groups[number]:
            raise SealError(f"the sealed heads {number * GROUP} to {(number + 1) * GROUP - 1} were changed")
    replaced = {leaf.position: leaf for leaf in (*known, *new)}
    added: dict[int, list[Leaf]] = defaultdict(list)
    for leaf in new:
        added[leaf.position // GROUP].append(leaf)
    for number in touched:
        kept = [replaced.get(leaf.position, leaf) for leaf in present.get(number, [])]
        groups[number] = root(leaf.hash for leaf in (*kept, *added[number]))
    return touched


def leaves_of(groups: Iterable[int]) -> dict[int, list[Leaf]]:
    """Return the sealed heads of ``groups``, in order."""
    found: dict[int, list[Leaf]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES, [list(groups), GROUP, GROUP])
        for position, chain, seq, digest in cursor.fetchall():
            found[position // GROUP].append(Leaf(position, chain, Head(seq, bytes(digest))))
    return found


def _store(known: list[Leaf], new: list[Leaf], groups: dict[int, bytes], touched: set[int], number: int) -> None:
    rows = [
        SealedHead(position=leaf.position, chain=leaf.chain, seq=leaf.head.seq, digest=leaf.head.hash, sealed=number)
        for leaf in (*known, *new)
    ]
    SealedHead.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["position"],
        update_fields=["seq", "digest", "sealed"],
    )
    SealedGroup.objects.bulk_create(
        [SealedGroup(number=each, root=groups[each]) for each in sorted(touched)],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["root"],
    )
