"""All figures of one picture, computed together and kept for ten seconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from heli.cases.families import value_of
from heli.cases.kinds import kind_called
from heli.cases.models import Case
from heli.insight.counts import Cell, Standing, open_cells, rolled_up, tallied_states
from heli.insight.indicators import (
    Compared,
    Day,
    Flow,
    Rise,
    Satisfaction,
    Setbacks,
    Timeliness,
    all_setbacks,
    flow,
    latest,
    median_times,
    rises,
    rising,
    satisfactions,
    timeliness,
)
from heli.insight.keeping import Kept, mark_of
from heli.insight.scope import Scope, below, groups
from heli.insight.stretches import Stretch


@dataclass(frozen=True)
class Load:
    """What lies on a unit: its open cases, and the answers of the period."""

    unit_id: int
    standing: Standing
    answers: Timeliness


@dataclass(frozen=True)
class Figures:
    """The picture of a scope at an instant; ids and counts only, put into words by the page.

    ``states`` counts open and closed cases by "family.state"; the other breakdowns hold open cases: ``by_place`` by
    the areas directly in the place of the scope (an empty path: not known more exactly), ``by_topic`` by the groups of
    topics, within a group by its topics. What is compared has the period and the one before it; the rest is as of
    ``at``.
    """

    at: datetime
    period: Stretch
    total: Standing
    states: dict[str, int]
    by_area: dict[str, Standing]
    by_place: dict[str, Standing]
    by_topic: dict[int, Standing]
    loads: list[Load]
    answers: Compared[Timeliness]
    median: Compared[timedelta | None]
    ratings: Compared[Satisfaction]
    setbacks: Compared[Setbacks]
    flow: Flow
    topics: list[Rise]
    places: list[Rise]
    latest: list[Case]

    @property
    def days(self) -> list[Day]:
        """What came in and what was closed, day by day."""
        return self.flow.days

    @property
    def mark(self) -> str:
        """A short mark of the content, without the instant; it changes when a figure does."""
        parts = [getattr(self, name) for name in self.__dataclass_fields__ if name not in ("at", "latest")]
        newest = [(case.reference, case.state, case.lamp) for case in self.latest]
        return mark_of((parts, newest))


_kept: Kept[Figures] = Kept()
forget = _kept.forget


def figures(scope: Scope) -> Figures:
    """Return the figures of ``scope``, at most ten seconds old."""
    return _kept.get(scope, lambda: compute(scope, timezone.now()))


def compute(scope: Scope, now: datetime) -> Figures:
    """Return the figures of ``scope``; 11 statements whatever its size."""
    spans, cells = scope.spans(now), open_cells(scope, now)
    units = rolled_up(cells, lambda cell: cell.unit_id)
    answers = timeliness(scope, spans)
    return Figures(
        at=now,
        period=scope.days(now),
        total=sum(units.values(), Standing()),
        states=_by_state(scope),
        by_area=rolled_up(cells, lambda cell: cell.area_path),
        by_place=rolled_up(cells, lambda cell: below(scope.place, cell.area_path)),
        by_topic=_by_topic(scope, cells),
        loads=_loads(units, answers.now),
        answers=Compared(sum(answers.now.values(), Timeliness()), sum(answers.before.values(), Timeliness())),
        median=median_times(scope, spans),
        ratings=satisfactions(scope, spans),
        setbacks=all_setbacks(scope, spans),
        flow=flow(scope, now),
        latest=latest(scope),
        **_rising(scope, now),
    )


def _by_state(scope: Scope) -> dict[str, int]:
    """Return the cases by "family.state": kinds of a family share their states, others only the names of some."""
    found: dict[str, int] = {}
    for (procedure, state), number in sorted(tallied_states(scope).items(), key=str):
        kind = kind_called(str(procedure))
        value = value_of(kind.belongs_to, str(state)) if kind else str(state)
        found[value] = found.get(value, 0) + number
    return found


def _by_topic(scope: Scope, cells: list[Cell]) -> dict[int, Standing]:
    group_of = groups()
    if scope.group:
        return rolled_up(cells, lambda cell: cell.category_id)
    return rolled_up(cells, lambda cell: group_of[cell.category_id])


def _rising(scope: Scope, now: datetime) -> dict[str, list[Rise]]:
    rows = rises(scope, now)
    placed = [(below(scope.place, place), recent, before) for _topic, place, recent, before in rows]
    return {
        "topics": rising((topic, recent, before) for topic, _place, recent, before in rows),
        "places": rising(row for row in placed if row[0]),
    }


def _loads(units: dict[int | None, Standing], answers: dict[int | None, Timeliness]) -> list[Load]:
    """Return the load of every unit, the most overdue first."""
    every = {unit for unit in (*units, *answers) if unit is not None}
    loads = [Load(unit, units.get(unit, Standing()), answers.get(unit, Timeliness())) for unit in every]
    return sorted(loads, key=lambda load: (-load.standing.red, -load.standing.open, load.unit_id))
