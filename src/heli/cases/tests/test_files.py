"""How many files fit into a case, and what people are told of one that is not given out."""

import pytest
from django.test import Client

from heli.cases.files import MOST_OF_OFFICERS, MOST_OF_RESIDENTS, room_for
from heli.cases.models import Attachment
from heli.papers.models import StoredFile
from heli.papers.tests.samples import PDF, picture, upload
from heli.papers.uploads import store
from heli.service_requests.tests.district import build, reported
from heli.service_requests.tests.visiting import person

pytestmark = pytest.mark.django_db
Purpose, State = Attachment.Purpose, StoredFile.State


@pytest.fixture
def district(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


def of_size(size: int) -> StoredFile:
    return StoredFile(size=size)


@pytest.mark.parametrize(
    ("purpose", "most"), [(Purpose.REPORT, MOST_OF_RESIDENTS), (Purpose.EVIDENCE, MOST_OF_OFFICERS)]
)
def test_a_case_has_room_for_so_many_files_and_no_more(purpose, most, district):
    case = reported(district).case
    count, size = most
    assert not room_for(case, [(of_size(1), purpose)] * (count + 1))
    assert not room_for(case, [(of_size(size + 1), purpose)])
    assert room_for(case, [(of_size(size // count), purpose)] * count)
    stored = store(upload(picture(), "a.jpg"))
    Attachment.objects.create(case=case, event=case.events.get(), file=stored, purpose=purpose)
    assert not room_for(case, [(of_size(1), purpose)] * count)
    assert not room_for(case, [(of_size(size), purpose)])


@pytest.mark.parametrize(
    ("state", "words"), [(State.QUARANTINED, "Being checked for harmful content"), (State.REFUSED, "Not given out")]
)
def test_resident_and_officer_are_told_and_neither_gets_the_file(state, words, district):
    case = reported(district, photos=[store(upload(PDF, "letter.pdf")), store(upload(picture(), "lamp.jpg"))]).case
    StoredFile.objects.update(state=state)
    officer = Client(headers={"Accept-Language": "en"})
    officer.force_login(district.people["east"])
    resident = person(case, language="en")
    for visitor, path in ((officer, f"/desk/cases/{case.reference}/"), (resident, f"/track/{case.reference}/")):
        text = visitor.get(path).content.decode()
        assert words in text
        assert "letter.pdf" in text
        for stored in StoredFile.objects.all():
            assert f"/files/{stored.pk}/" not in text
            assert visitor.get(f"/files/{stored.pk}/").status_code == 404
            assert visitor.get(f"/files/{stored.pk}/thumbnail/").status_code == 404
