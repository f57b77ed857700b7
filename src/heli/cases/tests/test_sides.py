"""Other sides of a case: a number and a code of their own, their own contact, and nothing of the first person's."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from heli.access.actors import SYSTEM, resident
from heli.access.context import acting_as
from heli.access.models import Resident
from heli.access.reads import log_read
from heli.access.roles import Role, holds
from heli.access.sessions import RESIDENT
from heli.cases.models import Attachment, Case
from heli.cases.parties import Named, TooManySidesError, add_parties, is_code, let_in, parties_of
from heli.cases.people_models import Party
from heli.cases.tests.test_file_views import attached
from heli.cases.tests.test_row_security import forget_what_was_written
from heli.kernel.references import BadReference, normalise_own, own_number, split_own
from heli.people.models import Contact
from heli.service_requests.tests.district import District, build, reported

pytestmark = pytest.mark.django_db
KEY = UUID("6f9619ff-8b86-4011-b42d-00c04fc964ff")


@pytest.fixture
def district(settings, tmp_path) -> District:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


@pytest.fixture
def case(district) -> Case:
    case = reported(district, contact=Contact(name="周女士", phone="13900000001", email="zhou@example.org")).case
    with acting_as(SYSTEM):
        add_parties(case, [Named(Party.Role.OTHER_SIDE, Contact(name="吴先生", phone="13900000002"))])
    return case


@pytest.fixture
def code(case) -> str:
    with acting_as(SYSTEM):
        return let_in(parties_of(case)[0], KEY)


def browser(number: str) -> Client:
    """Return a browser in which the query code of ``number`` was given."""
    client = Client()
    session = client.session
    session["cases"] = [number]
    session.save()
    return client


def contacts_seen_by(number: str) -> set[str]:
    forget_what_was_written()
    with acting_as(resident(number)):
        return {each.name for each in Contact.objects.select_related("key")}


def test_whoever_was_not_let_in_has_no_code(case):
    assert not is_code(own_number(case.reference, 2), "0000-0000-0")
    assert parties_of_system(case)[0].side is None


def parties_of_system(case: Case) -> list[Party]:
    with acting_as(SYSTEM):
        return parties_of(case)


def test_a_code_opens_its_own_side_alone(case, code):
    assert is_code(f"{case.reference}-2", code)
    assert not is_code(case.reference, code)
    assert not is_code(f"{case.reference}-3", code)


def test_a_new_code_ends_the_one_before(case, code):
    with acting_as(SYSTEM):
        fresh = let_in(parties_of(case)[0], uuid4())
    assert fresh != code
    assert not is_code(f"{case.reference}-2", code)
    assert is_code(f"{case.reference}-2", fresh)


def test_there_is_room_for_eight(case, code):
    with acting_as(SYSTEM):
        many = add_parties(case, [Named(Party.Role.OTHER_SIDE, Contact(name=str(n))) for n in range(8)])
        for each in many[:7]:
            let_in(each, uuid4())
        with pytest.raises(TooManySidesError):
            let_in(many[7], uuid4())
    assert [each.side for each in many[:7]] == [3, 4, 5, 6, 7, 8, 9]


def test_a_side_holds_the_role_of_a_side_and_no_other(case):
    side, first = resident(f"{case.reference}-2"), resident(case.reference)
    assert holds(side, [Role.APPLICANT], case) is None
    assert holds(first, [Role.OTHER_SIDE], case) is None
    assert holds(side, list(Role), case) == Role.OTHER_SIDE


def test_the_database_shows_each_their_own_contact(case, code):
    assert contacts_seen_by(f"{case.reference}-2") == {"吴先生"}
    assert contacts_seen_by(f"{case.reference}-3") == set()
    assert "周女士" in contacts_seen_by(case.reference)


def test_the_page_of_a_side_leads_nowhere_that_is_not_theirs(case, code):
    page = browser(f"{case.reference}-2")
    shown = page.get(f"/track/{case.reference}-2/")
    assert shown.status_code == 200
    text = shown.content.decode()
    assert f"{case.reference}-2" in text
    assert "周女士" not in text
    assert "13900000001" not in text
    log_read(case.reference, by=SYSTEM, purpose="handling")
    for number in (case.reference, f"{case.reference}-2"):
        assert page.get(f"/track/{number}/receipt/").status_code == 404
        assert page.get(f"/track/{number}/reads/").context["rows"] == [], "who looked at others is theirs"
    assert len(browser(case.reference).get(f"/track/{case.reference}/reads/").context["rows"]) == 1
    assert page.get(f"/track/{case.reference}-2/withdraw/").headers["Location"] == f"/track/{case.reference}-2/"
    assert page.post(f"/track/{case.reference}-2/electronic-service/", {"agree": "yes"}).status_code == 404


def test_a_side_sees_and_copies_its_own_data_alone(case, code):
    page = browser(f"{case.reference}-2")
    shown = page.get(f"/track/{case.reference}-2/data/").content.decode()
    assert "吴" in shown
    assert "周" not in shown
    copy = page.get(f"/track/{case.reference}-2/data/copy.json").json()
    assert (copy["reference"], copy["contact"]["phone"]) == (f"{case.reference}-2", "13900000002")
    assert (copy["details"], copy["looks"]) == ({}, [])
    assert page.get(f"/track/{case.reference}-2/data/copy.pdf").status_code == 200


def test_a_side_reads_no_file_and_no_paper_of_the_person(case, code):
    file = attached(case, Attachment.Purpose.REPORT)
    paper = case.papers.get().paper_id
    for number, status in ((f"{case.reference}-2", 404), (case.reference, 200)):
        page = browser(number)
        assert page.get(file).status_code == status
        assert page.get(f"/papers/{paper}.pdf").status_code == status


def test_number_and_code_as_typed_open_the_page(case, code, client):
    typed = f" {case.reference.lower().replace('-', ' ')} 2 "
    answer = client.post("/track/", {"reference": typed, "code": code})
    assert answer.headers["Location"] == f"/track/{case.reference}-2/"
    wrong = client.post("/track/", {"reference": case.reference, "code": code})
    assert wrong.status_code == 422


def test_the_interface_knows_sides_too(case, code, client):
    headers = {"X-Query-Code": code}
    found = client.get(f"/api/cases/{case.reference}-2", headers=headers)
    assert found.status_code == 200
    assert found.json()["papers"] == []
    assert client.get(f"/api/cases/{case.reference}", headers=headers).status_code == 404


@pytest.mark.parametrize("text", ["", "2", "ABCD-1234-E-1", "ABCD-1234-E-22", "x" * 70 + "2"])
def test_what_is_no_own_number_is_refused(text):
    with pytest.raises(BadReference):
        normalise_own(text)


def test_own_numbers_are_taken_apart_as_they_were_joined(case):
    assert split_own(case.reference) == (case.reference, 0)
    assert split_own(normalise_own(f"{case.reference} / 7".replace("/", ""))) == (case.reference, 7)


def test_an_account_keeps_the_matter_of_a_side_under_its_number(case, code, client):
    holder = Resident(phone="13900000002", since=timezone.now())
    holder.save()
    session = client.session
    session[RESIDENT] = holder.pk
    session.save()
    client.post("/track/", {"reference": f"{case.reference}-2", "code": code})
    page = client.get("/me/").content.decode()
    assert f"/track/{case.reference}-2/" in page
    assert client.get(f"/track/{case.reference}-2/").status_code == 200
