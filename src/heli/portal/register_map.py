"""The register's cases as marks of a map: rounded, and gathered for the part of the map that is looked at."""

from typing import Any

from django.db.models import QuerySet

from heli.cases.models import Case
from heli.insight.clusters import Look, geojson, marks
from heli.portal.register import entry, now

#: To some 100 m, as an entry says its place; see ``heli.places.coordinates.coarse``.
DECIMALS = 3


def collection(cases: QuerySet[Case], look: Look) -> dict[str, Any]:
    """Return GeoJSON for the public ``cases`` within ``look``."""
    return geojson(marks(cases.filter(latitude__isnull=False), look, now(), decimals=DECIMALS), _card)


def _card(case: Case) -> dict[str, str]:
    each = entry(case)
    status = f"{each.category.label} · {each.state.label}"
    return {"title": each.title, "title_en": each.title, "status": status, "tone": each.lamp_tone, "url": each.url}
