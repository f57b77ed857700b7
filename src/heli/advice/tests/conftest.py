"""The advice desk of the small district."""

import pytest

from heli.advice.tests.desk import Desk, build_desk
from heli.service_requests.tests.district import build


@pytest.fixture
def desk(db, settings, tmp_path) -> Desk:
    """Return the desk; files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_desk(build())
