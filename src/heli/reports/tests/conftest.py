"""A small district with a week of work behind it, and files in a folder of the test's own."""

import pytest

from heli.insight.tests.pictures import answered, at
from heli.reports import content
from heli.service_requests.tests.district import build, reported


@pytest.fixture(autouse=True)
def _apart(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    content.forget()


@pytest.fixture
def district(db):
    return build()


@pytest.fixture
def picture(district):
    """Before 10 June 2026: an answer in time and one late, three open, of which one is overdue; one complaint."""
    answered(district, opened=4, done=3, result=5)
    answered(district, opened=28, done=5, result=2)
    for days in (1.5, 2, 20):
        reported(district, at=at(days))
    reported(district, at=at(1.5), category=district.attitude, about=district.roads)
    return district
