"""Indicators against a small hand-made set."""

from datetime import timedelta

import pytest

from heli.access.actors import NOBODY, resident
from heli.cases.models import Case
from heli.insight.figures import compute
from heli.insight.indicators import (
    FEWEST_DAYS,
    FEWEST_RISING,
    Compared,
    Satisfaction,
    Setbacks,
    Timeliness,
    rising,
)
from heli.insight.scope import Scope
from heli.insight.tests.pictures import NOW, act, answered, at
from heli.service_requests import actions
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return build()


@pytest.fixture
def picture(district):
    """Two answers in time and one late in the last 30 days, one before; three open."""
    answered(district, opened=4, done=3, result=5)
    answered(district, opened=8, done=5, result=2)
    answered(district, opened=28, done=2)
    answered(district, opened=50, done=45, result=5)
    for days in (0.1, 1, 1.2):
        reported(district, at=at(days))
    return district


def figures(district, name="audit", **more):
    return compute(Scope(district.actor(name), **more), NOW)


def test_an_actor_without_rights_gets_an_empty_picture(picture):
    found = compute(Scope(NOBODY), NOW)
    assert (found.total.open, found.answers.now.answered, found.ratings.now.rated, found.latest) == (0, 0, 0, [])
    assert not found.states
    assert all(day.opened == day.closed == 0 for day in found.days)


def test_another_unit_gets_none_of_it(picture):
    found = figures(picture, "waterlead")
    assert (found.total.open, found.answers.now, found.latest) == (0, Timeliness(), [])


def test_on_time(picture):
    found = figures(picture)
    assert found.answers.now == Timeliness(met=2, answered=3, missed=1)
    assert [load.answers for load in found.loads if load.unit_id == picture.roads.pk] == [Timeliness(2, 3, 1)]
    assert found.answers.before == Timeliness(met=1, answered=1)


def test_median_time_to_an_answer(picture):
    median = figures(picture).median
    assert timedelta(days=2) < median.now < timedelta(days=4)
    assert timedelta(days=5) < median.before < timedelta(days=6)


def test_two_ratings_apart(picture):
    ratings = figures(picture).ratings
    assert ratings.now == Satisfaction(rated=2, process=2, result_rated=2, result=1)
    assert ratings.before == Satisfaction(rated=1, process=1, result_rated=1, result=1)


def test_flow_counts_local_days(picture):
    flow = figures(picture).flow
    assert len(flow.days) == 30
    assert [day.opened for day in flow.days[-2:]] == [2, 1]
    assert sum(day.closed for day in flow.days) == 3
    assert (flow.opened, flow.closed) == (Compared(6, 1), Compared(3, 1))


def test_a_running_period_is_compared_with_as_much_of_the_one_before(picture):
    """Wednesday 10:00 against the Wednesday before at 10:00: what came in later that week does not count."""
    reported(picture, at=at(6.9))
    reported(picture, at=at(7.1))
    flow = figures(picture, period="week").flow
    assert flow.opened == Compared(3, 2)
    assert len(flow.days) == FEWEST_DAYS
    assert figures(picture, period="last-week").flow.opened == Compared(5 - 1, 0)


def test_past_periods_stay_as_they_were(picture):
    may = figures(picture, period="2026-05")
    assert (may.flow.opened.now, may.flow.days[0].day.day, may.flow.days[-1].day.day) == (1, 1, 31)


def test_a_unit_narrows_every_figure(picture):
    own, other = (figures(picture, unit=unit.pk) for unit in (picture.roads, picture.water))
    assert (own.answers.now.answered, sum(own.states.values()), own.total.open) == (3, 7, 3)
    assert (other.answers.now.answered, sum(other.states.values()), other.flow.opened.now) == (0, 0, 0)


def test_breakdowns_follow_the_place_and_the_group(picture):
    assert set(figures(picture).by_place) == {"d/e/"}
    assert set(figures(picture, place="d/e/").by_place) == {"d/e/e1/"}
    assert set(figures(picture).by_topic) == {picture.lamps.parent_id}
    assert set(figures(picture, group=picture.lamps.parent_id).by_topic) == {picture.lamps.pk}


def test_setbacks(picture):
    case = answered(picture, opened=6, done=4)
    again = actions.object(case, by=resident(case.reference), reason="又坏了", act=act(1))
    assert again, again.reason
    assert figures(picture).setbacks == Compared(Setbacks(rejected=0, reopened=1, contested=0), Setbacks())


def test_today_is_shorter_than_thirty_days(picture):
    assert figures(picture, period="day").answers.now.answered == 0
    assert figures(picture, period="week").answers.now == Timeliness(met=0, answered=1)


def test_the_newest_cases_come_without_what_people_wrote(picture, django_assert_num_queries):
    case = figures(picture).latest[0]
    assert {"text", "title", "address", "contact_id", "search_text", "opened_by"} <= case.get_deferred_fields()


def test_statements_do_not_grow(picture, settings, django_assert_num_queries):
    settings.HELI_REVISION_SECONDS = 60
    with django_assert_num_queries(12):
        figures_of = compute(Scope(picture.actor("audit")), NOW)
    assert figures_of.total.open == 3


def test_rising_needs_enough_cases_and_more_than_usual():
    few, many, usual = ("a", FEWEST_RISING - 1, 0), ("b", 8, 8), ("c", 8, 32)
    assert [each.key for each in rising([few, many, usual])] == ["b"]


def test_a_mark_stays_while_nothing_changes(picture):
    first, later = figures(picture), figures(picture)
    assert first.mark == later.mark
    Case.objects.filter(closed_at__isnull=True).update(state="dispatched")
    assert figures(picture).mark != first.mark
