"""The reception centre of the small district."""

import pytest

from heli.reception.tests.hall import Hall, build_hall
from heli.service_requests.tests.district import build


@pytest.fixture
def hall(db, settings, tmp_path) -> Hall:
    """Return the centre; files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_hall(build())
