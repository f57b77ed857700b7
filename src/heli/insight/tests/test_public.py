"""The public picture holds public cases only, and protected counts only."""

import pytest

from heli.insight.public import compute
from heli.insight.scope import groups
from heli.insight.tests.pictures import NOW, answered, at
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return build()


def test_confidential_cases_are_not_counted(district):
    for _number in range(9):
        reported(district, at=at(1), category=district.attitude)
    found = compute(30, NOW)
    assert str(found.sum()) == "<3"
    assert found.cells == {}


def test_two_cases_are_fewer_than_three(district):
    reported(district, at=at(1))
    reported(district, at=at(1))
    found = compute(30, NOW)
    assert {str(count) for count in found.cells.values()} == {"<3"}
    assert {str(day.opened) for day in found.days} == {"<3"}


def test_sums_are_sums_of_what_is_shown(district):
    for days in (1, 1, 2, 2, 20, 20, 30):
        reported(district, at=at(days))
    found = compute(30, NOW)
    assert found.sum().value == sum(count.value for count in found.cells.values())
    assert found.sum().value % 3 == 0


def test_no_share_of_a_few(district):
    answered(district, opened=4, done=3, result=5)
    found = compute(30, NOW)
    assert (found.on_time, found.result, found.process, found.median_days) == (None, None, None, None)


def test_statements(district, settings, django_assert_num_queries):
    settings.HELI_REVISION_SECONDS = 60
    groups()
    with django_assert_num_queries(5):
        compute(30, NOW)
