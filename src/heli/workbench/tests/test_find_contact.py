"""Finding a caller's cases by the whole number, and seeing a contact by the API: who may, and what stays on record."""

import json

import pytest
from django.urls import reverse

from heli.access.reads import reads_of
from heli.audit.models import Entry
from heli.service_requests.tests.district import reported
from heli.workbench.tests.desk import dispatched, signed_in

NUMBER = "+86 138 0000 0000"


def searched(district, who, number=NUMBER):
    return signed_in(district, who).post(reverse("workbench:find_contact"), {"number": number})


@pytest.mark.parametrize("who", ["ma", "lead", "grid", "admin", "audit", "wang"])
def test_other_duties_may_not_search_by_number(district, who):
    case = reported(district).case
    assert searched(district, who).status_code == 403
    assert not reads_of(case.reference).exists()


def test_a_coordinator_finds_nothing_of_another_town(district):
    case = reported(district).case
    assert case.reference not in searched(district, "west").content.decode()
    assert not reads_of(case.reference).exists()


def test_a_unit_complained_about_is_not_found_out(district):
    case = reported(district, about=district.centre, confidential=True).case
    assert case.reference not in searched(district, "hot").content.decode()


@pytest.mark.parametrize("who", ["hot", "chen", "east"])
def test_intake_and_coordinators_find_by_the_whole_number_on_record(district, who):
    case, other = reported(district).case, reported(district, email="").case
    page = searched(district, who).content.decode()
    assert case.reference in page
    assert other.reference not in page
    content = json.loads(reads_of(case.reference).get().content)
    assert (content["actor"], content["data"]["purpose"]) == (district.actor(who).key, "searching")
    kept = Entry.objects.get(verb="find_by_contact").content
    assert case.reference in kept
    assert "0000000" not in kept


def test_an_address_finds_too_and_a_search_without_a_hit_is_on_record(district):
    case = reported(district).case
    assert case.reference in searched(district, "hot", "LI@example.test").content.decode()
    assert case.reference not in searched(district, "hot", "13800000001").content.decode()
    assert Entry.objects.filter(verb="find_by_contact").count() == 2


@pytest.mark.parametrize("part", ["", "138", "李"])
def test_a_part_of_a_number_is_refused(district, part):
    reported(district)
    assert searched(district, "hot", part).status_code == 422
    assert not Entry.objects.filter(verb="find_by_contact").exists()


def test_a_number_in_an_address_is_not_looked_for(district):
    case = reported(district).case
    page = signed_in(district, "hot").get(reverse("workbench:find_contact") + "?number=13800000000").content.decode()
    assert case.reference not in page
    assert not Entry.objects.filter(verb="find_by_contact").exists()


def asked(district, who, case, purpose="calling"):
    client = signed_in(district, who)
    address = f"/api/cases/{case.reference}/contact"
    return client.post(address, json.dumps({"purpose": purpose}), content_type="application/json")


@pytest.mark.parametrize("who", ["wang", "west", "grid", "admin", "audit"])
def test_the_api_shows_no_contact_to_others(district, who):
    case = dispatched(district)
    assert asked(district, who, case).status_code in (403, 404)
    assert not reads_of(case.reference).exists()


def test_the_api_shows_the_contact_for_a_purpose_on_record(district):
    case = dispatched(district)
    assert asked(district, "ma", case, "curiosity").status_code == 422
    assert not reads_of(case.reference).exists()
    reached = {"name": "李", "phone": "13800000000", "email": "li@example.test", "address": ""}
    assert asked(district, "ma", case).json() == reached
    assert reads_of(case.reference).count() == 1
