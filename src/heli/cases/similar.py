"""Open cases that may be about the same thing, for staff: same topic, near, not long ago, in similar words.

Offered, never decided: only a person merges cases.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import cos, degrees, radians
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.utils import timezone

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.searching import normalise, tokens
from heli.organizations.settings import district
from heli.places.coordinates import EARTH_RADIUS, metres_between

MOST = 5
LOOKED_AT = 100
MOST_NEAR = 40
#: A degree of longitude is shorter than one of latitude by at most this factor, up to 51 degrees from the equator.
WIDEST = 1.6


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What is compared: topic, place (WGS-84 degrees, or at least the area) and words; ``pk`` leaves a case out."""

    category_id: int
    area_path: str = ""
    latitude: float | None = None
    longitude: float | None = None
    text: str = ""
    pk: int = 0


@dataclass(frozen=True)
class Alike:
    """A case that may be the same. ``metres`` is None where a point is missing; ``likeness`` is the shared part of
    the words, in percent."""

    case: Case
    metres: int | None
    likeness: int


def probe_of(case: Case) -> Probe:
    """Return what is compared of ``case``."""
    return Probe(
        category_id=case.category_id,
        area_path=case.area_path,
        latitude=case.latitude,
        longitude=case.longitude,
        text=f"{case.title} {case.text}",
        pk=case.pk,
    )


def alike(probe: Probe, actor: Actor, *, most: int = MOST, ended: bool = False) -> list[Alike]:
    """Return open cases visible to ``actor`` that may be the same as ``probe``, the likeliest first; one statement.

    With ``ended`` also those that have ended.
    """
    if not probe.area_path and probe.latitude is None:
        return []
    seen: QuerySet[Case] = Case.objects.visible_to(actor)
    rows: QuerySet[Case] = (seen if ended else _recent(seen)).filter(category_id=probe.category_id)
    rows = rows.exclude(pk=probe.pk).filter(_near(probe))
    words = _words(probe.text)
    found = [_compare(case, probe, words) for case in rows.order_by("-opened_at")[:LOOKED_AT]]
    near = [each for each in found if each.metres is None or each.metres <= district().duplicate_metres]
    return sorted(near, key=lambda each: (-each.likeness, each.metres or 0))[:most]


def near_open(case: Case, actor: Actor, *, most: int = MOST_NEAR) -> list[Case]:
    """Return open cases visible to ``actor`` of any topic around ``case``, the newest first; one statement."""
    probe = probe_of(case)
    if probe.latitude is None or probe.longitude is None:
        return []
    rows: QuerySet[Case] = Case.objects.visible_to(actor).open().filter(_near(probe)).exclude(pk=case.pk)
    return list(rows.defer("text", "search_text", "query_code").order_by("-opened_at", "-id")[:most])


def with_alike(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Return ``cases`` with ``alike``: references of up to three near open cases of the same topic, newest first."""
    north = degrees(district().duplicate_metres / EARTH_RADIUS)
    others = _recent(Case.objects.visible_to(actor)).filter(
        category=OuterRef("category"),
        latitude__range=(OuterRef("latitude") - north, OuterRef("latitude") + north),
        longitude__range=(OuterRef("longitude") - WIDEST * north, OuterRef("longitude") + WIDEST * north),
    )
    references = others.exclude(pk=OuterRef("pk")).order_by("-opened_at").values("reference")[:3]
    return cases.annotate(alike=ArraySubquery(references))


def _recent(cases: Any) -> Any:
    return cases.open().filter(opened_at__gte=timezone.now() - timedelta(days=district().duplicate_days))


def _near(probe: Probe) -> Q:
    """A box around the point, else the same area."""
    if probe.latitude is None or probe.longitude is None:
        return Q(area_path__startswith=probe.area_path)
    north = degrees(district().duplicate_metres / EARTH_RADIUS)
    east = north / cos(radians(probe.latitude))
    return Q(
        latitude__range=(probe.latitude - north, probe.latitude + north),
        longitude__range=(probe.longitude - east, probe.longitude + east),
    )


def _compare(case: Case, probe: Probe, words: set[str]) -> Alike:
    metres = None
    if None not in (probe.latitude, probe.longitude, case.latitude, case.longitude):
        metres = round(metres_between((probe.longitude, probe.latitude), (case.longitude, case.latitude)))  # type: ignore[arg-type]
    theirs = _words(f"{case.title} {case.text}")
    shared = len(words & theirs) / min(len(words), len(theirs)) if words and theirs else 0.0
    return Alike(case, metres, round(100 * shared))


def _words(text: str) -> set[str]:
    return {pair for word in normalise(text).split() for pair in tokens(word)}
