"""Likely duplicates of a report: same topic, near, not long ago, similar words. Offered, never decided."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, degrees, radians

from django.db.models import Q, QuerySet

from heli.cases.models import Case
from heli.cases.searching import normalise, tokens
from heli.organizations.models import Category
from heli.organizations.settings import district
from heli.places.coordinates import EARTH_RADIUS, Point, coarse, metres_between
from heli.service_requests.public import public_facts

MOST = 3
LOOKED_AT = 60
#: Half the diagonal of the squares to which public places are rounded, in metres.
ROUNDING = 80.0


@dataclass(frozen=True)
class Alike:
    """An open case that may be about the same thing. ``metres`` is None where one of the two has no point."""

    case: Case
    metres: float | None
    likeness: float


def likely(
    category: Category, *, area_path: str, point: Point | None, text: str, now: datetime, most: int = MOST
) -> list[Alike]:
    """Return public open cases that may be the same as a report, the likeliest first; one statement.

    Only what anybody may read is compared: places as rounded for the public, words as published. Otherwise trying
    places and words would reveal what a case keeps to itself. ``point`` is (longitude, latitude) in WGS-84.
    """
    if not (point or area_path):
        return []
    since = now - timedelta(days=district().duplicate_days)
    rows: QuerySet[Case] = Case.objects.public().open().filter(category=category, opened_at__gte=since)
    rows = rows.filter(_near(point) if point else Q(area_path__startswith=area_path))
    words = _words(text)
    newest = rows.select_related("service_request").order_by("-opened_at")[:LOOKED_AT]
    found = [_compare(case, point, words) for case in newest]
    reach = district().duplicate_metres + ROUNDING
    near = [each for each in found if each.metres is None or each.metres <= reach]
    return sorted(near, key=lambda each: (-each.likeness, each.metres or 0.0))[:most]


def _near(point: Point) -> Q:
    """A box around the point, wide enough for the rounding."""
    reach = district().duplicate_metres + 2 * ROUNDING
    north = degrees(reach / EARTH_RADIUS)
    east = north / cos(radians(point[1]))
    return Q(
        latitude__range=(point[1] - north, point[1] + north),
        longitude__range=(point[0] - east, point[0] + east),
    )


def _compare(case: Case, point: Point | None, words: set[str]) -> Alike:
    metres = None
    if point and case.longitude is not None and case.latitude is not None:
        metres = metres_between(point, coarse((case.longitude, case.latitude)))
    facts = public_facts(case)
    theirs = _words(f"{facts.summary} {facts.words}")
    shared = len(words & theirs) / min(len(words), len(theirs)) if words and theirs else 0.0
    return Alike(case, metres, shared)


def _words(text: str) -> set[str]:
    return {pair for word in normalise(text).split() for pair in tokens(word)}
