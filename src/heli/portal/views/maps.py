"""The territory for every map: areas as GeoJSON, and what lies at a point."""

import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from heli.access.gates import needs
from heli.access.permissions import PUBLIC_INFORMATION
from heli.people.reading import in_english
from heli.places.models import Area, Level
from heli.places.revisions import Cached
from heli.places.territory import REVISION, territory
from heli.portal.register import plain_names

#: Five decimals are about a metre.
DECIMALS = 5
SHOWN = (Level.DISTRICT, Level.TOWN, Level.COMMUNITY, Level.GRID)


def _rounded(part: Any) -> Any:
    return [_rounded(each) for each in part] if isinstance(part, list | tuple) else round(part, DECIMALS)


def _feature(area: Area) -> dict[str, Any]:
    shape = area.geometry or {}
    return {
        "type": "Feature",
        "geometry": {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])},
        "properties": {"path": area.path, "level": area.level, "name": area.name, "name_en": area.name_en or area.name},
    }


def _load() -> dict[str, tuple[str, bytes]]:
    """Return for each choice of levels the tag and the bytes of its answer."""
    made = {}
    for deepest in SHOWN:
        levels = SHOWN[: SHOWN.index(deepest) + 1]
        areas = [area for area in territory().areas.values() if area.level in levels and area.geometry]
        body = json.dumps(
            {"type": "FeatureCollection", "features": [_feature(area) for area in areas]}, ensure_ascii=False
        ).encode()
        made[str(deepest)] = (f'"{sha256(body).hexdigest()[:32]}"', body)
    return made


area_files = Cached(_load, REVISION)


def _chosen(request: HttpRequest) -> tuple[str, bytes]:
    files = area_files()
    return files.get(request.GET.get("to", ""), files[Level.COMMUNITY])


@needs(PUBLIC_INFORMATION)
@require_safe
@gzip_page
@condition(etag_func=lambda request: _chosen(request)[0])
def areas(request: HttpRequest) -> HttpResponse:
    """Answer with the areas in force as GeoJSON, down to the level ``to`` (district, town, community, grid)."""
    answer = HttpResponse(_chosen(request)[1], content_type="application/geo+json")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


@needs(PUBLIC_INFORMATION)
@require_safe
def place(request: HttpRequest) -> HttpResponse:
    """Say in which area the point ``lat``, ``lon`` (WGS-84 degrees) lies."""
    try:
        latitude, longitude = (float(request.GET.get(name, "")) for name in ("lat", "lon"))
    except ValueError:
        return JsonResponse({"error": _("lat and lon must be degrees.")}, status=400)
    inside = abs(latitude) <= 90 and abs(longitude) <= 180
    found = territory().find(latitude, longitude) if inside else None
    if found is None:
        return JsonResponse({"inside": False, "area": "", "grid": "", "names": []})
    names = territory().names(found.path, english=in_english())
    grid = names[-1] if found.level == Level.GRID else ""
    rest = [name for name in plain_names(names) if name != grid]
    return JsonResponse({"inside": True, "area": " · ".join(rest), "grid": grid, "names": names})
