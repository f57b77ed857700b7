"""One hash for many: Merkle trees as in RFC 6962, with proofs that a leaf is part of a root.

A leaf's hash begins with the byte 0 and a node's with the byte 1, so that neither can pass for the other. A level with
an odd number of nodes hands its last one up unchanged; the tree is then the one that RFC 6962 splits from the top.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

#: The root of a tree without leaves.
EMPTY: Final = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """The 32-byte hash of a leaf that holds `content`."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32-byte hash of the node above `left` and `right`."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root above the hashes of `leaves`, in their order.

    The roots of parts of equal size, a power of two but for the last, have the same root as all their leaves.
    """
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else EMPTY


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes, from the bottom up, that lead from leaf number `index` (from 0) to the root.

    Raises IndexError where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    level, at, proof = list(leaves), index, []
    while len(level) > 1:
        if at ^ 1 < len(level):
            proof.append(level[at ^ 1])
        level, at = _above(level), at // 2
    return proof


def root_of_proof(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root to which `proof` leads from the hash `leaf`, number `index` of `size`; compare it with the known one.

    Raises ValueError for a proof of another length than such a tree needs.
    """
    if not 0 <= index < size:
        raise ValueError("there is no such leaf")
    found, at, last, rest = leaf, index, size - 1, list(proof)
    while last:
        if at ^ 1 <= last:
            if not rest:
                raise ValueError("the proof is too short")
            beside = rest.pop(0)
            found = node_hash(beside, found) if at & 1 else node_hash(found, beside)
        at, last = at >> 1, last >> 1
    if rest:
        raise ValueError("the proof is too long")
    return found


def _above(level: Sequence[bytes]) -> list[bytes]:
    pairs = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return [*pairs, level[-1]] if len(level) % 2 else pairs
