"""The administrators' page for what the law leaves open."""

import pytest

from heli.audit.models import Entry
from heli.petitions.arrangements import arrangements
from heli.petitions.arranging import ArrangementsForm, _present
from heli.petitions.tests.test_take_page import client_of

pytestmark = pytest.mark.django_db
PAGE = "/desk/manage/petitions/"


def values(**changes):
    plain = {name: value for name, value in _present().items() if value is not False}
    return {**plain, **changes}


@pytest.mark.parametrize("name", ["xu", "zhou", "ma", "audit"])
def test_others_arrange_nothing(district, name):
    assert client_of(district, name).get(PAGE).status_code == 403
    assert client_of(district, name).post(PAGE, values(study_days=30)).status_code == 403
    assert arrangements().study_days == 60


def test_what_is_saved_holds_and_is_on_record(district):
    client = client_of(district, "admin")
    assert "study_days" in client.get(PAGE).content.decode()
    assert client.post(PAGE, values(study_days=30, simple_matters="on")).status_code == 302
    assert (arrangements().study_days, arrangements().simple_matters) == (30, True)
    assert arrangements().review_unit == "government"
    assert "petitions.study_days" in str(Entry.objects.order_by("-id")[0].content)


@pytest.mark.parametrize("days", ["0", "366", "x"])
def test_a_length_that_is_none_changes_nothing(district, days):
    assert client_of(district, "admin").post(PAGE, values(study_days=days)).status_code == 422
    assert arrangements().study_days == 60


def test_every_arrangement_stands_on_the_page():
    assert set(ArrangementsForm.base_fields) == set(arrangements().__dataclass_fields__)
