"""Whoever is refused leaves a trace, and nobody can fill the record by knocking."""

import pytest
from django.test import Client

from heli.access.denials import VERB, WRITTEN_SINGLY
from heli.access.models import Denial
from heli.audit.models import Entry
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db
HIDDEN = "7K3M-Q9TX-C"


@pytest.fixture
def district(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


def signed_in(district, name):
    client = Client()
    client.force_login(district.people[name])
    return client


def written():
    return list(Entry.objects.filter(verb=VERB).order_by("id"))


def test_a_refused_page_leaves_one_entry_without_content(district):
    signed_in(district, "wang").get("/desk/dispatch/")
    (entry,) = written()
    assert entry.actor == f"staff:{district.people['wang'].pk}"
    assert entry.chain.startswith("denied/20")
    assert '"permission":"dispatch"' in entry.content.replace(" ", "")
    assert "/desk/" not in entry.content


@pytest.mark.parametrize("address", ["/desk/cases/{}/", "/api/cases/{}", "/desk/cases/{}/contact/"])
def test_a_hidden_case_leaves_the_entry_that_a_missing_one_leaves(district, address):
    case = reported(district).case
    client = signed_in(district, "wang")
    client.get(address.format(case.reference))
    client.get(address.format(HIDDEN))
    hidden, missing = written()
    assert (hidden.actor, hidden.verb) == (missing.actor, missing.verb)
    assert case.reference not in hidden.content
    assert HIDDEN not in missing.content


def test_what_is_open_leaves_no_entry(district):
    signed_in(district, "chen").get("/desk/dispatch/")
    Client().get("/register/7K3M-Q9TX-C/")
    Client().get("/track/")
    assert not written()


def test_strangers_are_counted_and_only_powers_of_ten_are_written(district):
    for _time in range(120):
        Client().get(f"/track/{HIDDEN}/")
    assert Denial.objects.get().count == 120
    assert [entry.content.split('"count":')[1].split(",")[0].strip() for entry in written()] == ["1", "10", "100"]


def test_a_member_of_staff_cannot_fill_the_record_either(district):
    client = signed_in(district, "wang")
    for _time in range(WRITTEN_SINGLY + 15):
        client.get("/desk/dispatch/")
    assert Denial.objects.get().count == WRITTEN_SINGLY + 15
    assert len(written()) == WRITTEN_SINGLY
