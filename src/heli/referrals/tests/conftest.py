"""The small district with bodies that matters are referred to."""

import pytest

from heli.referrals.tests.people import ReferralDistrict, build


@pytest.fixture
def district(db, settings, tmp_path) -> ReferralDistrict:
    """Return the district; files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()
