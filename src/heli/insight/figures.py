"""All figures of one picture, computed together and kept for ten seconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from heli.cases.models import Case
from heli.insight.counts import Standing, open_cells, rolled_up, tallied
from heli.insight.indicators import (
    Day,
    Rise,
    Satisfaction,
    Setbacks,
    Timeliness,
    flow,
    latest,
    median_time,
    rises,
    rising,
    satisfaction,
    setbacks,
    timeliness,
)
from heli.insight.keeping import Kept, mark_of
from heli.insight.scope import Scope, groups, town_of


@dataclass(frozen=True)
class Load:
    """What lies on a unit: its open cases, and the answers of the period."""

    unit_id: int
    standing: Standing
    answers: Timeliness


@dataclass(frozen=True)
class Figures:
    """The picture of a scope at an instant; ids and counts only, put into words by the page.

    ``states`` counts open and closed cases; the other breakdowns hold open cases. ``earlier`` is the period of the
    same length before.
    """

    at: datetime
    total: Standing
    states: dict[str, int]
    by_area: dict[str, Standing]
    by_group: dict[int, Standing]
    by_town: dict[str, Standing]
    loads: list[Load]
    answers: Timeliness
    earlier_answers: Timeliness
    median: timedelta | None
    ratings: Satisfaction
    setbacks: Setbacks
    days: list[Day]
    topics: list[Rise]
    places: list[Rise]
    latest: list[Case]

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
    since = scope.since(now)
    cells, group_of = open_cells(scope, now), groups()
    units = rolled_up(cells, lambda cell: cell.unit_id)
    answers, earlier = timeliness(scope, since, now)
    rows = rises(scope, now)
    return Figures(
        at=now,
        total=sum(units.values(), Standing()),
        states={str(state): number for state, number in sorted(tallied(scope, "state").items(), key=str)},
        by_area=rolled_up(cells, lambda cell: cell.area_path),
        by_group=rolled_up(cells, lambda cell: group_of[cell.category_id]),
        by_town=rolled_up(cells, lambda cell: town_of(cell.area_path)),
        loads=_loads(units, answers),
        answers=sum(answers.values(), Timeliness()),
        earlier_answers=sum(earlier.values(), Timeliness()),
        median=median_time(scope, since, now),
        ratings=satisfaction(scope, since, now),
        setbacks=setbacks(scope, since, now),
        days=flow(scope, now),
        topics=rising((topic, recent, before) for topic, _place, recent, before in rows),
        places=rising((town_of(place), recent, before) for _topic, place, recent, before in rows if town_of(place)),
        latest=latest(scope),
    )


def _loads(units: dict[int | None, Standing], answers: dict[int | None, Timeliness]) -> list[Load]:
    """Return the load of every unit, the most overdue first."""
    every = {unit for unit in (*units, *answers) if unit is not None}
    loads = [Load(unit, units.get(unit, Standing()), answers.get(unit, Timeliness())) for unit in every]
    return sorted(loads, key=lambda load: (-load.standing.red, -load.standing.open, load.unit_id))
