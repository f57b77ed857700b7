"""Units to choose from, under their kinds: a district has too many for one list on a phone."""

from collections.abc import Iterable
from typing import Any

from heli.organizations.models import Unit, UnitKind

#: So few are seen at once and need no groups.
FEW = 8


def choices_of(units: Iterable[Unit]) -> list[Any]:
    """Return units as choices, under the names of their kinds where there are many."""
    rows = list(units)
    if len(rows) <= FEW:
        return [_choice(unit) for unit in rows]
    found = [(kind.label, [_choice(unit) for unit in rows if unit.kind == kind]) for kind in UnitKind]
    return [(label, choices) for label, choices in found if choices]


def _choice(unit: Unit) -> tuple[str, str]:
    return str(unit.pk), unit.label
