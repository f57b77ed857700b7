"""What else stands under the master keys, beside the keys of persons; other apps name theirs when they are loaded."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Holder:
    """Values that are sealed right under a master key.

    ``counted`` says how many stand under each number, ``renew`` seals all anew under the present key and yields how
    many values of each row it sealed, or the name of a row that did not open; ``unreadable`` names such rows.
    """

    name: str
    counted: Callable[[], Counter[int]]
    renew: Callable[[], Iterator[int | str]]
    unreadable: Callable[[], Iterator[str]]


_holders: dict[str, Holder] = {}


def add(holder: Holder) -> None:
    """Take ``holder``'s values along from now on; called once from an AppConfig."""
    _holders[holder.name] = holder


def holders() -> list[Holder]:
    """Return all of them."""
    return list(_holders.values())
