"""Domains that keep files or sealed words of their own beside a case: how they take part when it is erased.

Registered when they are loaded; this floor knows none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from heli.cases.models import Case


@dataclass(frozen=True)
class Keeper:
    """What a domain keeps beside its cases.

    ``digests`` returns those of the files of a case, ``keeps`` says whether another case than the ``erased`` ones (a
    queryset of ids) still has a file with these bytes, ``forget`` makes the sealed words of a case unreadable.
    """

    digests: Callable[[Case], Sequence[str]]
    keeps: Callable[[str, Any], bool]
    forget: Callable[[Case], object]


_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Let ``keeper`` take part from now on; called once from an AppConfig."""
    _keepers.append(keeper)


def keepers() -> list[Keeper]:
    """Return all that were registered."""
    return list(_keepers)
