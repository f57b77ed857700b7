"""The public picture: public cases only, every count protected; see ``heli.insight.small_counts``.

Each population is published from one table of cells: open cases by town or street, group of topics and lateness; the
cases that came in, those that were closed, the answers in time and late, the ratings, each by day; and the answers by
day and days taken. Counts, shares and the median of a period are worked out from the rounded cells of its days and from
nothing else. So whatever periods and filters are laid over each other, subtraction leads back to rounded cells.
Shares are whole per cents of the whole district, given from 20 answers on, without the counts behind them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from django.conf import settings
from django.utils import timezone

from heli.insight.counts import open_cells
from heli.insight.indicators import FEWEST_DAYS, GOOD, answers_per_day, per_day, ratings_per_day
from heli.insight.keeping import Kept, mark_of
from heli.insight.periods import DAY
from heli.insight.scope import Scope, groups, town_of
from heli.insight.small_counts import Rounded, protected, total
from heli.insight.stretches import USUAL, Stretch, stretch
from heli.organizations.days import midnight

FEWEST = 20
Late = Literal["in_time", "soon", "late", "waiting"]
Daily = dict[tuple[date, int], Rounded]


class Place(NamedTuple):
    """One cell of the open cases."""

    town: str
    group: int
    lateness: Late


@dataclass(frozen=True)
class PublicDay:
    """One day, protected."""

    day: date
    opened: Rounded
    closed: Rounded


@dataclass(frozen=True)
class PublicSpan:
    """What is known of a period; shares in per cent."""

    opened: Rounded
    closed: Rounded
    on_time: int | None
    process: int | None
    result: int | None
    median_days: int | None


@dataclass(frozen=True)
class PublicFigures:
    """What anybody may know. ``before`` is the period before, once the period is over: days are not cut."""

    at: datetime
    period: Stretch
    cells: dict[Place, Rounded]
    days: list[PublicDay]
    now: PublicSpan
    before: PublicSpan | None

    def sum(self, wanted: Callable[[Place], bool] = lambda place: True) -> Rounded:
        """Return the sum of the cells that ``wanted`` picks."""
        return total([count for place, count in self.cells.items() if wanted(place)])

    @property
    def mark(self) -> str:
        """A mark of the content; it changes when a figure does."""
        return mark_of((self.cells, self.days, self.now, self.before))


_kept: Kept[PublicFigures] = Kept()
forget = _kept.forget


def public_figures(period: str = USUAL) -> PublicFigures:
    """Return the public figures of the period of that name, at most ten seconds old."""
    return _kept.get(period, lambda: compute(period, timezone.now()))


def compute(name: str, now: datetime) -> PublicFigures:
    """Return the public figures; five statements."""
    scope, period, secret = Scope(None), stretch(name, now), settings.DATA_KEY
    last = min(period.last, timezone.localdate(now))
    drawn = min(period.first, last - timedelta(days=FEWEST_DAYS - 1))
    tables = _tables(scope, min(drawn, period.earlier), last, secret)
    return PublicFigures(
        at=now,
        period=period,
        cells=protected(_cells(scope, now), secret=secret, table="open"),
        days=[
            PublicDay(day, tables["opened"][day, 0], tables["closed"][day, 0])
            for day in (drawn + timedelta(days=number) for number in range((last - drawn).days + 1))
        ],
        now=_span(tables, period.first, period.last),
        before=None if period.running(now) else _span(tables, period.earlier, period.first - DAY),
    )


def public_span(first: date, last: date) -> PublicSpan:
    """Return what the public may know of the days from ``first`` to ``last``; four statements."""
    return _span(_tables(Scope(None), first, last, settings.DATA_KEY), first, last)


def _cells(scope: Scope, now: datetime) -> dict[Place, int]:
    found: dict[Place, int] = {}
    group_of = groups()
    for cell in open_cells(scope, now):
        town, group = town_of(cell.area_path), group_of[cell.category_id]
        parts: dict[Late, int] = {
            "in_time": cell.open - cell.yellow - cell.red - cell.still,
            "soon": cell.yellow,
            "late": cell.red,
            "waiting": cell.still,
        }
        for lateness, number in parts.items():
            place = Place(town, group, lateness)
            found[place] = found.get(place, 0) + number
    return found


def _tables(scope: Scope, first: date, last: date, secret: bytes) -> dict[str, Daily]:
    """Return the rounded cells of every population by (day, kind); of each day the same ones, whatever is asked."""
    since, until = midnight(first), midnight(last + timedelta(days=1))
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    opened, closed = (per_day(scope, field, since=since, until=until) for field in ("opened_at", "closed_at"))
    answers = answers_per_day(scope, since, until)
    ratings = ratings_per_day(scope, since, until)
    counted = {
        "opened": {(day, 0): opened.get(day, 0) for day in every},
        "closed": {(day, 0): closed.get(day, 0) for day in every},
        "answers": _added((day, int(met), number) for day, met, _took, number in answers),
        "took": _added((day, took, number) for day, _met, took, number in answers),
        "process": _added((day, int(process >= GOOD), number) for day, process, _result, number in ratings),
        "result": _added((day, int(result >= GOOD), number) for day, _process, result, number in ratings if result),
    }
    return {name: protected(cells, secret=secret, table=name) for name, cells in counted.items()}


def _added(rows: Iterable[tuple[date, int, int]]) -> dict[tuple[date, int], int]:
    found: dict[tuple[date, int], int] = {}
    for day, kind, number in rows:
        found[day, kind] = found.get((day, kind), 0) + number
    return found


def _span(tables: dict[str, Daily], first: date, last: date) -> PublicSpan:
    """Return what the rounded cells of the days from ``first`` to ``last`` say."""
    within = {
        name: {key: count for key, count in cells.items() if first <= key[0] <= last} for name, cells in tables.items()
    }
    return PublicSpan(
        total(list(within["opened"].values())),
        total(list(within["closed"].values())),
        _share(within["answers"]),
        _share(within["process"]),
        _share(within["result"]),
        _median(within["took"]),
    )


def _share(cells: Daily) -> int | None:
    """Return the per cent of the cells of kind 1."""
    every = sum(count.value for count in cells.values())
    part = sum(count.value for (_day, kind), count in cells.items() if kind)
    return round(100 * part / every) if every >= FEWEST else None


def _median(cells: Daily) -> int | None:
    """Return the day, counted from 1, on which half of the answers had come."""
    every = sum(count.value for count in cells.values())
    if every < FEWEST:
        return None
    passed, half = 0, every / 2
    for (_day, took), count in sorted(cells.items(), key=lambda row: row[0][1]):
        passed += count.value
        if passed >= half:
            return took + 1
    return None
