"""Who may see the files and papers of a case."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from heli.cases.models import Attachment, Case, Event, Paper
from heli.papers.tests.samples import PDF, picture, upload
from heli.papers.uploads import store
from heli.service_requests.models import ServiceRequest
from heli.service_requests.tests.district import District, build, reported

pytestmark = pytest.mark.django_db
Purpose = Attachment.Purpose


@pytest.fixture
def district(settings, tmp_path) -> District:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


@pytest.fixture
def case(district) -> Case:
    return reported(district).case


def attached(case: Case, purpose: str, *, content: bytes = b"", name: str = "a.jpg") -> str:
    """Attach a file to the first event of ``case`` and return its address."""
    stored = store(upload(content or picture(), name))
    Attachment.objects.create(case=case, event=case.events.get(), file=stored, purpose=purpose)
    return f"/files/{stored.pk}/"


def visitor(case: Case) -> Client:
    """Return a browser in which the query code of ``case`` was given."""
    client = Client()
    session = client.session
    session["cases"] = [case.reference]
    session.save()
    return client


def officer(district: District, name: str) -> Client:
    client = Client()
    client.force_login(district.people[name])
    return client


def finish(case: Case, **changes: object) -> None:
    ServiceRequest.objects.filter(pk=case.pk).update(outcome="solved", answer="已修好")
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now(), public=True, **changes)


def test_strangers_find_nothing(case):
    address = attached(case, Purpose.REPORT)
    paper = Paper.objects.get(case=case)
    for path in (address, f"{address}thumbnail/", f"/papers/{paper.paper_id}.pdf", f"/files/{uuid4()}/"):
        assert Client().get(path).status_code == 404


def test_another_resident_finds_nothing(case, district):
    address = attached(case, Purpose.REPORT)
    other = visitor(reported(district).case)
    assert other.get(address).status_code == 404
    assert other.get(f"/papers/{Paper.objects.get(case=case).paper_id}.pdf").status_code == 404


def test_a_unit_that_has_nothing_to_do_with_it_finds_nothing(case, district):
    assert officer(district, "wang").get(attached(case, Purpose.REPORT)).status_code == 404


def test_an_unclaimed_file_is_nobodys(case, district):
    stored = store(upload(picture(), "a.jpg"))
    assert officer(district, "chen").get(f"/files/{stored.pk}/").status_code == 404


def test_the_resident_sees_their_files_and_the_receipt(case):
    client = visitor(case)
    answer = client.get(attached(case, Purpose.REPORT))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    receipt = client.get(f"/papers/{Paper.objects.get(case=case).paper_id}.pdf")
    assert receipt.content.startswith(b"%PDF")
    assert receipt["Content-Disposition"] == f'attachment; filename="receipt-{case.reference}.pdf"'


def test_internal_files_are_for_staff_only(case, district):
    address = attached(case, Purpose.INTERNAL)
    assert visitor(case).get(address).status_code == 404
    assert officer(district, "chen").get(address).status_code == 200


def test_files_of_an_internal_step_are_for_staff_only(case, district):
    stored = store(upload(picture(), "a.jpg"))
    event = Event.objects.create(
        case=case, step="note", to_state=case.state, at=timezone.now(), actor="x", internal=True, entry=_entry(case)
    )
    Attachment.objects.create(case=case, event=event, file=stored, purpose=Purpose.EVIDENCE)
    assert visitor(case).get(f"/files/{stored.pk}/").status_code == 404
    assert officer(district, "chen").get(f"/files/{stored.pk}/").status_code == 200


def _entry(case: Case):
    first = case.events.get().entry
    return type(first).objects.create(chain=case.reference, at=timezone.now(), actor="x", verb="note", content="{}")


@pytest.mark.parametrize("purpose", [Purpose.REPORT, Purpose.EVIDENCE, Purpose.INTERNAL])
def test_the_register_shows_no_photo_of_the_report(case, purpose):
    address = attached(case, purpose)
    finish(case)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("purpose", [Purpose.BEFORE, Purpose.AFTER])
def test_the_register_shows_before_and_after_once_closed(case, purpose):
    address = attached(case, purpose)
    assert Client().get(address).status_code == 404
    finish(case)
    assert Client().get(address).status_code == 200
    assert Client().get(f"{address}thumbnail/").status_code == 200


def test_a_withdrawn_case_shows_nothing_in_the_register(case):
    address = attached(case, Purpose.AFTER)
    finish(case)
    Case.objects.filter(pk=case.pk).update(state="withdrawn")
    assert Client().get(address).status_code == 404


def test_a_confidential_case_shows_nothing_in_the_register(case):
    address = attached(case, Purpose.AFTER)
    finish(case, confidential=True)
    assert Client().get(address).status_code == 404


def test_a_document_is_never_published(case):
    address = attached(case, Purpose.AFTER, content=PDF, name="a.pdf")
    finish(case)
    assert Client().get(address).status_code == 404


def test_the_receipt_says_who_answers_and_not_the_code(district):
    opened = reported(district)
    content = Paper.objects.get(case=opened.case).paper.content
    assert content["unit"] == "市政所"
    assert content["reasons"]
    assert opened.code not in str(content)
    assert "13800000000" not in str(content)


def test_only_reading_is_possible(case):
    assert visitor(case).post(attached(case, Purpose.REPORT)).status_code == 405
