"""Reading polygons with names from a GeoJSON file (RFC 7946) and saying what is wrong with them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from heli.imports.source import SourceError, open_text
from heli.places.coordinates import System, to_wgs84

FILE_LIMIT = 256 << 20
NAME_FIELDS = ("name", "NAME", "Name", "名称", "ward", "code")
CODE_FIELDS = ("code", "adcode", "id")


@dataclass(frozen=True, slots=True)
class Feature:
    """One area of the file. ``number`` counts from 1; ``shape`` is in WGS-84 degrees and always valid."""

    number: int
    name: str
    code: str
    shape: BaseGeometry

    def geometry(self) -> dict[str, Any]:
        """Return the GeoJSON geometry as ``places.Area`` stores it, seven decimals (about 1 cm)."""
        rounded: dict[str, Any] = json.loads(shapely.to_geojson(shapely.set_precision(self.shape, 1e-7)))
        return rounded


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a feature, or with the file when ``number`` is 0."""

    number: int
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What a file holds: the usable features, and the flaws of the others (and of mended ones)."""

    features: Sequence[Feature]
    left_out: Sequence[Flaw] = field(default_factory=tuple)
    mended: Sequence[Flaw] = field(default_factory=tuple)


def read_boundaries(
    path: Path, *, name_field: str = "", code_field: str = "", system: System = System.WGS84
) -> Boundaries:
    """Read the polygons of ``path``, converting from ``system`` to WGS-84. Raises ``SourceError``.

    Features without a name or without a polygon are left out; polygons that cross themselves are mended. Both are
    reported, each with its number in the file.
    """
    collection = _features(path)
    names = (name_field,) if name_field else NAME_FIELDS
    codes = (code_field,) if code_field else CODE_FIELDS
    features, left_out, mended = [], [], []
    for number, raw in enumerate(collection, 1):
        properties = raw.get("properties") or {} if isinstance(raw, dict) else {}
        name, code = _first(properties, names), _first(properties, codes)
        if not name:
            left_out.append(Flaw(number, "", _("has no name")))
            continue
        polygon, problem = _polygon(raw.get("geometry"))
        if polygon is None:
            left_out.append(Flaw(number, name, problem))
            continue
        if problem:
            mended.append(Flaw(number, name, problem))
        features.append(Feature(number, name, code, converted(polygon, system)))
    return Boundaries(features, left_out, mended)


def _features(path: Path) -> list[Any]:
    with open_text(path, "utf-8") as file:
        text = file.read(FILE_LIMIT + 1)
    if len(text) > FILE_LIMIT:
        raise SourceError(_("%(name)s is larger than 256 MB.") % {"name": path.name})
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(_("%(name)s is not JSON: %(error)s") % {"name": path.name, "error": error}) from error
    if isinstance(data, dict) and data.get("type") == "Feature":
        return [data]
    found = data.get("features") if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
    if not isinstance(found, list):
        raise SourceError(_("%(name)s is not a GeoJSON feature collection.") % {"name": path.name})
    return found


def _first(properties: dict[str, Any], names: Sequence[str]) -> str:
    return next((str(properties[name]).strip() for name in names if properties.get(name) not in (None, "")), "")


def _polygon(geometry: Any) -> tuple[BaseGeometry | None, str]:
    """Return a valid polygon, with what was mended; or None and the reason."""
    try:
        found = shapely.force_2d(shape(geometry))
    except (shapely.errors.ShapelyError, AttributeError, KeyError, IndexError, TypeError, ValueError):
        return None, _("has a geometry that cannot be read")
    if not isinstance(found, Polygon | MultiPolygon) or found.is_empty:
        return None, _("is not a polygon")
    west, south, east, north = found.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return None, _("has coordinates that are not degrees of longitude and latitude")
    if found.is_valid:
        return found, ""
    why = shapely.is_valid_reason(found)
    parts = [
        part for part in shapely.get_parts(shapely.make_valid(found)) if part.geom_type in ("Polygon", "MultiPolygon")
    ]
    if not parts:
        return None, _("crosses itself and cannot be mended: %(why)s") % {"why": why}
    return shapely.union_all(parts), _("crosses itself and was mended: %(why)s") % {"why": why}


def converted(polygon: BaseGeometry, system: System) -> BaseGeometry:
    """Return ``polygon``, given in ``system``, in WGS-84."""
    if system is System.WGS84:
        return polygon

    def move(coordinates: Any) -> Any:
        return np.array([to_wgs84((lon, lat), system) for lon, lat in coordinates])

    return shapely.transform(polygon, move)
