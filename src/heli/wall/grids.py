"""The territory with its counts as GeoJSON: nothing but names, shapes and numbers."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from heli.insight.counts import Standing
from heli.insight.figures import Figures
from heli.insight.public import PublicFigures
from heli.places.models import Area, Level
from heli.places.revisions import Cached
from heli.places.territory import REVISION, territory

#: Five decimals are about a metre.
DECIMALS = 5
#: From how many cases each of the map's shades begins; see ``LIMITS`` in ``frontend/js/map/theme.js``.
SHADES = (1, 3, 6, 11)
OUTLINES = (Level.DISTRICT, Level.TOWN)


def _rounded(part: Any) -> Any:
    return [_rounded(each) for each in part] if isinstance(part, list | tuple) else round(part, DECIMALS)


def _load() -> dict[str, dict[str, Any]]:
    return {
        area.path: {"type": area.geometry["type"], "coordinates": _rounded(area.geometry["coordinates"])}
        for area in territory().areas.values()
        if area.geometry
    }


_shapes = Cached(_load, REVISION)


def grid_of(path: str) -> str:
    """Return the path of the grid that holds ``path``, else of the smallest known area above it."""
    known, parts = territory().by_path, path.rstrip("/").split("/")
    for size in range(len(parts), 0, -1):
        area = known.get("/".join(parts[:size]) + "/")
        if area and area.level != Level.BUILDING:
            return area.path
    return ""


def by_grid(figures: Figures) -> dict[str, Standing]:
    """Return the open cases by grid; cases placed less exactly stand at the area that is known."""
    found: dict[str, Standing] = {}
    for path, standing in figures.by_area.items():
        place = grid_of(path)
        found[place] = found.get(place, Standing()) + standing
    return found


def staff_map(
    figures: Figures, *, measure: str, url: Callable[[str], str], into: Callable[[str], str], place: str = ""
) -> bytes:
    """Return the grids with their open and overdue cases. Bytes of GeoJSON.

    ``url`` gives the list of a grid's cases, ``into`` the wall of the grid.
    """
    counted = by_grid(figures)
    most = max((_of(standing, measure) for standing in counted.values()), default=0)
    features = []
    for area in territory().areas.values():
        if area.path not in _shapes() or not area.path.startswith(place):
            continue
        if area.level == Level.GRID:
            standing = counted.get(area.path, Standing())
            shade = shade_of(_of(standing, measure), most)
            counts = {
                "open": standing.open,
                "late": standing.red,
                "shade": shade,
                "url": url(area.path),
                "into": into(area.path),
            }
            features.append(_feature(area, counts))
        elif area.level in OUTLINES:
            features.append(_feature(area, {}))
    return _collection(features)


def public_map(figures: PublicFigures) -> bytes:
    """Return towns and streets with their protected counts. Bytes of GeoJSON."""
    towns = [area for area in territory().level(Level.TOWN) if area.path in _shapes()]
    counts = {area.path: figures.sum(lambda place, path=area.path: place.town == path).value for area in towns}  # type: ignore[misc]
    most = max(counts.values(), default=0)
    features = [_feature(area, {}) for area in territory().level(Level.DISTRICT) if area.path in _shapes()]
    for area in towns:
        late = figures.sum(lambda place, path=area.path: place.town == path and place.lateness == "late")  # type: ignore[misc]
        number = counts[area.path]
        features.append(_feature(area, {"open": number, "late": late.value, "shade": shade_of(number, most)}))
    return _collection(features)


def shade_of(number: int, most: int) -> int:
    """Return ``number`` on the map's scale: as it is where all are small, else relative to the largest."""
    if most <= SHADES[-1] or number == 0:
        return number
    return SHADES[min(len(SHADES) - 1, number * len(SHADES) // (most + 1))]


def tag_of(body: bytes) -> str:
    """Return the ETag of an answer."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def _of(standing: Standing, measure: str) -> int:
    return standing.red if measure == "late" else standing.open


def _feature(area: Area, counts: dict[str, Any]) -> dict[str, Any]:
    names = {"level": area.level, "name": area.name, "name_en": area.name_en or area.name}
    return {"type": "Feature", "geometry": _shapes()[area.path], "properties": {**names, **counts}}


def _collection(features: list[dict[str, Any]]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()
