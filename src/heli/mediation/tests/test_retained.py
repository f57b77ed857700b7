"""When a dispute is erased its rooms are too; evidence with the same bytes elsewhere stays."""

import pytest

from heli.cases.models import Case
from heli.mediation.tests.people import MediationDistrict, first, mediated
from heli.mediation.tests.test_rooms import said, visible
from heli.papers import shelf
from heli.papers.models import StoredFile
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.retention.erasing import erase
from heli.retention.models import Kind

pytestmark = pytest.mark.django_db


def with_evidence(district: MediationDistrict) -> tuple[Case, StoredFile]:
    """Return a dispute in whose room a picture was laid, always the same one, and the picture."""
    case, file = mediated(district), store(upload(picture(), "a.jpg"))
    StoredFile.objects.filter(pk=file.pk).update(state=StoredFile.State.CLEAN)
    file.refresh_from_db()
    said(case, first(case), "收据", private=True, kind="exhibit", file=file)
    return case, file


def test_words_are_made_unreadable_with_the_contact(district: MediationDistrict) -> None:
    case, _file = with_evidence(district)
    said(case, first(case), "会被遗忘", private=True)
    assert erase(case, Kind.CONTACT, by="system", basis="period")
    assert visible(case, first(case)) == {""}


def test_evidence_goes_with_the_files_unless_another_dispute_has_it_too(district: MediationDistrict) -> None:
    (one, file), (two, same) = with_evidence(district), with_evidence(district)
    assert file.digest == same.digest
    path = shelf.path_of(file.digest)
    assert erase(one, Kind.FILES, by="system", basis="period")
    assert path.exists()
    assert erase(two, Kind.FILES, by="system", basis="period")
    assert not path.exists()
