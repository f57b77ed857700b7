"""Finding the area of each row's place, with what makes a hundred thousand look-ups cheap."""

from collections.abc import Callable
from functools import lru_cache

import shapely

from heli.places.coordinates import Point
from heli.places.models import Area
from heli.places.territory import Territory

Find = Callable[[Point], Area | None]


def finder(known: Territory) -> Find:
    """Return a look-up of the smallest area that holds a point; None outside the district.

    It asks the territory only about points within the district's extent, and once about a place that comes up often.
    """
    shapes = [shapely.geometry.shape(area.geometry) for area in known.areas.values() if area.geometry]
    west, south, east, north = shapely.total_bounds(shapes)

    @lru_cache(maxsize=4096)
    def find(point: Point) -> Area | None:
        longitude, latitude = point
        near = west <= longitude <= east and south <= latitude <= north
        return known.find(latitude, longitude) if near else None

    return find
