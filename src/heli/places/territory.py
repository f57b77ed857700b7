"""Finding the grid of a point in memory."""

from django.utils import timezone
from shapely import STRtree
from shapely.geometry import Point, shape

from heli.places.models import Area, Level
from heli.places.revisions import Cached

REVISION = "territory"


class Territory:
    """The areas in force today with a boundary, indexed for point look-ups."""

    def __init__(self, areas: list[Area]) -> None:
        self.areas = {area.pk: area for area in areas}
        self.by_path = {area.path: area for area in areas}
        bounded = [area for area in areas if area.geometry]
        self._smallest = sorted(bounded, key=lambda area: -len(area.path))
        self._shapes = [shape(area.geometry) for area in self._smallest]
        self._tree = STRtree(self._shapes)

    def find(self, latitude: float, longitude: float) -> Area | None:
        """Return the smallest area that holds the point (WGS-84 degrees); None outside the district."""
        hits = self._tree.query(Point(longitude, latitude), predicate="intersects")
        return self._smallest[min(hits)] if len(hits) else None

    def level(self, level: Level) -> list[Area]:
        """Return the areas of one level, in the order of their paths."""
        return [area for area in self.areas.values() if area.level == level]

    def names(self, path: str, *, english: bool = False) -> list[str]:
        """Return the names of the areas on ``path`` below the district, from the largest to the smallest."""
        parts = path.rstrip("/").split("/")
        paths = ["/".join(parts[: size + 1]) + "/" for size in range(1, len(parts))]
        found = [self.by_path[each] for each in paths if each in self.by_path]
        return [(area.name_en or area.name) if english else area.name for area in found]


def _load() -> Territory:
    return Territory(list(Area.objects.valid_on(timezone.localdate()).order_by("path")))


territory = Cached(_load, REVISION)
