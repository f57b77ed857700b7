"""How polygons lie to each other: overlaps, gaps, and a shift between two coordinate systems."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from heli.imports.geojson import Feature, converted
from heli.places.coordinates import EARTH_RADIUS, System, metres_between

SLIVER = 100.0
"""Square metres below which an overlap or a gap is the noise of drawing."""
CLEARLY = 0.01
"""How much better two outlines must cover each other under another reading for that reading to be believed."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two areas that both claim a piece of land of ``square_metres``."""

    one: str
    other: str
    square_metres: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole between the areas; ``longitude`` and ``latitude`` are a point in it."""

    longitude: float
    latitude: float
    square_metres: float


@dataclass(frozen=True, slots=True)
class Shift:
    """How the union of the areas lies to a reference outline.

    ``east`` and ``north`` are the mean offset of the reference's centre from the areas', in degrees; ``metres`` its
    length. ``cover`` is the intersection over the union as given; ``best`` the same under the most likely reading, in
    which the areas are in ``areas_in`` and the reference in ``reference_in``.
    """

    east: float
    north: float
    metres: float
    cover: float
    best: float
    areas_in: System
    reference_in: System

    @property
    def suspicious(self) -> bool:
        """Whether another reading fits clearly better, so that one of the two needs converting."""
        return self.areas_in is not self.reference_in


def square_metres(polygon: BaseGeometry) -> float:
    """Return the area of a WGS-84 polygon on the sphere's local plane; good to 0.5 % within a district."""
    if polygon.is_empty:
        return 0.0
    degree = radians(1) * EARTH_RADIUS
    return float(polygon.area * degree * degree * cos(radians(polygon.centroid.y)))


def overlaps(features: Sequence[Feature]) -> list[Overlap]:
    """Return the pairs of areas that overlap by more than a sliver, largest first."""
    shapes = np.array([feature.shape for feature in features], dtype=object)
    tree = shapely.STRtree(shapes)
    found = []
    for left, right in zip(*tree.query(shapes, predicate="intersects"), strict=True):
        if left < right:
            shared = square_metres(shapes[left].intersection(shapes[right]))
            if shared > SLIVER:
                found.append(Overlap(features[left].name, features[right].name, shared))
    return sorted(found, key=lambda overlap: -overlap.square_metres)


def gaps(features: Sequence[Feature]) -> list[Gap]:
    """Return the holes in the union of the areas that are larger than a sliver, largest first."""
    found = []
    for part in shapely.get_parts(shapely.union_all([feature.shape for feature in features])):
        for ring in getattr(part, "interiors", ()):
            hole = shapely.Polygon(ring)
            if (size := square_metres(hole)) > SLIVER:
                point = hole.representative_point()
                found.append(Gap(point.x, point.y, size))
    return sorted(found, key=lambda gap: -gap.square_metres)


def shift(features: Sequence[Feature], reference: BaseGeometry) -> Shift:
    """Compare the union of the areas, read as WGS-84, with a reference outline, read as WGS-84.

    Each pair of readings (WGS-84, GCJ-02, BD-09 for either side) is tried; the one under which both cover each other
    best is the most likely, if it is clearly better than the readings as given.
    """
    union = shapely.union_all([feature.shape for feature in features])
    one, other = union.centroid, reference.centroid
    given = _cover(union, reference)
    readings = {(System.WGS84, System.WGS84): given}
    for system in (System.GCJ02, System.BD09):
        readings[system, System.WGS84] = _cover(converted(union, system), reference)
        readings[System.WGS84, system] = _cover(union, converted(reference, system))
    (areas_in, reference_in), best = max(readings.items(), key=lambda reading: reading[1])
    if best < given + CLEARLY:
        areas_in, reference_in, best = System.WGS84, System.WGS84, given
    return Shift(
        east=other.x - one.x,
        north=other.y - one.y,
        metres=metres_between((one.x, one.y), (other.x, other.y)),
        cover=given,
        best=best,
        areas_in=areas_in,
        reference_in=reference_in,
    )


def _cover(one: BaseGeometry, other: BaseGeometry) -> float:
    """Return the area of the intersection over that of the union, 0 to 1."""
    whole = one.union(other).area
    return float(one.intersection(other).area / whole) if whole else 0.0
