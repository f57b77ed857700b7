"""Form fields for units and categories, offered from memory."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heli.organizations.models import Unit
from heli.organizations.responsibility import registry


def _chain(unit: Unit) -> list[int]:
    return [int(part) for part in unit.path.split("/") if part]


class UnitField(forms.ChoiceField):
    """A unit at work; cleans to the unit. The units are read when the form is shown, without a statement."""

    default_error_messages = {"invalid_choice": _("This unit cannot be chosen.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._units, **kwargs)
        self.without: frozenset[int] = frozenset()

    def _units(self) -> list[tuple[Any, Any]]:
        units = (unit for unit in registry().units.values() if unit.active)
        without: frozenset[int] = getattr(self, "without", frozenset())
        offered = [(unit.pk, unit.label) for unit in units if not without.intersection(_chain(unit))]
        return [("", "–"), *offered]

    def leave_out(self, units: Iterable[int]) -> None:
        """Offer neither the ``units`` (ids) nor any below them."""
        self.without = frozenset(units)

    def __deepcopy__(self, memo: dict[int, Any]) -> "UnitField":
        """Give every form a list of units of its own."""
        twin = super().__deepcopy__(memo)
        twin.choices = twin._units  # noqa: SLF001
        return twin

    def clean(self, value: Any) -> Unit | None:
        """Return the unit, or None where none is required."""
        chosen = super().clean(value)
        if not chosen:
            return None
        unit = registry().units.get(int(chosen))
        if unit is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return unit
