"""What a checkpoint of the audit record says: how far every chain had come at a moment, in one hash."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from heli.kernel.chains import GENESIS, Head
from heli.kernel.merkle import leaf_hash

_LABEL: Final = "heli-checkpoint-1"


@dataclass(frozen=True, slots=True)
class Statement:
    """One checkpoint: number from 1, moment, how many chains and entries, their root, and the statement before."""

    number: int
    at: datetime
    chains: int
    entries: int
    root: bytes
    previous: bytes = GENESIS

    @property
    def text(self) -> str:
        """What is signed: a line for each part."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        parts = (_LABEL, self.number, moment, self.chains, self.entries, self.root.hex(), self.previous.hex())
        return "".join(f"{part}\n" for part in parts)

    @property
    def digest(self) -> bytes:
        """The 32-byte hash that the next statement names."""
        return sha256(self.text.encode()).digest()


def head_leaf(chain: str, head: Head) -> bytes:
    """The leaf's hash of a chain that has come as far as `head`; fixed lengths first, so that no two share one."""
    return leaf_hash(head.hash + head.seq.to_bytes(8) + chain.encode())
