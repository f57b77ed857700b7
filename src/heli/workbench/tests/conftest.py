"""The small district, with a folder for files of its own."""

import pytest

from heli.service_requests.tests.district import District, build


@pytest.fixture
def district(db, settings, tmp_path) -> District:
    """Return the small district."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()
