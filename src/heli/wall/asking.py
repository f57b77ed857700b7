"""What the address asks the wall to show; values that make no sense narrow nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from heli.access.actors import Actor
from heli.insight.scope import Scope
from heli.insight.stretches import USUAL, is_stretch, stretch
from heli.kernel.plain import number_in
from heli.organizations.responsibility import registry
from heli.places.models import Level
from heli.places.territory import territory
from heli.wall.screens import DARK, SCREENS, THEMES


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Place, topic or group of topics, handling unit and period; whether the map is coloured by open or by overdue
    cases; one screen of a wall, or the whole page; dark or light."""

    place: str = ""
    group: int = 0
    unit: int = 0
    period: str = USUAL
    measure: str = "open"
    screen: str = ""
    theme: str = DARK

    @classmethod
    def of(cls, asked: Mapping[str, Any], now: datetime | None = None) -> "Wanted":
        """Read an address."""
        given = {name: str(asked.get(name, "")) for name in ("place", "period", "screen", "theme")}
        group, unit = (number_in(str(asked.get(name, ""))) or 0 for name in ("group", "unit"))
        known, area = registry(), territory().by_path.get(given["place"])
        return cls(
            place=area.path if area and area.level != Level.DISTRICT else "",
            group=group if group in known.categories else 0,
            unit=unit if unit in known.units else 0,
            period=given["period"] if is_stretch(given["period"], now or timezone.now()) else USUAL,
            measure="late" if asked.get("measure") == "late" else "open",
            screen=given["screen"] if given["screen"] in SCREENS else "",
            theme=given["theme"] if given["theme"] in THEMES else DARK,
        )

    def scope(self, actor: Actor) -> Scope:
        """Return what ``actor`` sees of what is wanted."""
        return Scope(actor, place=self.place, group=self.group, unit=self.unit, period=self.period, alone=True)

    @property
    def values(self) -> dict[str, str | int]:
        """What differs from the plain wall, as the address holds it."""
        usual = Wanted()
        every = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in every.items() if value != getattr(usual, name)}

    def address(self, name: str = "wall:wall", **other: Any) -> str:
        """Return the address of the view ``name`` with these filters, ``other`` ones put in their place."""
        values = replace(self, **other).values
        return f"{reverse(name)}?{urlencode(values)}" if values else reverse(name)

    def queue(self, *, tab: str = "open", **other: Any) -> str:
        """Return the address of the officers' list of the same cases; ``other`` are more filters of that list."""
        values = {"tab": tab, "place": self.place, "category": self.group, "unit": self.unit, **other}
        return f"{reverse('workbench:queue')}?{urlencode({key: value for key, value in values.items() if value})}"

    def of_period(self, field: str, **other: Any) -> str:
        """Return the address of the list of the cases ``opened`` or ``closed`` in the period; it never moves."""
        name = stretch(self.period, timezone.now()).name
        return self.queue(tab="all" if field == "opened" else "closed", **{field: name}, **other)
