"""Counting lists without reading them to the end."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from heli.cases.models import Case

MOST = 1000


def counts(lists: Mapping[str, QuerySet[Case]], *, most: int = MOST) -> dict[str, int]:
    """Return how many cases each list holds, in one statement; ``most`` + 1 stands for "more than ``most``"."""
    found = dict.fromkeys(lists, 0)
    parts: list[tuple[str, str, tuple[Any, ...]]] = []
    for name, cases in lists.items():
        try:
            sql, params = cases.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        # The parts are statements that Django wrote; every value travels as a parameter.
        parts.append((name, f"(SELECT count(*) FROM ({sql}) AS counted)", tuple(params)))  # noqa: S608
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(sql for _, sql, _ in parts), [value for *_, values in parts for value in values]
        )
        row = cursor.fetchone()
    return found | dict(zip((name for name, *_ in parts), row, strict=True))


def shown(count: int, *, most: int = MOST) -> str:
    """Return a count as pages show it: "1000+" where there are more."""
    return f"{most}+" if count > most else str(count)
