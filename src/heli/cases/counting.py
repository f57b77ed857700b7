"""Counting lists without reading them to the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from heli.cases.models import Case

MOST = 1000


def counts(lists: Mapping[str, QuerySet[Any]], *, most: int = MOST) -> dict[str, int]:
    """Return how many rows each list holds, in one statement; ``most`` + 1 stands for "more than ``most``"."""
    parts = {name: _number(rows, most) for name, rows in lists.items()}
    return dict.fromkeys(lists, 0) | _read(parts)


@dataclass(frozen=True)
class Head:
    """How many cases a list holds, and the ids of its first ones by due date."""

    number: int = 0
    first: tuple[int, ...] = ()


def heads(lists: Mapping[str, QuerySet[Case]], *, size: int, most: int = MOST) -> dict[str, Head]:
    """Return the number and the first ``size`` cases of each list, in one statement; ``most`` as in ``counts``."""
    numbers = {f"number {name}": _number(cases, most) for name, cases in lists.items()}
    first = {f"first {name}": _first(cases, size) for name, cases in lists.items()}
    found = _read(numbers | first)
    return {name: Head(found.get(f"number {name}", 0), tuple(found.get(f"first {name}", ()))) for name in lists}


Part = tuple[str, tuple[Any, ...]] | None


def _number(rows: QuerySet[Any], most: int) -> Part:
    return _part("(SELECT count(*) FROM ({}) AS counted)", rows.order_by().values("pk")[: most + 1])


def _first(cases: QuerySet[Case], size: int) -> Part:
    return _part("ARRAY({})", cases.order_by("order_at", "id").values("pk")[:size])


def _part(around: str, rows: QuerySet[Any, Any]) -> Part:
    """Return ``rows`` within ``around``, with the parameters; None where nothing can be in it."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    # The parts are statements that Django wrote; every value travels as a parameter.
    return around.format(sql), tuple(params)


def _read(parts: Mapping[str, Part]) -> dict[str, Any]:
    given = {name: part for name, part in parts.items() if part is not None}
    if not given:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(sql for sql, _values in given.values()),
            [value for _sql, values in given.values() for value in values],
        )
        row = cursor.fetchone()
    return dict(zip(given, row, strict=True))


def shown(count: int, *, most: int = MOST) -> str:
    """Return a count as pages show it: "1000+" where there are more."""
    return f"{most}+" if count > most else str(count)
