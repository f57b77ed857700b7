"""Figures of closed periods: the borders of time, and the same numbers as on the wall."""

from datetime import UTC, date, datetime, timedelta

import pytest

from heli.access.actors import NOBODY, SYSTEM
from heli.insight.closed import Sums, closed_figures, summed
from heli.insight.figures import compute
from heli.insight.indicators import Day
from heli.insight.periods import Length, Period
from heli.insight.scope import Scope
from heli.insight.tests.pictures import NOW, answered, at
from heli.service_requests.tests.district import build, reported

DAY = Period.of(Length.DAY, date(2026, 6, 9))


@pytest.mark.parametrize(
    ("length", "day", "code", "first", "last", "before", "year_ago"),
    [
        (Length.DAY, date(2026, 3, 1), "2026-03-01", date(2026, 3, 1), date(2026, 3, 1), "2026-02-28", "2025-03-01"),
        (Length.DAY, date(2028, 2, 29), "2028-02-29", date(2028, 2, 29), date(2028, 2, 29), "2028-02-28", "2027-02-28"),
        (Length.WEEK, date(2027, 1, 3), "2026-W53", date(2026, 12, 28), date(2027, 1, 3), "2026-W52", "2025-W52"),
        (Length.MONTH, date(2026, 12, 31), "2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026-11", "2025-12"),
    ],
)
def test_periods_of_the_calendar(length, day, code, first, last, before, year_ago):
    found = Period.of(length, day)
    assert (found.code, found.first, found.last) == (code, first, last)
    assert (found.before.code, found.year_ago.code) == (before, year_ago)
    assert Period.read(length, code) == found
    assert found.before.after == found
    assert found.before.end == found.begin


@pytest.mark.parametrize("code", ["2026-6", "2026-W60", "2026-W23-2", "2026-06-01-01", "", "x"])
@pytest.mark.parametrize("length", [Length.WEEK, Length.MONTH])
def test_other_words_name_no_period(length, code):
    with pytest.raises(ValueError, match=r".*"):
        Period.read(length, code)


@pytest.fixture
def district(db):
    return build()


def test_who_may_see_nothing_counts_nothing(district):
    answered(district, opened=3, done=1)
    assert closed_figures(Scope(NOBODY, shared=True), DAY).now.sums == Sums()


def test_local_midnight_divides_days_and_months(district):
    for instant in (datetime(2026, 5, 31, 15, 59, 59, tzinfo=UTC), datetime(2026, 5, 31, 16, 0, tzinfo=UTC)):
        reported(district, at=instant)
    scope = Scope(SYSTEM, shared=True)
    june, may = Period.read(Length.MONTH, "2026-06"), Period.read(Length.MONTH, "2026-05")
    assert closed_figures(scope, june).now.sums.received == 1
    assert closed_figures(scope, june).before == closed_figures(scope, may).now
    assert closed_figures(scope, may).now.sums.received == 1
    assert closed_figures(scope, may).now.sums.open == 1
    assert closed_figures(scope, june).days[0] == Day(date(2026, 6, 1), 1, 0)


def test_the_same_figures_as_the_wall(district):
    """The wall at the last instant of a week, and the bulletin of that week."""
    answered(district, opened=4, done=3, result=5)
    answered(district, opened=8, done=5, result=2)
    answered(district, opened=28, done=2.2)
    for days in (1.5, 2, 20, 30):
        reported(district, at=at(days))
    week = Period.of(Length.WEEK, date(2026, 6, 7))
    actor = district.actor("audit")
    wall = compute(Scope(actor, period="week"), week.end - timedelta(microseconds=1))
    found = closed_figures(Scope(actor, shared=True), week)
    sums = found.now.sums
    assert (sums.met, sums.answered) == (wall.answers.now.met, wall.answers.now.answered) != (0, 0)
    assert found.now.median == wall.median.now is not None
    assert (found.now.ratings, found.now.setbacks) == (wall.ratings.now, wall.setbacks.now)
    assert sum(day.opened for day in found.days) == sums.received == sum(day.opened for day in wall.days[-7:])
    assert (found.topics, found.places) == (wall.topics, wall.places)
    by_unit = summed(found.cells, lambda key: key.unit_id)
    assert {load.unit_id: load.answers.answered for load in wall.loads if load.answers.answered} == {
        unit: each.answered for unit, each in by_unit.items() if each.answered
    }


def test_open_and_overdue_at_the_end_are_those_of_the_wall_of_that_instant(district):
    for days in (1, 20, 30):
        reported(district, at=at(days))
    answered(district, opened=20, done=0.1)
    yesterday = closed_figures(Scope(SYSTEM, shared=True), DAY).now.sums
    assert (yesterday.open, yesterday.overdue) == (4, 3)
    wall = compute(Scope(district.actor("audit")), NOW).total
    assert (wall.open, wall.red) == (3, 2)


def test_everybody_who_sees_a_scope_gets_the_same_and_complaints_about_units_are_left_out(district):
    for days in (2, 3, 20):
        reported(district, at=at(days))
    for about in (district.roads, district.centre):
        reported(district, at=at(1), category=district.attitude, about=about)
    month = Period.read(Length.MONTH, "2026-06")
    by_unit = [
        closed_figures(Scope(actor, unit=district.roads.pk, shared=True), month)
        for actor in (SYSTEM, district.actor("audit"), district.actor("chen"))
    ]
    by_place = [
        closed_figures(Scope(actor, place="d/e/", shared=True), month)
        for actor in (SYSTEM, district.actor("chen"), district.actor("east"))
    ]
    for found in (by_unit, by_place):
        assert all(each == found[0] for each in found)
    assert by_place[0].now.sums.received == 2
    assert closed_figures(Scope(district.actor("east"), place="d/w/", shared=True), month).now.sums == Sums()


def test_statements(district, settings, django_assert_max_num_queries):
    settings.HELI_REVISION_SECONDS = 60
    answered(district, opened=3, done=1)
    closed_figures(Scope(SYSTEM, shared=True), DAY)
    with django_assert_max_num_queries(28):
        closed_figures(Scope(SYSTEM, shared=True), Period.read(Length.MONTH, "2026-06"))
