"""What people choose from when they bring something: topics, places, the units that it is about."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from heli.cases.conflicts import oversight_units
from heli.cases.step_forms import LONGEST_TEXT
from heli.cases.usual.suggesting import Suggestion, suggest
from heli.organizations.models import Category, UnitKind
from heli.organizations.responsibility import registry
from heli.organizations.unit_choices import choices_of
from heli.people.reading import in_english
from heli.places.models import Area, Level
from heli.places.territory import territory

_CHOOSE = _("Please choose from the list")


def grouped(rows: Iterable[tuple[str, str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (group, value, label) rows as the choices of a select with groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, value, label in rows:
        groups.setdefault(group, []).append((value, label))
    return list(groups.items())


def topic_choices(topics: Iterable[Category]) -> list[Any]:
    """Return ``topics``, each under its group, after an empty choice."""
    rows = [(each.parent.label, str(each.pk), each.label) for each in topics if each.parent]
    return [("", _CHOOSE), *grouped(rows)]


def topics_in(text: str, topics: Iterable[Category]) -> list[Suggestion]:
    """Return those of ``topics`` that the words of ``text`` suggest; names of places say nothing about the matter."""
    known, text = territory(), text[:LONGEST_TEXT]
    for area in (*known.level(Level.TOWN), *known.level(Level.COMMUNITY)):
        text = text.replace(area.name, " ")
    return suggest(text, {each.pk: each.keywords for each in topics})


def place_choices() -> list[Any]:
    """Return towns with their communities; a town alone may be chosen where the community is not known."""
    known, english = territory(), in_english()
    rows = []
    for town in known.level(Level.TOWN):
        name = _name(town, english=english)
        rows.append((name, str(town.pk), _("%(town)s (I do not know which community)") % {"town": name}))
        below = [area for area in known.level(Level.COMMUNITY) if area.parent_id == town.pk]
        rows += [(name, str(area.pk), _name(area, english=english)) for area in below]
    return [("", _CHOOSE), *grouped(rows)]


def _name(area: Area, *, english: bool) -> str:
    return area.name_en if english and area.name_en else area.name


def units_complained_of() -> list[Any]:
    """Return the units that a complaint can be about: those for which somebody is left to answer.

    That is one with a unit above it; the topmost one only where oversight stands outside of the administration.
    """
    outside = bool(oversight_units())
    units = [unit for unit in registry().units.values() if unit.active and (unit.parent_id or outside)]
    return choices_of(unit for unit in units if unit.kind != UnitKind.OVERSIGHT)
