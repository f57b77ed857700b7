"""The reception centre of the small district."""

import pytest

from heli.reception.tests.hall import Hall, open_hall


@pytest.fixture
def hall(db, settings, tmp_path) -> Hall:
    """Return the centre; files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return open_hall()
