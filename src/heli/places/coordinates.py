"""WGS-84, GCJ-02 and BD-09: the three ways a map of China writes the same point.

Heli stores WGS-84 only. Online maps published in China show points displaced by some hundred metres (GCJ-02), and one
provider displaces them once more (BD-09). Neither displacement is published by its owner: the polynomial and its
constants are those that the open mapping community recovered by measurement about 2010 and has used ever since. Only
the ellipsoid is official: Krasovsky 1940, a = 6 378 245 m, f = 1/298.3, hence e² = 2f - f².

A point is ``(longitude, latitude)`` in degrees, the order of GeoJSON (RFC 7946, section 3.1.1).
"""

from collections.abc import Callable
from enum import StrEnum
from math import atan2, cos, hypot, pi, radians, sin, sqrt

Point = tuple[float, float]

KRASOVSKY_AXIS = 6_378_245.0
KRASOVSKY_E2 = 2 / 298.3 - 1 / 298.3**2
BD_STEP = pi * 3000 / 180
BD_SHIFT = (0.0065, 0.006)
INVERSE_ROUNDS = 12
INVERSE_DEGREES = 1e-9
"""Stop when a round moves the point by less: 1e-9 degrees are 0.1 mm."""
EARTH_RADIUS = 6_371_008.8
"""Mean radius of the WGS-84 ellipsoid in metres (IUGG)."""


class System(StrEnum):
    """Coordinate systems that input may come in."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def displaced(point: Point) -> bool:
    """Say whether the displacement applies at ``point``: inside the box around China that all implementations use."""
    lon, lat = point
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _waves(x: float, *pairs: tuple[float, float]) -> float:
    """Sum ``amplitude * sin(x * pi / divisor)``, the periodic part of the displacement, in metres."""
    return 2 / 3 * sum(amplitude * sin(x * pi / divisor) for amplitude, divisor in pairs)


def _displacement(point: Point) -> Point:
    """Return the GCJ-02 displacement at a WGS-84 point, in degrees of longitude and latitude."""
    x, y = point[0] - 105.0, point[1] - 35.0
    short = _waves(x, (20.0, 1 / 6), (20.0, 1 / 2))
    root = sqrt(abs(x))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += short + _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += short + _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))
    latitude = radians(point[1])
    curvature = 1 - KRASOVSKY_E2 * sin(latitude) ** 2
    meridian = KRASOVSKY_AXIS * (1 - KRASOVSKY_E2) / curvature**1.5
    parallel = KRASOVSKY_AXIS / sqrt(curvature) * cos(latitude)
    return east / parallel * 180 / pi, north / meridian * 180 / pi


def wgs84_to_gcj02(point: Point) -> Point:
    """Displace a WGS-84 point as maps published in China do; outside China the point stays."""
    if not displaced(point):
        return point
    east, north = _displacement(point)
    return point[0] + east, point[1] + north


def gcj02_to_wgs84(point: Point) -> Point:
    """Undo the displacement by fixed-point iteration; the round trip closes to less than a millimetre."""
    return _invert(wgs84_to_gcj02, point) if displaced(point) else point


def gcj02_to_bd09(point: Point) -> Point:
    """Apply the second displacement: a rotation and stretch in polar coordinates, then a constant shift."""
    lon, lat = point
    radius = hypot(lon, lat) + 0.00002 * sin(lat * BD_STEP)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * BD_STEP)
    return radius * cos(angle) + BD_SHIFT[0], radius * sin(angle) + BD_SHIFT[1]


def wgs84_to_bd09(point: Point) -> Point:
    """Displace a WGS-84 point twice; outside China the point stays."""
    return gcj02_to_bd09(wgs84_to_gcj02(point)) if displaced(point) else point


def bd09_to_wgs84(point: Point) -> Point:
    """Undo both displacements."""
    return _invert(wgs84_to_bd09, point) if displaced(point) else point


def _invert(forward: Callable[[Point], Point], target: Point) -> Point:
    """Find the point that ``forward`` sends to ``target``. Each round gains three digits."""
    lon, lat = target
    for _round in range(INVERSE_ROUNDS):
        image = forward((lon, lat))
        east, north = target[0] - image[0], target[1] - image[1]
        lon, lat = lon + east, lat + north
        if abs(east) < INVERSE_DEGREES and abs(north) < INVERSE_DEGREES:
            break
    return lon, lat


def _unchanged(point: Point) -> Point:
    return point


TO_WGS84: dict[System, Callable[[Point], Point]] = {
    System.WGS84: _unchanged,
    System.GCJ02: gcj02_to_wgs84,
    System.BD09: bd09_to_wgs84,
}


def to_wgs84(point: Point, system: System) -> Point:
    """Return ``point``, given in ``system``, in WGS-84."""
    return TO_WGS84[system](point)


def metres_between(one: Point, other: Point) -> float:
    """Return the distance of two near WGS-84 points in metres (equirectangular; good to 0.1 % within a district)."""
    east = radians(other[0] - one[0]) * cos(radians((one[1] + other[1]) / 2))
    north = radians(other[1] - one[1])
    return EARTH_RADIUS * hypot(east, north)


def coarse(point: Point, decimals: int = 3) -> Point:
    """Return a point that does not point at a door: rounded, at three decimals to some 100 m."""
    return round(point[0], decimals), round(point[1], decimals)
