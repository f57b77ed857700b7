"""The small district, with a folder for files of its own."""

import pytest
from django.utils import timezone

from heli.papers.models import StoredFile
from heli.service_requests.tests.district import District, build


@pytest.fixture
def district(db) -> District:
    """Return the small district."""
    return build()


@pytest.fixture
def town(db, settings, tmp_path) -> District:
    """Return the small district; files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


@pytest.fixture
def photo(db):
    """Return a maker of stored photos that nobody has claimed."""

    def made() -> StoredFile:
        return StoredFile.objects.create(
            digest="0" * 64,
            name="p.jpg",
            content_type="image/jpeg",
            size=1,
            uploaded_by="test",
            uploaded_at=timezone.now(),
        )

    return made
