"""Small-count protection: what the public reads never lets anybody work out a count of one or two.

The method is fixed random rounding to base 3, as statistical offices use it. The population is cut into cells once,
and each cell is rounded to a multiple of 3, up or down by chance so that the expected value is the true count; chance
is drawn from a secret and the cell, so that the same count in the same cell always rounds the same and asking again
teaches nothing. A cell below 3 is shown as "<3" whichever way it rounds. Everything else that is published of the
population (totals, subtotals, the map) is a sum of rounded cells and of nothing else. Subtraction therefore leads back
to a rounded cell at best, and a rounded cell fits at least two true counts. Dropping small cells would be as safe, but
it would make many small arrears look like none.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

BASE = 3
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Rounded:
    """A count as the public may know it: a multiple of 3, or "below 3"."""

    value: int
    small: bool

    def __str__(self) -> str:
        return f"<{BASE}" if self.small else str(self.value)

    def __add__(self, other: "Rounded") -> "Rounded":
        return total([self, other])


def rounded(count: int, *, cell: str, secret: bytes) -> Rounded:
    """Return ``count`` rounded at random, but always in the same way for the same cell and count."""
    rest = count % BASE
    draw = blake2b(f"{cell}\n{count}".encode(), key=secret[:64], digest_size=8).digest()
    up = int.from_bytes(draw) % BASE < rest
    return Rounded(count - rest + BASE * up, small=count < BASE)


def protected(cells: Mapping[K, int], *, secret: bytes, table: str) -> dict[K, Rounded]:
    """Return every cell of the population ``table`` rounded by itself."""
    return {key: rounded(count, cell=f"{table}|{key!r}", secret=secret) for key, count in cells.items()}


def in_groups(count: int) -> Rounded:
    """Return ``count`` in whole groups of three: the last one or two are told once their group is full.

    For counts that only grow: two looks differ by nothing or by whole groups, never by one.
    """
    return Rounded(count - count % BASE, small=count < BASE)


def total(parts: "list[Rounded]") -> Rounded:
    """Return the sum of rounded cells; a sum below 3 is shown as such."""
    value = sum(part.value for part in parts)
    return Rounded(value, small=value < BASE)
