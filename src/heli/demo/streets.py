"""Where things happen in the demo district: points in grids, roads, estates, schools, markets and their addresses."""

import random
from dataclasses import dataclass, field
from typing import Final

import shapely
from shapely.geometry import shape

from heli.demo import samples
from heli.demo.names import TOWNS
from heli.places.models import Area

NEAR: Final = 0.004  # degrees, some 400 metres: within this an address is on the main road
_ROADS: Final = (("路", "Road"), ("一巷", "First Lane"), ("东街", "East Street"))
_ESTATES: Final = (
    ("家园", "Homes"),
    ("新村", "New Village"),
    ("花苑", "Gardens"),
    ("公寓", "Apartments"),
    ("雅居", "Court"),
)
_SCHOOLS: Final = (("小学", "Primary School"), ("中学", "Middle School"), ("幼儿园", "Kindergarten"))


@dataclass(frozen=True)
class Spot:
    """A place in a grid, with the names that a story about it can use. Coordinates are WGS-84 degrees."""

    grid: Area
    latitude: float
    longitude: float
    address: str
    words: dict[str, str] = field(hash=False)


class Streets:
    """Finds spots; ``areas`` are the areas of the district by code."""

    def __init__(self, areas: dict[str, Area]) -> None:
        self._areas = areas
        self._stems = {
            f"990101{town.digits}{number:03}": names
            for town in TOWNS
            for number, names in enumerate(town.communities, start=1)
        }
        grids = [area for area in areas.values() if area.level == "grid"]
        self._shapes = {grid.code: shape(grid.geometry) for grid in grids}
        self.town_grids = [grid for grid in grids if not _rural(grid)]
        self.village_grids = [grid for grid in grids if _rural(grid)]
        self._roads = [(name, name_en, shapely.LineString(points)) for name, name_en, points in samples.roads()]
        for polygon in self._shapes.values():
            shapely.prepare(polygon)

    def grid(self, kind: str, dice: random.Random) -> Area:
        """A grid for a story of this kind of place: villages in the towns, sites and shops mostly in the streets."""
        if kind == "village":
            return dice.choice(self.village_grids)
        return dice.choice(self.town_grids if dice.random() < 0.86 else self.village_grids)

    def spot(self, grid: Area, kind: str, dice: random.Random) -> Spot:
        """A random spot in the grid, with an address that fits the kind of place."""
        latitude, longitude = self._point(grid, dice)
        community = self._areas[grid.code.partition("-")[0]]
        town = self._areas[community.code[:-3]]
        stem, stem_en = self._stems[community.code]
        road, road_en = self._road(latitude, longitude, stem, stem_en, dice)
        estate, estate_en = _named(_ESTATES, stem, stem_en, dice)
        school, school_en = _named(_SCHOOLS, stem, stem_en, dice)
        other, other_en = _ROADS[1]
        words = {
            "road": road, "road_en": road_en, "road2": stem + other, "road2_en": f"{stem_en} {other_en}",
            "community": community.name, "community_en": community.name_en, "estate": estate, "estate_en": estate_en,
            "school": school, "school_en": school_en, "market": f"{stem}农贸市场", "market_en": f"{stem_en} Market",
        }  # fmt: skip
        where = f"{estate}{dice.randrange(1, 19)}幢" if kind == "estate" else f"{road}{dice.randrange(1, 300)}号"
        return Spot(grid, latitude, longitude, f"{town.name}{community.name}{where}", words)

    def _point(self, grid: Area, dice: random.Random) -> tuple[float, float]:
        polygon = self._shapes[grid.code]
        west, south, east, north = polygon.bounds
        while True:
            longitude, latitude = round(dice.uniform(west, east), 6), round(dice.uniform(south, north), 6)
            if polygon.contains(shapely.Point(longitude, latitude)):
                return latitude, longitude

    def _road(self, latitude: float, longitude: float, stem: str, stem_en: str, dice: random.Random) -> tuple[str, str]:
        point = shapely.Point(longitude, latitude)
        for name, name_en, line in self._roads:
            if line.distance(point) < NEAR:
                return name, name_en
        return _named(_ROADS, stem, stem_en, dice)


def _rural(grid: Area) -> bool:
    return grid.code[6:9] > "100"


def _named(kinds: tuple[tuple[str, str], ...], stem: str, stem_en: str, dice: random.Random) -> tuple[str, str]:
    ending, ending_en = dice.choice(kinds)
    return stem + ending, f"{stem_en} {ending_en}"
