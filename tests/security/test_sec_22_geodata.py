"""Class 22: geodata and their libraries (CVE-2020-9402 elsewhere). Boundaries are read as JSON, and only so."""

import json
import socket
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heli.places.models import Area
from heli.service_requests.tests.district import build, square
from heli.workbench.tests.desk import signed_in

pytestmark = pytest.mark.django_db


def collection(geometry: object, **more: object) -> bytes:
    feature = {"type": "Feature", "properties": {"name": "e1g1区域", "code": "e1g1"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **more}).encode()


RING = square(120.0, 30.2, 0.1)["coordinates"]
LINKED = {"crs": {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}}}
HOSTILE = {
    "a document with entities": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><kml>&b;</kml>',
    "the name of a driver": b"/vsicurl/http://127.0.0.1:9/x",
    "a database": b"SQLite format 3\x00" + bytes(100),
    "an archive": b"PK\x03\x04" + bytes(60),
    "no text": b"\xff\xfe\x00\x01",
    "deep": b'{"type":"FeatureCollection","features":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "words for numbers": collection({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}),
    "no numbers": collection(RING).replace(b"120.0", b"NaN"),
    "beyond all numbers": collection({"type": "Polygon", "coordinates": RING}).replace(b"120.0", b"1e999"),
    "not on the earth": collection(
        {"type": "Polygon", "coordinates": [[[900, 900], [901, 900], [901, 901], [900, 900]]]}
    ),
    "a ring of one point": collection({"type": "Polygon", "coordinates": [[[120.0, 30.2]]]}),
    "no ring": collection({"type": "Polygon", "coordinates": []}),
    "another shape": collection(
        {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": RING}] * 50}
    ),
    "a list of nothing": collection(None),
    "statements": collection({"type": "Polygon'); DROP TABLE places_area; --", "coordinates": RING}),
}


@pytest.fixture
def district(monkeypatch):
    """The small district; whoever looks a host up, or connects to one, is caught."""
    found = build()

    def caught(*args, **kwargs):
        raise AssertionError(f"a file of boundaries led out: {args}")

    monkeypatch.setattr(socket, "getaddrinfo", caught)
    return found


def sent(district, content, do="write", **more):
    file = SimpleUploadedFile("x.geojson", content)
    data = {"file": file, "level": "grid", "valid_from": "2027-01-01", "system": "wgs84", "do": do, **more}
    return signed_in(district, "admin").post(reverse("imports:boundaries"), data)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_map_is_told_and_writes_nothing(district, name):
    before = list(Area.objects.order_by("pk").values())
    answer = sent(district, HOSTILE[name])
    assert answer.status_code in (200, 422), name
    assert list(Area.objects.order_by("pk").values()) == before
    assert answer.context["form"].errors["file"]


def test_a_coordinate_system_named_by_an_address_is_not_fetched(district):
    assert sent(district, collection({"type": "Polygon", "coordinates": RING}, **LINKED), "check").status_code == 200


def test_more_than_the_page_takes_is_refused(district, monkeypatch):
    monkeypatch.setattr("heli.imports.pages.LARGEST", 100)
    answer = sent(district, collection({"type": "Polygon", "coordinates": RING}))
    assert answer.status_code == 422


def test_no_library_that_opens_files_and_addresses_by_itself_is_loaded(district):
    sent(district, collection(square(120.0, 30.2, 0.1)), "check")
    loaded = {
        name for name in sys.modules if name.split(".")[0] in ("osgeo", "fiona", "geopandas", "rasterio", "pyogrio")
    }
    assert loaded | {name for name in sys.modules if name.startswith("django.contrib.gis")} == set()
