"""Figures of several kinds of cases: each kind where it belongs, steps and states of one name kept apart."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from heli.cases.families import in_public
from heli.cases.models import Case
from heli.cases.tests import toy
from heli.insight.counts import tallied_states
from heli.insight.figures import compute
from heli.insight.public import compute as public_figures
from heli.insight.scope import Scope
from heli.service_requests.tests.district import build, reported
from heli.wall.asking import Wanted
from heli.wall.charts import by_state


@pytest.fixture
def town(db):
    """One request on the desk, and a toy that was played with and put back: a step called "reject" in its way."""
    district = build()
    reported(district)
    with toy.registered(toy.TRAIN, toy.DOLL):
        case = toy.brought(district.lamps, district.roads, by=district.actor("hot"), area=district.grid, public=True)
        for step in ("dispatch", "reject"):
            assert toy.taken(case, step, by=district.actor("east"))
        yield district


def figures(district, name, **more):
    return compute(Scope(district.actor(name), **more), timezone.now())


def test_who_may_not_see_cases_counts_none_of_any_kind(town):
    assert figures(town, "wang").states == figures(town, "wang", family="toy").states == {}


@pytest.mark.parametrize("name", ["audit", "lead"])
def test_the_wall_counts_what_belongs_on_it_and_another_kind_when_asked(town, name):
    usual, toys = figures(town, name), figures(town, name, family="toy")
    assert (usual.total.open, usual.states) == (1, {"service_request.registered": 1})
    assert (toys.total.open, toys.states) == (1, {"toy.registered": 1})


def test_steps_of_one_name_count_in_their_own_kind_alone(town, monkeypatch):
    assert figures(town, "audit").setbacks.now.rejected == 0
    monkeypatch.setattr("heli.insight.scope.on_wall", lambda: ["service_request", "toy_train", "toy_doll"])
    both = figures(town, "audit")
    assert both.total.open == 2
    assert both.setbacks.now.rejected == 0


def test_the_chart_of_states_names_the_kind_where_several_are_counted(town, monkeypatch):
    def names(found):
        with override("en"):
            return [line.name for line in by_state(found, Wanted()).lines]

    assert names(figures(town, "audit")) == ["Waiting for dispatch"]
    monkeypatch.setattr("heli.insight.scope.on_wall", lambda: ["service_request", "toy_train", "toy_doll"])
    assert names(figures(town, "audit")) == ["Service requests · Waiting for dispatch", "Toys · On the shelf"]


def test_a_kind_that_is_not_public_stands_in_no_public_figure(town):
    assert Case.objects.public().count() == 2
    assert Case.objects.filter(in_public()).count() == 1
    assert sum(tallied_states(Scope(None)).values()) == 1
    # Asking for the family opens nothing to the public.
    assert not tallied_states(Scope(None, family="toy"))
    assert public_figures("month", timezone.now()).now.opened.value <= 3
