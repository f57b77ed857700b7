"""Who may enter which page; those who may not are named first."""

import pytest
from django.test import Client
from django.urls import reverse

from heli.organizations.models import Duty
from heli.service_requests.tests.district import reported
from heli.service_requests.tests.visiting import person
from heli.workbench.tests.desk import appointed, newcomer, page_of, signed_in

FOR_EVERYBODY = ["queue", "queue_map", "export", "search", "inbox"]
FOR_COORDINATORS = ["dispatch", "dispatch_map"]
PAGES = [reverse(f"workbench:{name}") for name in FOR_EVERYBODY + FOR_COORDINATORS]
CASE_PAGES = ["case", "case_map", "contact", "similar"]


def case_addresses(case, other):
    """Every address that is about one case."""
    addresses = [reverse(f"workbench:{name}", args=[case.reference]) for name in CASE_PAGES]
    addresses += [reverse("workbench:step", args=[case.reference, name]) for name in ("dispatch", "accept", "decline")]
    addresses.append(reverse("workbench:beside", args=[case.reference, other.reference]))
    addresses.append(reverse("workbench:beside", args=[other.reference, case.reference]))
    return [*addresses, reverse("as_resident", args=[case.reference])]


@pytest.mark.parametrize("address", [reverse("workbench:home"), *PAGES])
def test_strangers_and_residents_are_sent_to_the_door(district, address):
    case = reported(district).case
    for visitor in (Client(), person(case)):
        answer = visitor.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("address", PAGES)
def test_without_a_post_no_page_opens(district, address):
    assert newcomer(district).get(address).status_code == 403


def test_without_a_post_the_desk_explains_why(district):
    answer = newcomer(district).get(reverse("workbench:home"))
    assert answer.status_code == 403
    assert "no post" in answer.content.decode()


@pytest.mark.parametrize("name", FOR_COORDINATORS)
def test_the_board_is_for_coordinators(district, name):
    for other in ("ma", "lead", "hot", "grid", "admin", "audit"):
        assert signed_in(district, other).get(reverse(f"workbench:{name}")).status_code == 403
    assert signed_in(district, "east").get(reverse(f"workbench:{name}")).status_code == 200


@pytest.mark.parametrize("other", ["wang", "west"])
def test_a_hidden_case_is_a_missing_page(district, other):
    case, mine = reported(district).case, reported(district, area=None, address="西街").case
    client = signed_in(district, other)
    for address in case_addresses(case, mine):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {}).status_code in (404, 405), address


@pytest.mark.parametrize(
    ("name", "other"), [("contact", "admin"), ("contact", "audit"), ("step", "admin")], ids=lambda word: word
)
def test_whoever_acts_in_no_case_is_refused_whether_there_is_one_or_not(district, name, other):
    step = ["accept"] if name == "step" else []
    for reference in (reported(district).case.reference, "0000-0000-0"):
        address = reverse(f"workbench:{name}", args=[reference, *step])
        assert signed_in(district, other).get(address).status_code == 403
        assert signed_in(district, other).post(address, {}).status_code == 403


def test_an_auditor_declares_conflicts_and_takes_no_other_step(district):
    case = reported(district).case
    auditor = signed_in(district, "audit")
    assert auditor.get(reverse("workbench:step", args=[case.reference, "declare_conflict"])).status_code == 200
    assert auditor.get(reverse("workbench:step", args=[case.reference, "accept"])).status_code == 403
    assert auditor.post(reverse("workbench:step", args=[case.reference, "accept"]), {}).status_code == 422
    case.refresh_from_db()
    assert case.state == "registered"


def test_those_complained_about_do_not_find_the_case(district):
    case = reported(district, category=district.attitude, about=district.roads).case
    other = reported(district).case
    for name in ("ma", "lead"):
        for address in case_addresses(case, other):
            assert signed_in(district, name).get(address).status_code == 404


def test_the_resident_has_no_way_into_the_desk(district):
    case = reported(district).case
    assert person(case).get(page_of(case)).status_code == 302


def test_a_confidential_case_is_hidden_from_grid_workers(district):
    case = reported(district, confidential=True).case
    assert signed_in(district, "grid").get(page_of(case)).status_code == 404
    assert signed_in(district, "grid").get(page_of(reported(district).case)).status_code == 200


def test_a_new_post_opens_the_pages_at_once(district):
    client = appointed(district, "zhao", Duty.MEMBER, district.roads)
    assert client.get(reverse("workbench:queue")).status_code == 200
    assert client.get(page_of(reported(district).case)).status_code == 200


def test_pages_are_not_kept_by_the_browser(district):
    assert signed_in(district, "east").get(page_of(reported(district).case))["Cache-Control"] == "no-store"
