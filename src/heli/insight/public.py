"""The public picture: public cases only, every count protected; see ``heli.insight.small_counts``.

Two populations are published, each from one table of cells: open cases by town or street, group of topics and
lateness; and the cases that came in and were closed by day. Shares are whole per cents of the whole district, given
from 20 answers on, without the counts behind them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from django.conf import settings
from django.utils import timezone

from heli.insight.counts import open_cells
from heli.insight.indicators import flow, median_time, satisfaction, timeliness
from heli.insight.keeping import Kept, mark_of
from heli.insight.scope import Scope, groups, town_of
from heli.insight.small_counts import Rounded, protected, total

FEWEST = 20
Late = Literal["in_time", "soon", "late", "waiting"]


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
class PublicFigures:
    """What anybody may know."""

    at: datetime
    cells: dict[Place, Rounded]
    days: list[PublicDay]
    on_time: int | None
    process: int | None
    result: int | None
    median_days: int | None

    def sum(self, wanted: Callable[[Place], bool] = lambda place: True) -> Rounded:
        """Return the sum of the cells that ``wanted`` picks."""
        return total([count for place, count in self.cells.items() if wanted(place)])

    @property
    def mark(self) -> str:
        """A mark of the content; it changes when a figure does."""
        return mark_of((self.cells, self.days, self.on_time, self.process, self.result, self.median_days))


_kept: Kept[PublicFigures] = Kept()
forget = _kept.forget


def public_figures(days: int = 30) -> PublicFigures:
    """Return the public figures of the last ``days`` days, at most ten seconds old."""
    return _kept.get(days, lambda: compute(days, timezone.now()))


def compute(days: int, now: datetime) -> PublicFigures:
    """Return the public figures; six statements."""
    scope = Scope(None, days=days)
    since, secret = scope.since(now), settings.DATA_KEY
    answers = list(timeliness(scope, since, now)[0].values())
    answered = sum(each.answered for each in answers)
    ratings = satisfaction(scope, since, now)
    median = median_time(scope, since, now) if answered >= FEWEST else None
    return PublicFigures(
        at=now,
        cells=protected(_cells(scope, now), secret=secret, table="open"),
        days=_days(scope, now, secret),
        on_time=_share(sum(each.met for each in answers), answered),
        process=_share(ratings.process, ratings.rated),
        result=_share(ratings.result, ratings.result_rated),
        median_days=None if median is None else max(1, round(median / timedelta(days=1))),
    )


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


def _days(scope: Scope, now: datetime, secret: bytes) -> list[PublicDay]:
    days = flow(scope, now)
    opened = protected({each.day: each.opened for each in days}, secret=secret, table="opened")
    closed = protected({each.day: each.closed for each in days}, secret=secret, table="closed")
    return [PublicDay(each.day, opened[each.day], closed[each.day]) for each in days]


def _share(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole >= FEWEST else None
