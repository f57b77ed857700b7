"""The register's cases as points of a map: rounded, capped, and gathered by grid where there are too many."""

from itertools import count
from math import cos, pi, sin, sqrt
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from shapely.geometry import shape

from heli.cases.models import Case
from heli.places.coordinates import Point
from heli.places.models import Area
from heli.places.territory import territory
from heli.portal.register import Entry, Wanted, entry

MOST_POINTS = 500
#: Distance of neighbours that share one rounded place, in degrees: some 15 m.
SPREAD = 0.00014
GOLDEN_ANGLE = pi * (3 - sqrt(5))


def features(cases: QuerySet[Case], wanted: Wanted) -> list[dict[str, Any]]:
    """Return GeoJSON features for ``cases``: one for each, or one for each grid beyond the cap."""
    placed = cases.filter(latitude__isnull=False).order_by("-opened_at", "-id")
    found = list(placed[: MOST_POINTS + 1])
    if len(found) > MOST_POINTS:
        return _by_grid(cases, wanted)
    return _single([entry(case) for case in found])


def _single(entries: list[Entry]) -> list[dict[str, Any]]:
    """One feature for each entry; those that share a rounded place lie side by side in a sunflower's order."""
    numbers: dict[Point, Any] = {}
    made = []
    for each in entries:
        if each.point:
            number = next(numbers.setdefault(each.point, count()))
            made.append(_feature(_beside(each.point, number), _properties(each)))
    return made


def _beside(point: Point, number: int) -> Point:
    reach, angle = SPREAD * sqrt(number), number * GOLDEN_ANGLE
    return round(point[0] + reach * cos(angle), 5), round(point[1] + reach * sin(angle), 5)


def _properties(each: Entry) -> dict[str, str]:
    status = f"{each.category.label} · {each.state.label}"
    return {"title": each.title, "title_en": each.title, "status": status, "tone": each.lamp_tone, "url": each.url}


def _by_grid(cases: QuerySet[Case], wanted: Wanted) -> list[dict[str, Any]]:
    known = territory()
    made = []
    for row in cases.order_by().values("area_path").annotate(number=Count("id")):
        area = known.by_path.get(row["area_path"])
        centre = area and _centre(area)
        if area and centre:
            title = _("%(place)s: %(number)s requests") % {"place": area.name, "number": row["number"]}
            title_en = f"{area.name_en or area.name}: {row['number']}"
            address = f"{reverse('portal:register')}?{urlencode({**wanted.given, 'place': area.path})}"
            properties = {"title": title, "title_en": title_en, "status": "", "tone": "neutral", "url": address}
            made.append(_feature(centre, properties))
    return made


def _centre(area: Area) -> Point | None:
    if area.longitude is not None and area.latitude is not None:
        return round(area.longitude, 5), round(area.latitude, 5)
    if not area.geometry:
        return None
    inside = shape(area.geometry).representative_point()
    return round(inside.x, 5), round(inside.y, 5)


def _feature(point: Point, properties: dict[str, str]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": list(point)}, "properties": properties}
