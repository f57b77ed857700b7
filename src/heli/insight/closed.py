"""The figures of a closed period: what came in, was closed and was answered in it, and what was open at its end.

They begin in ``Scope`` and use the indicators of the wall, so a bulletin says what the wall said. Only the cut of time
is another: from the period's first local midnight to the one after its last day.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db.models import Case as Choose
from django.db.models import Count, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from heli.cases.models import Clock
from heli.insight.indicators import (
    Day,
    Median,
    Rise,
    Satisfaction,
    Setbacks,
    answered_in,
    median_time,
    per_day,
    rises,
    rising,
    satisfaction,
    setbacks,
    taken,
)
from heli.insight.periods import Period
from heli.insight.scope import Scope, town_of

K = TypeVar("K", bound=Hashable)


#: The fields of a case that make a cell; those of ``Key``, in its order.
FACETS = ("area_path", "unit_id", "category_id", "channel")


class Key(NamedTuple):
    """What the cases of one cell share."""

    area_path: str
    unit_id: int | None
    category_id: int
    channel: str


@dataclass(frozen=True)
class Sums:
    """Counts of one cell in the period, ``open`` and ``overdue`` at its end; ``met`` of ``answered`` were in time."""

    received: int = 0
    closed: int = 0
    met: int = 0
    answered: int = 0
    open: int = 0
    overdue: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Sums)))


@dataclass(frozen=True)
class Summary:
    """The figures of the whole scope for one period."""

    sums: Sums
    median: timedelta | None
    ratings: Satisfaction
    setbacks: Setbacks


Cells = dict[Key, Sums]


@dataclass(frozen=True)
class Closed:
    """Everything a bulletin says; ids and counts only. ``before`` and ``year_ago`` are compared with ``now``.

    ``units`` and ``groups`` hold the median time to an answer; ``topics`` and ``places`` are what rose at the end.
    """

    period: Period
    cells: Cells
    cells_before: Cells
    now: Summary
    before: Summary
    year_ago: Summary
    units: dict[int, timedelta]
    groups: dict[int, timedelta]
    days: list[Day]
    topics: list[Rise]
    places: list[Rise]


def closed_figures(scope: Scope, period: Period) -> Closed:
    """Return the figures of ``scope`` for ``period``; 28 statements whatever its size and length."""
    cells, earlier = cells_of(scope, period), cells_of(scope, period.before)
    rows = rises(scope, period.end)
    return Closed(
        period=period,
        cells=cells,
        cells_before=earlier,
        now=_summary(scope, period, cells),
        before=_summary(scope, period.before, earlier),
        year_ago=_summary(scope, period.year_ago, cells_of(scope, period.year_ago)),
        units=_medians(scope, period, F("unit_id")),
        groups=_medians(scope, period, Coalesce("category__parent_id", "category_id")),
        days=_days(scope, period),
        topics=rising((topic, recent, before) for topic, _place, recent, before in rows),
        places=rising((town_of(place), recent, before) for _topic, place, recent, before in rows if town_of(place)),
    )


def summed(cells: Cells, key: Callable[[Key], K]) -> dict[K, Sums]:
    """Return the cells added up by what ``key`` returns for each."""
    found: dict[K, Sums] = {}
    for cell, sums in cells.items():
        place = key(cell)
        found[place] = found.get(place, Sums()) + sums
    return found


def cells_of(scope: Scope, period: Period) -> Cells:
    """Return the counts of ``period`` by place, unit, topic and channel; four statements."""
    begin, end = period.begin, period.end
    inside = {
        name: Q(**{f"{field}__gte": begin, f"{field}__lt": end})
        for name, field in (("received", "opened_at"), ("closed", "closed_at"))
    }
    answered = scope.cases.filter(answered_in(begin, end))
    in_time = Q(clocks__stopped_at__lt=F("clocks__due_at"))
    found: Cells = {}
    for cells in (
        *(_counted(scope.cases.filter(each), **{name: Count("pk")}) for name, each in inside.items()),
        _counted(answered, answered=Count("clocks"), met=Count("clocks", filter=in_time)),
        _counted(standing_at(scope, end), open=Count("pk"), overdue=Count("pk", filter=Q(due_then__lte=end))),
    ):
        for key, sums in cells:
            found[key] = found.get(key, Sums()) + sums
    return found


def standing_at(scope: Scope, end: datetime) -> QuerySet[Any]:
    """Return the cases that were open just before ``end``, with the date ``due_then`` of the limit that waited then.

    The limit is chosen as for the lists of today (``cases.clocks.show_on``); its date is the one known now, so that a
    later extension is in it.
    """
    running = Clock.objects.filter(
        Q(stopped_at__isnull=True) | Q(stopped_at__gte=end),
        Q(paused_at__isnull=True) | Q(paused_at__gte=end),
        case=OuterRef("pk"),
        started_at__lt=end,
    ).order_by("window", "-main", "due_at")
    due = Choose(When(window=False, then="due_at"), output_field=DateTimeField())
    still = Q(closed_at__isnull=True) | Q(closed_at__gte=end)
    return scope.cases.filter(still, opened_at__lt=end).annotate(due_then=Subquery(running.values(due_or_not=due)[:1]))


def _counted(cases: QuerySet[Any], **numbers: Count) -> Iterable[tuple[Key, Sums]]:
    rows = cases.order_by().values(*FACETS).annotate(**numbers)
    return [(Key(*(row[name] for name in FACETS)), Sums(**{name: row[name] for name in numbers})) for row in rows]


def _summary(scope: Scope, period: Period, cells: Cells) -> Summary:
    begin, end = period.begin, period.end
    return Summary(
        sums=sum(cells.values(), Sums()),
        median=median_time(scope, begin, end),
        ratings=satisfaction(scope, begin, end),
        setbacks=setbacks(scope, begin, end),
    )


def _medians(scope: Scope, period: Period, by: Any) -> dict[int, timedelta]:
    rows = scope.cases.filter(answered_in(period.begin, period.end)).order_by().values_list(by)
    return {key: median for key, median in rows.annotate(median=Median(taken())) if key is not None}


def _days(scope: Scope, period: Period) -> list[Day]:
    opened: dict[date, int] = per_day(scope, "opened_at", since=period.begin, until=period.end)
    closed: dict[date, int] = per_day(scope, "closed_at", since=period.begin, until=period.end)
    return [Day(day, opened.get(day, 0), closed.get(day, 0)) for day in period.days]
