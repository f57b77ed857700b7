"""The grid worker's page: reports with photos, and small things solved on the spot."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heli.cases.models import Attachment, Case
from heli.papers.tests.samples import picture
from heli.service_requests.tests.district import reported
from heli.workbench.tests.desk import signed_in

FIELD, REPORT = reverse("request_desk:field"), reverse("request_desk:field_report")


def photo():
    return SimpleUploadedFile("photo.jpg", picture(), "image/jpeg")


def seen(district, **more):
    """What a grid worker fills in on the phone."""
    values = {
        "key": str(uuid4()),
        "text": "井盖松动",
        "category": district.lamps.pk,
        "latitude": "30.25",
        "longitude": "120.05",
    }
    return {**values, **more}


@pytest.mark.parametrize("name", ["ma", "east", "hot", "admin"])
def test_other_duties_have_no_grids(district, name):
    client = signed_in(district, name)
    assert client.get(FIELD).status_code == 403
    assert client.post(REPORT, seen(district)).status_code == 403
    assert not Case.objects.exists()


def test_the_list_holds_the_open_cases_of_my_grids(district):
    inside = reported(district).case
    reported(district, area=district.east, latitude=None, longitude=None)
    reported(district, confidential=True)
    rows = signed_in(district, "grid").get(FIELD).context["rows"]
    assert [row.reference for row in rows] == [inside.reference]


def test_what_is_seen_is_reported_with_photos(town):
    assert signed_in(town, "grid").post(REPORT, seen(town, photos=photo()))["Location"] == FIELD
    case = Case.objects.get()
    assert (case.channel, case.state, case.contact) == ("grid", "registered", None)
    assert Attachment.objects.get().purpose == "report"


def test_solved_on_the_spot_goes_to_the_check(town):
    form = seen(town, solved="on", answer="已拧紧", photos=photo(), after=photo())
    signed_in(town, "grid").post(REPORT, form)
    case = Case.objects.get()
    assert case.state == "completed"
    assert sorted(case.attachments.values_list("purpose", flat=True)) == ["after", "before"]


def test_solving_twice_by_a_double_click_is_once(town):
    form = seen(town, solved="on", answer="已拧紧")
    for _ in range(2):
        signed_in(town, "grid").post(REPORT, {**form, "photos": photo(), "after": photo()})
    assert Case.objects.get().events.count() == 2


@pytest.mark.parametrize("missing", ["photos", "after", "answer"])
def test_solving_needs_words_and_both_photos(town, missing):
    form = seen(town, solved="on", answer="已拧紧", photos=photo(), after=photo())
    del form[missing]
    answer = signed_in(town, "grid").post(REPORT, form)
    assert answer.status_code == 422
    assert missing in answer.context["form"].errors
    assert not Case.objects.exists()


def test_outside_my_grids_it_is_reported_but_not_solved(town):
    form = seen(town, solved="on", answer="已拧紧", photos=photo(), after=photo(), longitude="120.15")
    answer = signed_in(town, "grid").post(REPORT, form, follow=True)
    assert Case.objects.get().state == "registered"
    assert "not as solved" in answer.content.decode()
