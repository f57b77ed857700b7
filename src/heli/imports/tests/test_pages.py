"""The page for boundaries: administrators only, a survey first, a clear word about a bad file."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from heli.audit.models import Entry
from heli.places.models import Area
from heli.service_requests.tests.district import build, square

pytestmark = pytest.mark.django_db
ADDRESS = "imports:boundaries"


@pytest.fixture
def district(db):
    return build()


def signed_in(district, name):
    client = Client()
    client.force_login(district.people[name])
    return client


def values(do, shape, **more):
    feature = {"type": "Feature", "properties": {"name": "e1g1区域", "code": "e1g1"}, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    file = SimpleUploadedFile("grids.geojson", text.encode())
    return {"file": file, "level": "grid", "valid_from": "2027-01-01", "system": "wgs84", "do": do, **more}


def test_others_do_not_enter(district):
    assert Client().get(reverse(ADDRESS)).status_code == 302
    assert (
        signed_in(district, "chen").post(reverse(ADDRESS), values("write", square(120, 30.2, 0.1))).status_code == 403
    )


def test_a_survey_writes_nothing(district):
    answer = signed_in(district, "admin").post(reverse(ADDRESS), values("check", square(120, 30.2, 0.1)))
    assert answer.context["report"]
    assert not Entry.objects.filter(verb="boundaries.import").exists()


def test_new_boundaries_hold_from_their_day_and_the_old_ones_end(district):
    client = signed_in(district, "admin")
    answer = client.post(reverse(ADDRESS), values("write", square(120, 30.2, 0.09)))
    assert answer.status_code == 200, answer.context["form"].errors
    assert Entry.objects.filter(verb="boundaries.import").count() == 1
    assert Area.objects.filter(code="e1g1").count() == 2


def test_a_file_that_is_no_geojson_is_explained(district):
    bad = {**values("check", square(120, 30.2, 0.1)), "file": SimpleUploadedFile("x.geojson", b"\x00\x01")}
    answer = signed_in(district, "admin").post(reverse(ADDRESS), bad)
    assert answer.context["form"].errors["file"]
