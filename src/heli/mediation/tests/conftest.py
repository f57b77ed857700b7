"""What the tests of mediation share."""

import pytest

from heli.mediation.tests.people import MediationDistrict, build_for_mediation


@pytest.fixture
def district(db: None, settings, tmp_path) -> MediationDistrict:
    """Return the small district with mediating units."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return build_for_mediation()
