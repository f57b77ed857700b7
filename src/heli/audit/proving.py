"""Checking the checkpoints: signed, in one chain, met by the sealed heads, and the same as the witness holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from heli.audit.models import Checkpoint, SealedHead
from heli.audit.sealing import Leaf
from heli.audit.signing import holds, key_id, public_key
from heli.audit.verifying import Fault
from heli.audit.witness import Witnessed, line_of, read
from heli.kernel.chains import GENESIS, Head
from heli.kernel.merkle import root

#: The chain under which faults of checkpoints are named.
SEALS = "checkpoints"
#: Checkpoints are made each minute; a longer time between two is told.
GAP = timedelta(minutes=3)
MISSING, DIFFERS, SIGNATURE, KEY, ROOT = "missing", "differs", "signature differs", "key unknown", "root differs"


@dataclass(frozen=True)
class Gap:
    """A time without a checkpoint: in it a change could have been made and sealed without trace."""

    since: datetime
    until: datetime


def witnessed(folder: Path | None) -> Witnessed:
    """Return what the witness in ``folder`` holds; nothing where there is none. Raises OSError."""
    return read(folder) if folder else Witnessed()


def seal_faults(kept: Witnessed) -> Iterator[Fault]:
    """Yield what is wrong with the checkpoints, the first fault of each kind."""
    keys = {**kept.keys, key_id(public_key()): public_key()}
    previous, number, last = GENESIS, 0, None
    signed: dict[str, Checkpoint] = {}
    for checkpoint in Checkpoint.objects.order_by("number").iterator(chunk_size=2000):
        number += 1
        line = kept.checkpoints.get(checkpoint.number)
        if checkpoint.number != number or bytes(checkpoint.previous) != previous:
            yield Fault(SEALS, number, MISSING if checkpoint.number != number else DIFFERS)
            return
        if line is not None and line != line_of(checkpoint):
            yield Fault(SEALS, number, DIFFERS, "not as the witness holds it")
            return
        previous, last = checkpoint.statement.digest, checkpoint
        signed[checkpoint.key] = checkpoint
    yield from _signatures(signed, keys)
    if max(kept.checkpoints, default=0) > number:
        yield Fault(SEALS, number + 1, MISSING, "held by the witness")
    yield from _root(last)


def _signatures(signed: dict[str, Checkpoint], keys: dict[str, bytes]) -> Iterator[Fault]:
    """Check the last signature of each key; each statement holds the hash of all before it."""
    for key, checkpoint in signed.items():
        if key not in keys:
            yield Fault(SEALS, checkpoint.number, KEY, key)
        elif not holds(keys[key], checkpoint.statement.text, bytes(checkpoint.signature)):
            yield Fault(SEALS, checkpoint.number, SIGNATURE, key)


def _root(last: Checkpoint | None) -> Iterator[Fault]:
    """Check that the sealed heads are those that the last checkpoint signed."""
    leaves = [leaf.hash for leaf in sealed_leaves()]
    if last is None:
        if leaves:
            yield Fault(SEALS, 1, MISSING)
    elif len(leaves) != last.chains or root(leaves) != bytes(last.root):
        yield Fault(SEALS, last.number, ROOT)


def sealed_leaves(chains: Sequence[str] = ()) -> Iterator[Leaf]:
    """Yield all sealed heads, or those of ``chains``, in their order."""
    rows = SealedHead.objects.filter(chain__in=chains) if chains else SealedHead.objects.all()
    found = rows.order_by("position").values_list("position", "chain", "seq", "digest")
    for position, chain, seq, digest in found.iterator(chunk_size=5000):
        yield Leaf(position, chain, Head(seq, bytes(digest)))


def sealed_heads(chains: Sequence[str] = ()) -> dict[str, list[Head]]:
    """Return the sealed head of each chain, or of each of ``chains``."""
    return {leaf.chain: [leaf.head] for leaf in sealed_leaves(chains)}


def gaps(until: datetime | None = None) -> Iterator[Gap]:
    """Yield the times without a checkpoint, the one that lasts ``until`` now among them."""
    last: datetime | None = None
    for at in Checkpoint.objects.order_by("number").values_list("at", flat=True).iterator(chunk_size=5000):
        if last and at - last > GAP:
            yield Gap(last, at)
        last = at
    if last and until and until - last > GAP:
        yield Gap(last, until)
