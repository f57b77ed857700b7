"""The office that keeps a fund, with a folder for files of its own."""

import pytest
from django.utils import timezone

from heli.funds.tests.office import Office, open_office
from heli.papers.models import StoredFile


@pytest.fixture
def office(db, settings, tmp_path) -> Office:
    """Return the office; files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return open_office()


@pytest.fixture
def receipt(db):
    """Return a maker of stored bank receipts that nobody has claimed."""

    def made() -> StoredFile:
        return StoredFile.objects.create(
            digest="0" * 64, name="回单.pdf", content_type="application/pdf", size=1, uploaded_by="test",
            uploaded_at=timezone.now(),
        )  # fmt: skip

    return made
