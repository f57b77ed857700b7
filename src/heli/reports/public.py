"""The public report of a month: public cases only, every count protected; see ``heli.insight.small_counts``.

Three populations are published, each cut once into cells of town or street and group of topics: what came in, what was
closed, and what was open at the end (overdue or not). All sums are sums of rounded cells. The mark of the month is part
of a cell's name, so that each month draws its own chances. Shares and times are those of the public wall.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings

from heli.insight.closed import Cells, Key, Sums, cells_of, summed
from heli.insight.periods import Period
from heli.insight.public import public_span
from heli.insight.scope import Scope, groups, town_of
from heli.insight.small_counts import Rounded, protected, total
from heli.reports.content import Content, head, side_by_side
from heli.reports.scopes import About
from heli.reports.words import Both, Value, place_name, topic_name

COUNTS: dict[str, Callable[[Sums], int]] = {
    "received": lambda sums: sums.received,
    "closed": lambda sums: sums.closed,
    "overdue": lambda sums: sums.overdue,
    "not_overdue": lambda sums: sums.open - sums.overdue,
}


class Cell(NamedTuple):
    """One cell of a population."""

    town: str
    group: int


Protected = dict[str, dict[Cell, Rounded]]


def public_content(period: Period, now: datetime) -> Content:
    """Return the public report of ``period``; 24 statements."""
    scope = Scope(None)
    three = [_month(scope, each) for each in (period, period.before, period.year_ago)]
    return {
        **head(About(), period, now, public=True),
        "figures": {
            "key": side_by_side([each[0] for each in three]),
            "tables": {"places": _places(three[0][1]), "topics": _topics(three[0][1])},
        },
    }


def _month(scope: Scope, period: Period) -> tuple[dict[str, Value], Protected]:
    cells = cells_of(scope, period)
    shown = _protected(cells, period)
    return {**_counts(shown, lambda cell: True), **_shares(period)}, shown


def _protected(cells: Cells, period: Period) -> Protected:
    group_of = groups()

    def cell(key: Key) -> Cell:
        return Cell(town_of(key.area_path), group_of[key.category_id])

    counted = summed(cells, cell)
    return {
        name: protected(
            {each: count(sums) for each, sums in counted.items() if count(sums)},
            secret=settings.DATA_KEY,
            table=f"report {period.code} {name}",
        )
        for name, count in COUNTS.items()
    }


def _counts(shown: Protected, wanted: Callable[[Cell], bool]) -> dict[str, Value]:
    sums = {name: [count for cell, count in cells.items() if wanted(cell)] for name, cells in shown.items()}
    return {
        "received": _written(sums["received"]),
        "closed": _written(sums["closed"]),
        "open": _written([*sums["overdue"], *sums["not_overdue"]]),
        "overdue": _written(sums["overdue"]),
    }


def _written(parts: list[Rounded]) -> Value:
    """Return a sum as the public may know it: a number, or "<3", which nothing at all is as well."""
    found = total(parts)
    return str(found) if found.small else found.value


def _shares(period: Period) -> dict[str, Value]:
    """Return shares and times as the public wall says them of the same days."""
    found = public_span(period.first, period.last)
    return {
        "on_time": found.on_time,
        "median": found.median_days,
        "process": found.process,
        "result": found.result,
    }


def _places(shown: Protected) -> list[dict[str, Any]]:
    towns = sorted({cell.town for cells in shown.values() for cell in cells})
    return [_row(place_name(town), town, shown, lambda cell, town=town: cell.town == town) for town in towns]  # type: ignore[misc]


def _topics(shown: Protected) -> list[dict[str, Any]]:
    every = sorted({cell.group for cells in shown.values() for cell in cells})
    return [_row(topic_name(pk), str(pk), shown, lambda cell, pk=pk: cell.group == pk) for pk in every]  # type: ignore[misc]


def _row(name: Both, key: str, shown: Protected, wanted: Callable[[Cell], bool]) -> dict[str, Any]:
    return {"name": name, "key": key, "level": 0, "values": _counts(shown, wanted)}
