"""The public picture holds public cases only, and protected counts only."""

from datetime import date

import pytest

from heli.insight.public import _median, _share, compute
from heli.insight.scope import groups
from heli.insight.small_counts import Rounded
from heli.insight.tests.pictures import NOW, answered, at
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return build()


def test_confidential_cases_are_not_counted(district):
    for _number in range(9):
        reported(district, at=at(1), category=district.attitude)
    found = compute("30-days", NOW)
    assert str(found.sum()) == "<3"
    assert found.cells == {}


def test_two_cases_are_fewer_than_three(district):
    reported(district, at=at(1))
    reported(district, at=at(1))
    found = compute("30-days", NOW)
    assert {str(count) for count in found.cells.values()} == {"<3"}
    assert {str(day.opened) for day in found.days} == {"<3"}


def test_sums_are_sums_of_what_is_shown(district):
    for days in (1, 1, 2, 2, 20, 20, 30):
        reported(district, at=at(days))
    found = compute("30-days", NOW)
    assert found.sum().value == sum(count.value for count in found.cells.values())
    assert found.sum().value % 3 == 0


def test_no_share_of_a_few(district):
    answered(district, opened=4, done=3, result=5)
    found = compute("30-days", NOW)
    now = found.now
    assert (now.on_time, now.result, now.process, now.median_days) == (None, None, None, None)


def test_statements(district, settings, django_assert_num_queries):
    settings.HELI_REVISION_SECONDS = 60
    groups()
    with django_assert_num_queries(5):
        compute("30-days", NOW)


def test_every_figure_of_every_period_comes_from_the_same_cells_of_its_days(district):
    """Two periods that share all days but some differ by what is published of those days, and by nothing else."""
    for days in (0.1, 1, 1, 2, 4, 8, 8, 8, 9, 20, 33):
        reported(district, at=at(days))
    month, week, day = (compute(name, NOW) for name in ("30-days", "week", "day"))
    shown = {each.day: each for each in month.days}
    assert week.days == [shown[each.day] for each in week.days]
    assert day.days == [shown[each.day] for each in day.days]
    assert week.now.opened.value == sum(each.opened.value for each in week.days[-3:])
    assert day.now.opened.value == shown[NOW.date()].opened.value


def test_shares_and_medians_say_nothing_of_a_few():
    day, many, few = date(2026, 6, 1), Rounded(18, small=False), Rounded(0, small=True)
    assert (_share({(day, 1): many, (day, 0): few}), _median({(day, 0): many})) == (None, None)
    enough = {(day, 1): many, (day, 0): Rounded(3, small=False)}
    assert (_share(enough), _median(enough)) == (86, 2)


def test_a_running_period_is_not_compared(district):
    assert compute("week", NOW).before is None
    assert compute("last-week", NOW).before is not None
