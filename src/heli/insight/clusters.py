"""Cases as marks of a map: gathered by the cells of a lattice, so that a map of 20,000 holds some hundred marks.

Whoever calls hands in the cases that its reader may see; nothing is looked up besides. A mark says how many cases lie
together and how late they are; a case that lies alone is its own mark. Nothing about persons is in either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import cos, pi, radians, sin, sqrt
from typing import Any, NamedTuple

from django.db.models import Avg, Count, F, Min, Q, QuerySet, Value
from django.db.models.functions import Floor

from heli.cases.models import Case
from heli.places.coordinates import Point

#: Side of a cell in pixels of the map, and pixels of the whole world at zoom 0.
CELL, WORLD = 64, 512
#: From this zoom on nothing is gathered by cells: a street fills the screen.
CLOSEST = 17
#: As many marks as a browser draws without pausing, and as a person can tell apart.
MOST = 1500
LARGEST_ZOOM = 22
#: Distance of neighbours that lie on one point, in degrees: some 6 m.
SPREAD = 0.00006
GOLDEN_ANGLE = pi * (3 - sqrt(5))
#: What a mark needs of a case; no word that somebody wrote and no person.
FACTS = ("reference", "procedure", "state", "category_id", "unit_id", "due_at", "warn_at", "closed_at", "area_path")


class Box(NamedTuple):
    """A stretch of the map in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Look:
    """The stretch of a map that is looked at, and how closely."""

    box: Box
    zoom: int

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Look | None":
        """Read ``box`` (west,south,east,north) and ``zoom`` of an address; None when they make no sense."""
        try:
            west, south, east, north = (float(each) for each in str(asked.get("box", "")).split(","))
            zoom = int(float(str(asked.get("zoom", ""))))
        except (ValueError, OverflowError):
            return None
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            return None
        return cls(Box(west, south, east, north), max(0, min(zoom, LARGEST_ZOOM)))

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell in degrees, square on the map."""
        width = 360 * CELL / (WORLD * 2**self.zoom)
        return width, width * max(0.1, cos(radians((self.box.south + self.box.north) / 2)))


#: For those who ask for no part of the map: every case by itself.
EVERYWHERE = Look(Box(-180, -90, 180, 90), CLOSEST)


@dataclass(frozen=True)
class Cluster:
    """Cases that lie together; ``point`` is the middle of them."""

    point: Point
    count: int
    yellow: int
    red: int
    closed: int


@dataclass(frozen=True)
class Marks:
    """What is drawn: gathered cases, and cases alone with the point at which each is drawn."""

    clusters: list[Cluster]
    singles: list[tuple[Point, Case]]


def marks(cases: QuerySet[Case], look: Look, now: datetime, *, decimals: int = 5) -> Marks:
    """Return the marks for ``cases`` within ``look``; two statements.

    Of cases alone, what ``cases`` reads is read: narrow it by ``only(*FACTS)``, or join what a page needs. Points are
    rounded to ``decimals`` before anything else, so that a rounded map gives nothing finer away.
    """
    placed = _placed(cases, look.box, decimals)
    if look.zoom >= CLOSEST:
        near = list(placed.order_by("-opened_at", "-id")[:MOST])
        return Marks([], _beside([((case.x, case.y), case) for case in near]))  # type: ignore[attr-defined]
    rows = list(_gathered(placed, look, now))
    alone = [row["first"] for row in rows if row["count"] == 1]
    clusters = [
        Cluster((round(row["lon"], 5), round(row["lat"], 5)), row["count"], row["yellow"], row["red"], row["closed"])
        for row in rows
        if row["count"] > 1
    ]
    singles = placed.filter(pk__in=alone).order_by("pk") if alone else []
    return Marks(clusters, [((case.x, case.y), case) for case in singles])  # type: ignore[attr-defined]


def _placed(cases: QuerySet[Case], box: Box, decimals: int) -> QuerySet[Case]:
    """Return the cases whose rounded points lie in ``box``: where a box ends must tell nothing of the exact ones."""
    # Wider than rounding moves a point: it lets the database read less and decides nothing.
    step = 10.0**-decimals
    near = cases.filter(
        longitude__gte=box.west - step,
        longitude__lt=box.east + step,
        latitude__gte=box.south - step,
        latitude__lt=box.north + step,
    )
    placed = near.annotate(x=_rounded("longitude", decimals), y=_rounded("latitude", decimals))
    return placed.filter(x__gte=box.west, x__lt=box.east, y__gte=box.south, y__lt=box.north)


def _rounded(name: str, decimals: int) -> Any:
    step = float(10**decimals)
    return Floor(F(name) * Value(step) + Value(0.5)) / Value(step)


def _gathered(placed: QuerySet[Case], look: Look, now: datetime) -> Any:
    width, height = look.cell
    cells = placed.order_by().annotate(column=Floor(F("x") / Value(width)), line=Floor(F("y") / Value(height)))
    still_open = Q(closed_at__isnull=True)
    return (
        cells.values("column", "line")
        .annotate(
            lon=Avg("x"),
            lat=Avg("y"),
            count=Count("pk"),
            yellow=Count("pk", filter=still_open & Q(due_at__gt=now, warn_at__lte=now)),
            red=Count("pk", filter=still_open & Q(due_at__lte=now)),
            closed=Count("pk", filter=~still_open),
            first=Min("pk"),
        )
        .order_by("-count", "column", "line")[:MOST]
    )


def _beside(found: list[tuple[Point, Case]]) -> list[tuple[Point, Case]]:
    """Draw those that share a point side by side, in a sunflower's order."""
    numbers: dict[Point, int] = {}
    made = []
    for (lon, lat), case in found:
        number = numbers.get((lon, lat), 0)
        numbers[lon, lat] = number + 1
        reach, angle = SPREAD * sqrt(number), number * GOLDEN_ANGLE
        made.append(((round(lon + reach * cos(angle), 6), round(lat + reach * sin(angle), 6)), case))
    return made


def geojson(found: Marks, card: Callable[[Case], dict[str, Any]]) -> dict[str, Any]:
    """Return marks as GeoJSON for ``heli/components/map_panel.html``; ``card`` gives the properties of a case."""
    gathered = [
        _feature(each.point, {"count": each.count, "late": each.red, "soon": each.yellow, "tone": _tone(each)})
        for each in found.clusters
    ]
    return {
        "type": "FeatureCollection",
        "features": [*gathered, *(_feature(point, card(case)) for point, case in found.singles)],
    }


def _tone(cluster: Cluster) -> str:
    if cluster.red or cluster.yellow:
        return "bad" if cluster.red else "warn"
    return "neutral" if cluster.closed == cluster.count else "good"


def _feature(point: Point, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": list(point)}, "properties": properties}
