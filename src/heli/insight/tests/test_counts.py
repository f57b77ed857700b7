"""Counts against a small hand-made set; what an actor may not see is in none of them."""

import pytest
from django.db.models import Count

from heli.access.actors import NOBODY
from heli.cases.models import Case
from heli.cases.tallies import Tally
from heli.cases.upkeep import fold_tallies
from heli.insight.counts import Standing, open_cells, rolled_up, tallied
from heli.insight.scope import Scope
from heli.insight.tests.pictures import NOW, act, answered, at
from heli.service_requests import actions
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db
DIMENSIONS = ("state", "unit_id", "category_id", "area_path")


@pytest.fixture
def district():
    return build()


@pytest.fixture
def picture(district):
    """Three open (two of them late), one closed, one confidential about the roads office."""
    for days in (1, 20, 30):
        reported(district, at=at(days))
    answered(district, opened=10, done=6)
    reported(district, at=at(1), category=district.attitude, about=district.roads)
    return district


def total(scope):
    return sum(rolled_up(open_cells(scope, NOW), lambda cell: cell.state).values(), Standing())


def counted(cases, dimension):
    return dict(cases.order_by().values_list(dimension).annotate(n=Count("pk")))


def test_who_may_see_nothing_counts_nothing(picture):
    scope = Scope(NOBODY)
    assert total(scope) == Standing()
    assert not tallied(scope, "state")


def test_a_complaint_about_a_unit_is_not_in_its_counts(picture):
    assert total(Scope(picture.actor("lead"))).open == 3
    assert total(Scope(picture.actor("chen"))).open == 4


def test_the_public_counts_public_cases(picture):
    scope = Scope(None)
    assert total(scope).open == 3
    assert sum(tallied(scope, "state").values()) == 4


def test_lateness_of_open_cases(picture):
    assert total(Scope(picture.actor("audit"))) == Standing(open=4, yellow=0, red=2, still=0)


@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize("name", ["audit", "chen", "east", "lead", "wang"])
def test_counters_agree_with_the_cases(picture, name, dimension):
    actor = picture.actor(name)
    assert tallied(Scope(actor), dimension) == counted(Case.objects.visible_to(actor), dimension)


def test_the_centre_does_not_count_complaints_about_itself(picture):
    reported(picture, about=picture.centre, category=picture.attitude)
    actor = picture.actor("chen")
    for dimension in DIMENSIONS:
        assert tallied(Scope(actor), dimension) == counted(Case.objects.visible_to(actor), dimension)


def test_territory_and_topic_narrow(picture):
    actor = picture.actor("audit")
    assert total(Scope(actor, place=picture.east.path)).open == 4
    assert total(Scope(actor, place="d/w/")).open == 0
    assert total(Scope(actor, group=picture.lamps.pk)).open == 3
    assert total(Scope(actor, group=picture.lamps.parent_id)).open == 4


def test_folding_changes_no_count(picture):
    scope = Scope(picture.actor("audit"))
    before, rows = [tallied(scope, each) for each in DIMENSIONS], Tally.objects.count()
    fold_tallies()
    assert [tallied(scope, each) for each in DIMENSIONS] == before
    assert Tally.objects.count() < rows


def test_one_statement_whatever_the_size(picture, django_assert_num_queries):
    scope = Scope(picture.actor("audit"))
    with django_assert_num_queries(1):
        open_cells(scope, NOW)
    with django_assert_num_queries(2):
        tallied(scope, "state")


def test_a_case_that_waits_for_the_person_is_not_late(picture):
    case = Case.objects.filter(state="registered", category=picture.lamps).order_by("opened_at").first()
    assert actions.dispatch(case, by=picture.actor("east"), unit=picture.roads, act=act(1))
    assert actions.accept(case, by=picture.actor("ma"), act=act(0.9))
    assert actions.ask_information(case, by=picture.actor("ma"), question="哪一盏灯？", act=act(0.8))
    assert total(Scope(picture.actor("audit"))) == Standing(open=4, yellow=0, red=1, still=1)
