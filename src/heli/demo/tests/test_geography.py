"""The demo district's territory tiles exactly on every level."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from heli.demo import terrain
from heli.demo.mesh import cells_within, grow, outline
from heli.demo.names import TOWNS

SAMPLES = Path(__file__).parents[4] / "samples"
Levels = dict[str, dict[str, shapely.Polygon]]


@pytest.fixture(scope="module")
def levels() -> Levels:
    features = json.loads((SAMPLES / "district.geojson").read_text(encoding="utf-8"))["features"]
    levels: Levels = defaultdict(dict)
    for feature in features:
        properties: dict[str, Any] = feature["properties"]
        levels[properties["level"]][properties["code"]] = shape(feature["geometry"])
    return levels


def test_there_are_as_many_regions_as_the_district_has(levels: Levels) -> None:
    counts = {level: len(regions) for level, regions in levels.items()}
    assert counts == {"district": 1, "town": 12, "community": 80, "grid": 300}


@pytest.mark.parametrize("level", ["district", "town", "community", "grid"])
def test_every_region_is_one_valid_polygon(levels: Levels, level: str) -> None:
    regions = levels[level].values()
    assert all(region.is_valid and region.geom_type == "Polygon" and not region.interiors for region in regions)


@pytest.mark.parametrize("level", ["town", "community", "grid"])
def test_regions_of_a_level_share_their_borders_vertex_by_vertex(levels: Levels, level: str) -> None:
    regions = list(levels[level].values())
    assert shapely.coverage_is_valid(regions)
    assert shapely.coverage_union_all(regions).symmetric_difference(levels["district"]["990101"]).area == 0


@pytest.mark.parametrize(("above", "below"), [("town", "community"), ("community", "grid")])
def test_the_parts_of_a_region_are_exactly_the_region(levels: Levels, above: str, below: str) -> None:
    for code, region in levels[above].items():
        parts = [part for other, part in levels[below].items() if other.startswith(code)]
        assert shapely.coverage_union_all(parts).symmetric_difference(region).area == 0


def test_names_are_given_once() -> None:
    stems = [town.stem for town in TOWNS]
    assert len(set(stems)) == len(stems) == len(terrain.SEATS)


def test_regions_grow_in_one_piece() -> None:
    cells = cells_within(2000, lambda point: point[0] > -1500)
    owner = grow(cells, {cells[0]: 0, cells[-1]: 1}, lambda here, there, label: 1.0)
    assert set(owner) == set(cells)
    assert outline({cell for cell, label in owner.items() if label == 0})


def test_a_region_in_two_parts_has_no_outline() -> None:
    with pytest.raises(ValueError, match=r"hole"):
        outline({(0, 0), (5, 5)})
