"""Boundary files: what cannot be used, what overlaps, what is missing, what is shifted."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import box, mapping

from heli.imports.geojson import Feature, read_boundaries
from heli.imports.source import SourceError
from heli.imports.surveying import gaps, overlaps, shift, square_metres
from heli.places.coordinates import System, metres_between, wgs84_to_gcj02

BOW_TIE = {"type": "Polygon", "coordinates": [[[120, 30], [120.1, 30.1], [120.1, 30], [120, 30.1], [120, 30]]]}


def written(folder: Path, *features: tuple[str, Any]) -> Path:
    path = folder / "areas.geojson"
    raw = [{"type": "Feature", "properties": {"name": name}, "geometry": shape} for name, shape in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": raw}), encoding="utf-8")
    return path


def square(west: float, south: float, size: float = 0.01) -> Any:
    return mapping(box(west, south, west + size, south + size))


def feature(name: str, west: float, south: float, size: float = 0.01) -> Feature:
    return Feature(1, name, "", box(west, south, west + size, south + size))


@pytest.mark.parametrize("text", ["", "[", "[]", '{"type": "FeatureCollection"}', '{"type": "Topology"}'])
def test_what_is_no_feature_collection_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(text)
    with pytest.raises(SourceError):
        read_boundaries(path)


def test_features_without_a_name_or_a_polygon_are_left_out_and_named(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [120, 30]}
    metres = mapping(box(500_000, 3_300_000, 501_000, 3_301_000))
    found = read_boundaries(
        written(tmp_path, ("", square(120, 30)), ("点", point), ("空", None), ("米", metres), ("好", square(120, 30)))
    )
    assert [each.name for each in found.features] == ["好"]
    assert [each.number for each in found.left_out] == [1, 2, 3, 4]


def test_a_polygon_that_crosses_itself_is_mended_and_reported(tmp_path: Path) -> None:
    found = read_boundaries(written(tmp_path, ("结", BOW_TIE)))
    assert found.features[0].shape.is_valid
    assert [each.name for each in found.mended] == ["结"]


def test_a_map_from_an_online_service_is_converted(tmp_path: Path) -> None:
    point = wgs84_to_gcj02((120.0, 30.0))
    found = read_boundaries(written(tmp_path, ("镇", square(*point))), system=System.GCJ02)
    corners = [(lon, lat) for lon, lat in shapely.get_coordinates(found.features[0].shape)]
    assert min(metres_between(corner, (120.0, 30.0)) for corner in corners) < 0.5


def test_overlaps_are_found_largest_first_and_slivers_are_not() -> None:
    areas = [feature("甲", 120, 30), feature("乙", 120.0099, 30), feature("丙", 120.0198999, 30)]
    assert [(each.one, each.other) for each in overlaps([*areas, feature("丁", 120, 30, 0.002)])] == [
        ("甲", "丁"),
        ("甲", "乙"),
    ]


def test_a_hole_between_areas_is_a_gap() -> None:
    areas = [feature(str(at), 120 + at % 3 / 100, 30 + at // 3 / 100) for at in range(9) if at != 4]
    (gap,) = gaps(areas)
    assert (gap.longitude, gap.latitude) == pytest.approx((120.015, 30.015))
    assert gap.square_metres == pytest.approx(square_metres(box(120.01, 30.01, 120.02, 30.02)), rel=0.01)


def test_an_outline_from_an_online_service_is_recognised() -> None:
    area = feature("县", 117.3, 28.2, 0.3)
    shifted = box(*wgs84_to_gcj02((117.3, 28.2)), *wgs84_to_gcj02((117.6, 28.5)))
    found = shift([area], shifted)
    assert (found.areas_in, found.reference_in) == (System.WGS84, System.GCJ02)
    assert shift([Feature(1, "县", "", shifted)], area.shape).areas_in is System.GCJ02
    assert not shift([area], area.shape).suspicious
