"""The small district with its petition office."""

import pytest

from heli.petitions.tests.people import PetitionDistrict, build_for_petitions


@pytest.fixture
def district(db, settings, tmp_path) -> PetitionDistrict:
    """Return the district; files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_for_petitions()
