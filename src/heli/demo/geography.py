"""The territory of the demo district as GeoJSON: 1 district, 12 towns and streets, 80 communities, 300 grids.

`python -m heli.demo.geography FOLDER` writes `district.geojson` and `basemap.geojson`: the same text each
time.
"""

import json
import math
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from heli.demo import terrain
from heli.demo.mesh import (
    Hex,
    Point,
    Vertex,
    borders,
    cells_within,
    centre,
    grow,
    outline,
    smooth,
    superfluous,
)
from heli.demo.names import TOWNS, TownNames

DISTRICT_CODE: Final = "990101"
VALID_FROM: Final = "2024-01-01"
SEED: Final = 990101
GRIDS: Final = 300
RIVER_WIDTH: Final = 110.0
CROSSING: Final = 12.0

Feature = dict[str, Any]
Label = TypeVar("Label")
Region = tuple[str, str, str, str, list[Hex]]  # code, name, English name, level, cells


def build() -> dict[str, Any]:
    """The territory as a GeoJSON FeatureCollection in WGS-84, coarse levels first.

    Properties of each feature: code, name, name_en, level, valid_from.
    """
    regions = _regions(random.Random(SEED))
    owner = {cell: code for code, *_, level, cells in regions if level == "grid" for cell in cells}
    graph = borders(owner)
    points = {vertex: terrain.to_degrees(point) for vertex, point in smooth(graph, rounds=4).items()}
    dropped = superfluous(graph)
    return _collection(_feature(region, points, dropped) for region in regions)


def basemap() -> dict[str, Any]:
    """What a plain map shows below the territory: the river as an area, the main roads as lines."""
    eastings = [200.0 * step for step in range(-90, 91)]
    middle = [(x, terrain.river(x)) for x in eastings if terrain.inside((x, terrain.river(x)))]
    bank = [(x, y + RIVER_WIDTH) for x, y in middle] + [(x, y - RIVER_WIDTH) for x, y in reversed(middle)]
    ring = [terrain.to_degrees(point) for point in [*bank, bank[0]]]
    river = _drawn("Polygon", [ring], kind="water", name="合溪", name_en="Hexi River")
    roads = [
        _drawn("LineString", _road(points), kind="road", name=name, name_en=name_en)
        for name, name_en, points in terrain.ROADS
    ]
    return _collection([river, *roads])


def _road(points: tuple[Point, ...]) -> list[Point]:
    return [terrain.to_degrees(point) for point in terrain.curve(points) if terrain.inside(point)]


def _regions(dice: random.Random) -> list[Region]:
    """Every region of every level with its hexes: the district, then towns, communities, grids."""
    cells = cells_within(terrain.REACH, terrain.inside)
    rough = {cell: dice.uniform(0.75, 1.45) for cell in cells}
    towns = _towns(cells, rough)
    regions: list[Region] = [(DISTRICT_CODE, "合安区", "He'an District", "district", cells)]
    for town in TOWNS:
        kind, kind_en = ("镇", "Town") if town.rural else ("街道", "Subdistrict")
        code = DISTRICT_CODE + town.digits
        regions.append((code, town.stem + kind, f"{town.stem_en} {kind_en}", "town", towns[town.digits]))
    communities = [region for town in TOWNS for region in _communities(town, towns[town.digits], rough, dice)]
    counts = _shares([_people(region[4]) ** 0.6 for region in communities], total=GRIDS)
    grids = [
        grid for region, count in zip(communities, counts, strict=True) for grid in _grids(region, count, rough, dice)
    ]
    return regions + communities + grids


def _towns(cells: list[Hex], rough: dict[Hex, float]) -> dict[str, list[Hex]]:
    """The hexes of each town or street by its digits, grown from the seats; the river is hard to cross."""
    labels = list(terrain.SEATS)
    seeds = {_nearest(cells, seat): label for label, (seat, _) in enumerate(terrain.SEATS.values())}
    speed = [ease for _, ease in terrain.SEATS.values()]

    def cost(here: Hex, there: Hex, label: int) -> float:
        river = CROSSING if terrain.north_of_river(here) != terrain.north_of_river(there) else 1.0
        return rough[there] * river / speed[label]

    owner = grow(cells, seeds, cost)
    return _grouped(owner, labels)


