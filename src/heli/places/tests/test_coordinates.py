"""Coordinate systems: known points, round trips, and what lies outside China."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heli.places import coordinates
from heli.places.coordinates import System, metres_between, to_wgs84

# Published sample points of the open implementations: WGS-84 and the same point in GCJ-02.
KNOWN = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]


@pytest.mark.parametrize(("wgs84", "gcj02"), KNOWN)
def test_known_points_agree_with_the_open_implementations(
    wgs84: tuple[float, float], gcj02: tuple[float, float]
) -> None:
    assert coordinates.wgs84_to_gcj02(wgs84) == pytest.approx(gcj02, abs=1e-9)
    assert metres_between(to_wgs84(gcj02, System.GCJ02), wgs84) < 0.001


def test_a_known_bd09_point() -> None:
    assert coordinates.gcj02_to_bd09((116.404, 39.915)) == pytest.approx(
        (116.41036949371029, 39.92133699351021), abs=1e-9
    )


in_china = st.tuples(st.floats(73.6, 134.9), st.floats(18.0, 53.6))


@given(in_china)
def test_round_trips_close_to_less_than_half_a_metre(point: tuple[float, float]) -> None:
    assert metres_between(to_wgs84(coordinates.wgs84_to_gcj02(point), System.GCJ02), point) < 0.5
    assert metres_between(to_wgs84(coordinates.wgs84_to_bd09(point), System.BD09), point) < 0.5


@given(in_china)
def test_the_displacement_is_some_hundred_metres(point: tuple[float, float]) -> None:
    assert 30 < metres_between(coordinates.wgs84_to_gcj02(point), point) < 1000


@pytest.mark.parametrize("system", System)
def test_points_outside_china_stay(system: System) -> None:
    chicago = (-87.66975672568209, 41.80576343586902)
    assert to_wgs84(chicago, system) == chicago


def test_wgs84_input_is_not_touched() -> None:
    assert to_wgs84((120.0, 30.3), System.WGS84) == (120.0, 30.3)
