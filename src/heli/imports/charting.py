"""Writing territory: divisions as areas without a boundary, boundaries into areas, each with its day of validity."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

import shapely
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.audit.record import write
from heli.imports.divisions import Division
from heli.imports.geojson import Feature
from heli.places.models import Area, AreaQuerySet, Level
from heli.places.revisions import bump
from heli.places.territory import REVISION

CHAIN = "territory"
LEVELS = (Level.DISTRICT, Level.TOWN, Level.COMMUNITY, Level.GRID)
CODE_LIMIT, NAME_LIMIT = 40, 80


class Outcome(StrEnum):
    """What became of a division or a feature."""

    MADE = "made"
    FILLED = "filled"
    CHANGED = "changed"
    SAME = "same"
    UNKNOWN = "unknown"
    NO_PARENT = "no_parent"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The first day on which what is written holds, who writes it, and for boundaries which level and what is made."""

    valid_from: date
    actor: str
    level: Level = Level.DISTRICT
    create: bool = False

    def in_force(self) -> AreaQuerySet:
        """Return the areas in force on the day."""
        return Area.objects.valid_on(self.valid_from)

    def areas(self, level: Level) -> list[Area]:
        """Return the areas of ``level`` in force on the day."""
        return list(self.in_force().filter(level=level).select_related("parent"))


@dataclass
class Charted:
    """The outcome of an import into the territory; ``notes`` name what a person should look at."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


class TerritoryRefusedError(Exception):
    """The territory cannot take the import; the text says why."""


@transaction.atomic
def chart_divisions(divisions: Sequence[Division], plan: Plan) -> Charted:
    """Add a county and its towns and streets, parents first, as areas without a boundary.

    Raises ``TerritoryRefusedError`` when another district is in force: one database holds one district.
    """
    done = Charted()
    if not divisions:
        raise TerritoryRefusedError(_("The table has no division with this code."))
    other = plan.in_force().filter(level=Level.DISTRICT).exclude(code=divisions[0].code).first()
    if other:
        about = {"name": other.name, "code": other.code}
        raise TerritoryRefusedError(_("The district here is %(name)s (%(code)s).") % about)
    areas = {area.code: area for area in plan.in_force()}
    for division in divisions:
        known = areas.get(division.code)
        if known is None:
            parent = areas.get(division.parent)
            level = Level.TOWN if parent else Level.DISTRICT
            path = _path(parent, division.code)
            area = Area(code=division.code, name=division.name, level=level, parent=parent, path=path)
            _begin(area, None, plan)
            areas[area.code] = area
        elif known.name != division.name:
            about = {"code": division.code, "here": known.name, "there": division.name}
            done.notes.append(_("%(code)s is called %(here)s here and %(there)s in the table.") % about)
        done.counts[Outcome.SAME if known else Outcome.MADE] += 1
    bump(REVISION)
    return done


@transaction.atomic
def chart_boundaries(features: Sequence[Feature], plan: Plan) -> Charted:
    """Give the areas of ``plan.level`` their boundaries.

    A feature belongs to the area with its code, else with its name. An area without a boundary, or one that began the
    same day, is filled or corrected in place; otherwise the old area ends and a new one begins on the day.
    """
    done = Charted()
    known = plan.areas(plan.level)
    above = _above(plan)
    for feature in features:
        outcome = _chart(feature, known, above, plan)
        done.counts[outcome] += 1
        if outcome in (Outcome.UNKNOWN, Outcome.NO_PARENT):
            done.notes.append(_note(outcome, feature))
    bump(REVISION)
    return done


def _note(outcome: Outcome, feature: Feature) -> str:
    about = {"number": feature.number, "name": feature.name}
    if outcome is Outcome.UNKNOWN:
        return (
            _("Feature %(number)d (%(name)s): no area of this level has this code or name; --create makes it.") % about
        )
    return _("Feature %(number)d (%(name)s) lies in no area of the level above.") % about


def _chart(feature: Feature, known: Sequence[Area], above: Sequence[Area], plan: Plan) -> Outcome:
    area = _match(feature, known)
    if area is None:
        return _create(feature, above, plan) if plan.create else Outcome.UNKNOWN
    geometry = feature.geometry()
    if area.geometry == geometry:
        return Outcome.SAME
    if area.geometry is None or area.valid_from == plan.valid_from:
        outcome = Outcome.CHANGED if area.geometry else Outcome.FILLED
        _place(area, geometry)
        area.save()
        _record(area, plan.actor, outcome)
        return outcome
    area.valid_until = plan.valid_from
    area.save(update_fields=["valid_until"])
    new = Area(
        code=area.code, name=area.name, name_en=area.name_en, level=area.level, parent=area.parent, path=area.path
    )
    _begin(new, geometry, plan, Outcome.CHANGED)
    return Outcome.CHANGED


def _match(feature: Feature, known: Sequence[Area]) -> Area | None:
    by_code = [area for area in known if feature.code and area.code == feature.code]
    by_name = [area for area in known if area.name == feature.name]
    found = by_code or by_name
    return found[0] if len(found) == 1 else None


def _create(feature: Feature, above: Sequence[Area], plan: Plan) -> Outcome:
    parent = _parent(feature, above)
    if parent is None and plan.level is not Level.DISTRICT:
        return Outcome.NO_PARENT
    code = feature.code or _code_for(feature, parent)
    area = Area(code=code, name=feature.name, level=plan.level, parent=parent, path=_path(parent, code))
    _begin(area, feature.geometry(), plan)
    return Outcome.MADE


def _above(plan: Plan) -> list[Area]:
    """Return the areas that can be the parents: those of the nearest level above that has any."""
    for level in reversed(LEVELS[: LEVELS.index(plan.level)]):
        if found := plan.areas(level):
            return found
    return []


def _parent(feature: Feature, above: Sequence[Area]) -> Area | None:
    """Return the area of the level above that holds most of the feature; a single one without a boundary holds all."""
    if len(above) == 1 and not above[0].geometry:
        return above[0]
    point = feature.shape.representative_point()
    holding = [area for area in above if area.geometry and shapely.geometry.shape(area.geometry).covers(point)]
    return holding[0] if holding else None


def _code_for(feature: Feature, parent: Area | None) -> str:
    """Return a code that the same name in the same parent gets again."""
    start = f"{parent.code}-" if parent else ""
    plain = re.sub(r"[^0-9A-Za-z]+", "", feature.name)
    return (start + (plain or sha256(feature.name.encode()).hexdigest()[:8]))[:CODE_LIMIT]


def _begin(area: Area, geometry: dict[str, Any] | None, plan: Plan, outcome: Outcome = Outcome.MADE) -> None:
    """Let the unsaved ``area`` hold from the plan's day on."""
    area.name, area.valid_from = area.name[:NAME_LIMIT], plan.valid_from
    if geometry:
        _place(area, geometry)
    area.save(force_insert=True)
    _record(area, plan.actor, outcome)


def _path(parent: Area | None, code: str) -> str:
    return f"{parent.path if parent else ''}{code}/"


def _place(area: Area, geometry: dict[str, Any]) -> None:
    middle = shapely.geometry.shape(geometry).representative_point()
    area.geometry, area.latitude, area.longitude = geometry, round(middle.y, 6), round(middle.x, 6)


def _record(area: Area, actor: str, outcome: Outcome) -> None:
    drawn = sha256(repr(area.geometry).encode()).hexdigest() if area.geometry else ""
    data = {"code": area.code, "name": area.name, "path": area.path, "from": area.valid_from, "boundary": drawn}
    write(CHAIN, f"area_{outcome.value}", at=timezone.now(), actor=actor, data=data)