def _communities(town: TownNames, cells: list[Hex], rough: dict[Hex, float], dice: random.Random) -> list[Region]:
    parts = _divide(cells, len(town.communities), rough, dice)
    seat = terrain.SEATS[town.digits][0]
    parts.sort(key=lambda part: math.dist(_middle(part), seat))
    regions: list[Region] = []
    for number, (part, (stem, stem_en)) in enumerate(zip(parts, town.communities, strict=True), start=1):
        village = town.rural and number > 1
        kind, kind_en = ("村", "Village") if village else ("社区", "Community")
        code = f"{DISTRICT_CODE}{town.digits}{number:03}"
        regions.append((code, stem + kind, f"{stem_en} {kind_en}", "community", part))
    return regions


def _grids(community: Region, count: int, rough: dict[Hex, float], dice: random.Random) -> list[Region]:
    code, name, name_en, _, cells = community
    parts = _divide(cells, count, rough, dice)
    parts.sort(key=lambda part: (-round(_middle(part)[1] / 400), _middle(part)[0]))
    return [
        (f"{code}-{number:02}", f"{name}第{number}网格", f"{name_en}, Grid {number}", "grid", part)
        for number, part in enumerate(parts, start=1)
    ]


def _divide(cells: list[Hex], count: int, rough: dict[Hex, float], dice: random.Random) -> list[list[Hex]]:
    """Divide a region into `count` parts of about equal population, each in one piece (Lloyd's method)."""
    middles = _spread(cells, count, dice)
    parts: list[list[Hex]] = []
    for _ in range(7):
        seeds = {_nearest(cells, point): label for label, point in enumerate(middles)}
        owner = grow(cells, seeds, lambda _, there, __: rough[there])
        parts = list(_grouped(owner, range(count)).values())
        middles = [_middle(part) for part in parts]
    return parts


def _spread(cells: list[Hex], count: int, dice: random.Random) -> list[Point]:
    """First middles: where people live, none close to another."""
    weights = [terrain.density(cell) for cell in cells]
    middles = [centre(dice.choices(cells, weights)[0])]
    while len(middles) < count:
        candidates = [centre(cell) for cell in dice.choices(cells, weights, k=12)]
        middles.append(max(candidates, key=lambda point: min(math.dist(point, m) for m in middles)))
    return middles


def _middle(cells: Sequence[Hex]) -> Point:
    """The middle of the people of a region, in metres."""
    weights = [terrain.density(cell) for cell in cells]
    points = [centre(cell) for cell in cells]
    total = sum(weights)
    return (
        sum(x * w for (x, _), w in zip(points, weights, strict=True)) / total,
        sum(y * w for (_, y), w in zip(points, weights, strict=True)) / total,
    )


def _nearest(cells: Sequence[Hex], point: Point) -> Hex:
    x, y = point
    return min(cells, key=lambda cell: ((centre(cell)[0] - x) ** 2 + (centre(cell)[1] - y) ** 2, cell))


def _people(cells: Iterable[Hex]) -> float:
    return sum(terrain.density(cell) for cell in cells)


def _shares(weights: Sequence[float], *, total: int, least: int = 2, most: int = 7) -> list[int]:
    """Whole shares of `total` by weight (largest remainder), each between `least` and `most`."""
    scale = total / sum(weights)
    shares = [min(most, max(least, math.floor(weight * scale))) for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: shares[i] - weights[i] * scale)
    while (missing := total - sum(shares)) != 0:
        step = 1 if missing > 0 else -1
        for index in order if step > 0 else reversed(order):
            if sum(shares) != total and least <= shares[index] + step <= most:
                shares[index] += step
    return shares


def _grouped(owner: dict[Hex, int], labels: Sequence[Label]) -> dict[Label, list[Hex]]:
    groups: dict[Label, list[Hex]] = {label: [] for label in labels}
    for cell in sorted(owner):
        groups[labels[owner[cell]]].append(cell)
    return groups


def _feature(region: Region, points: dict[Vertex, Point], dropped: set[Vertex]) -> Feature:
    code, name, name_en, level, cells = region
    ring = [points[vertex] for vertex in outline(set(cells)) if vertex not in dropped]
    closed = [*ring, ring[0]]
    return _drawn("Polygon", [closed], code=code, name=name, name_en=name_en, level=level, valid_from=VALID_FROM)


def _drawn(kind_of_shape: str, coordinates: Any, **properties: str) -> Feature:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind_of_shape, "coordinates": coordinates},
    }


def _collection(features: Iterable[Feature]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def text(collection: dict[str, Any]) -> str:
    """The collection as GeoJSON text, one feature a line."""
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in collection["features"]]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def main(folder: Path) -> None:
    """Write both files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "district.geojson").write_text(text(build()), encoding="utf-8")
    (folder / "basemap.geojson").write_text(text(basemap()), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
