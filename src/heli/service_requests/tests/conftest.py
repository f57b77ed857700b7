"""The small district, with a folder for files of its own."""

import pytest

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
