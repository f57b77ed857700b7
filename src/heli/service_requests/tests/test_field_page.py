"""The grid worker's page: reports with photos, and small things solved on the spot."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from heli.cases.models import Attachment, Case
from heli.papers.tests.samples import picture
from heli.service_requests.tests.district import reported
from heli.workbench.tests.desk import dispatched, in_hand, signed_in

FIELD, REPORT = reverse("request_desk:field"), reverse("request_desk:field_report")
MAP = reverse("request_desk:field_map")


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


@pytest.mark.parametrize("name", ["east", "hot", "admin", "audit"])
def test_other_duties_do_not_work_outside(district, name):
    client = signed_in(district, name)
    assert [client.get(address).status_code for address in (FIELD, MAP)] == [403, 403]


@pytest.mark.parametrize("name", ["ma", "east", "hot", "admin"])
def test_only_grid_workers_report_from_outside(district, name):
    assert signed_in(district, name).post(REPORT, seen(district)).status_code == 403
    assert not Case.objects.exists()


def rows(client):
    """What the page shows, and what of it is kept on the device."""
    context = client.get(FIELD).context
    return [line["row"].reference for line in context["lines"]], context["day"]


def test_the_list_holds_the_open_cases_of_my_grids(district):
    inside = reported(district).case
    reported(district, area=district.east, latitude=None, longitude=None)
    reported(district, confidential=True)
    shown, day = rows(signed_in(district, "grid"))
    assert shown == [inside.reference]
    assert [each["reference"] for each in day["rows"]] == shown
    assert [step["name"] for step in day["rows"][0]["steps"]] == ["solve_on_the_spot"]


def test_a_unit_finds_what_it_handles_and_nobody_has_taken(district):
    mine, free, secret = in_hand(district), dispatched(district), dispatched(district, confidential=True)
    reported(district)
    shown, day = rows(signed_in(district, "ma"))
    assert sorted(shown) == sorted(each.reference for each in (mine, free, secret))
    kept = {each["reference"]: each for each in day["rows"]}
    assert kept.keys() == {mine.reference, free.reference}, "what is confidential is kept on no device"
    steps = {each: [step["name"] for step in kept[each.reference]["steps"]] for each in (mine, free)}
    assert steps == {mine: ["complete", "record_work"], free: ["accept"]}
    assert sorted(rows(signed_in(district, "mo"))[0]) == sorted(each.reference for each in (free, secret))
    assert rows(signed_in(district, "wang"))[0] == []


def test_what_is_kept_is_the_least_and_ends_with_the_day(district):
    case = in_hand(district)
    _shown, day = rows(signed_in(district, "ma"))
    text = str(day)
    assert not any(word in text for word in ("李", "13800000000", "li@example.test", "晚上很黑"))
    row = day["rows"][0]
    assert (row["version"], row["latest"]) == (case.version, case.events.latest("pk").pk)
    until = datetime.fromisoformat(day["until"])
    assert (until.hour, until.date() - timezone.localdate()) == (0, timedelta(days=1))


def test_the_map_shows_the_places_of_the_list(district):
    case = in_hand(district)
    reported(district, longitude=120.15)
    features = signed_in(district, "ma").get(MAP).json()["features"]
    assert [each["properties"]["title"] for each in features] == [case.title]


def test_the_page_of_a_long_list_costs_as_much_as_that_of_a_short_one(
    district, settings, django_assert_max_num_queries
):
    settings.HELI_REVISION_SECONDS = 60.0
    client = signed_in(district, "ma")
    for _ in range(4):
        dispatched(district)
    client.get(FIELD)
    with django_assert_max_num_queries(8):
        assert len(client.get(FIELD).context["lines"]) == 4


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
