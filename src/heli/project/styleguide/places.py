"""A made-up quarter of thirty squares, so that the maps have something to show."""

from typing import Any

from heli.project.styleguide.samples import both

WEST, SOUTH, STEP, COLUMNS, ROWS = 118.40, 31.20, 0.01, 6, 5


def _square(column: int, row: int, *, width: int = 1, height: int = 1) -> dict[str, Any]:
    west, south = WEST + column * STEP, SOUTH + row * STEP
    east, north = west + width * STEP, south + height * STEP
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def areas() -> dict[str, Any]:
    """GeoJSON of the quarter: its outline, then its grids with open and overdue matters."""
    outline = {"level": "district", "name": "示范区", "name_en": "Sample district"}
    features = [{"type": "Feature", "properties": outline, "geometry": _square(0, 0, width=COLUMNS, height=ROWS)}]
    for number in range(COLUMNS * ROWS):
        column, row = number % COLUMNS, number // COLUMNS
        count = (number * 7) % 13
        facts = {
            "level": "grid",
            "name": f"{number + 1} 格",
            "name_en": f"Grid {number + 1}",
            "open": count,
            "late": max(0, count - 10),
            "url": "#",
        }
        features.append({"type": "Feature", "properties": facts, "geometry": _square(column, row)})
    return {"type": "FeatureCollection", "features": features}


def points() -> dict[str, Any]:
    """GeoJSON of a dozen matters."""
    tones = ("good", "warn", "bad", "neutral")
    titles = (both("路灯不亮", "Street lamp is dark"), both("井盖破损", "Broken manhole cover"))
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [WEST + 0.004 * (n % 12 + 1), SOUTH + 0.0035 * (n * 5 % 13 + 1)],
            },
            "properties": {
                "title": titles[n % 2],
                "tone": tones[n % 4],
                "status": both("处理中", "In hand"),
                "url": "#",
            },
        }
        for n in range(14)
    ]
    return {"type": "FeatureCollection", "features": features}


def found(lat: float, lon: float) -> dict[str, Any]:
    """The grid of a point, as the real address answers."""
    column, row = int((lon - WEST) // STEP), int((lat - SOUTH) // STEP)
    if not (0 <= column < COLUMNS and 0 <= row < ROWS):
        return {"inside": False, "area": "", "grid": ""}
    number = row * COLUMNS + column + 1
    return {
        "inside": True,
        "area": both("河畔社区", "Riverside community"),
        "grid": both(f"{number} 格", f"grid {number}"),
    }
