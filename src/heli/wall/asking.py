"""What the address asks the wall to show; values that make no sense narrow nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.insight.scope import PERIODS, Scope
from heli.organizations.responsibility import registry
from heli.places.models import Level
from heli.places.territory import territory
from heli.wall.words import area_label

LONGEST = PERIODS[-1]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Territory, group of topics, period in days, and whether the map is coloured by open or by overdue cases."""

    place: str = ""
    group: int = 0
    days: int = LONGEST
    measure: str = "open"

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Wanted":
        """Read an address."""
        place, group = str(asked.get("place", "")), str(asked.get("group", ""))
        days = str(asked.get("days", ""))
        return cls(
            place=place if place in territory().by_path else "",
            group=int(group) if group in {str(pk) for pk, _label in groups()} else 0,
            days=int(days) if days in {str(each) for each in PERIODS} else LONGEST,
            measure="late" if asked.get("measure") == "late" else "open",
        )

    def scope(self, actor: Actor) -> Scope:
        """Return what ``actor`` sees of what is wanted."""
        return Scope(actor, place=self.place, group=self.group, days=self.days)

    def address(self, name: str, **other: str | int) -> str:
        """Return the address of the view ``name`` with these filters, ``other`` ones put in their place."""
        values: dict[str, str | int] = {
            "place": self.place,
            "group": self.group,
            "days": self.days,
            "measure": self.measure,
            **other,
        }
        return f"{reverse(name)}?{urlencode({key: value for key, value in values.items() if value})}"

    def queue(self, *, tab: str = "open", place: str = "", category: int = 0, unit: int = 0) -> str:
        """Return the address of the officers' list of the same cases."""
        values: dict[str, str | int] = {
            "tab": tab,
            "place": place or self.place,
            "category": category or self.group,
            "unit": unit,
        }
        return f"{reverse('workbench:queue')}?{urlencode({key: value for key, value in values.items() if value})}"


def groups() -> list[tuple[int, str]]:
    """Return the groups of topics."""
    return [(each.pk, each.label) for each in registry().categories.values() if each.parent_id is None]


def choices(wanted: Wanted) -> dict[str, list[dict[str, Any]]]:
    """Return what the filters offer."""
    towns = [(area.path, area_label(area)) for area in territory().level(Level.TOWN)]
    periods = [(1, _("Today")), (7, _("7 days")), (30, _("30 days"))]
    return {
        "towns": _options([("", _("The whole district")), *towns], wanted.place),
        "groups": _options([(0, _("All topics")), *groups()], wanted.group),
        "periods": _options(periods, wanted.days),
    }


def _options(pairs: list[tuple[Any, str]], chosen: Any) -> list[dict[str, Any]]:
    return [{"value": value or "", "label": label, "chosen": value == chosen} for value, label in pairs]
