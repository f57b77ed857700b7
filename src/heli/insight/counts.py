"""Counts of cases: all of them from the maintained counters, the open ones with their lateness in one statement."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, TypeVar

from django.db.models import Count, Q, Sum

from heli.cases.models import Case
from heli.cases.tallies import Tally
from heli.insight.scope import Scope

Dimension = Literal["procedure", "state", "unit_id", "category_id", "area_path"]
K = TypeVar("K", bound=Hashable)


def tallied(scope: Scope, dimension: Dimension) -> Counter[object]:
    """Return how many cases of the scope, open and closed, have each value of ``dimension``; exact at any moment.

    The counters serve where the actor sees all places (the few cases that complain about the actor's own unit are
    taken off again, the few seen of what other units coordinate added) and the public; for the others the cases they
    see are counted. At most three statements.
    """
    return Counter({key: number for (key,), number in _tallied(scope, dimension).items()})


def tallied_states(scope: Scope) -> Counter[tuple[object, ...]]:
    """Return how many cases stand in each state, by (procedure, state), as ``tallied`` counts them."""
    return _tallied(scope, "procedure", "state")


def _tallied(scope: Scope, *dimensions: Dimension) -> Counter[tuple[object, ...]]:
    if not scope.whole:
        return _by(scope.cases.order_by().values_list(*dimensions).annotate(number=Count("pk")))
    kept = Tally.objects.filter(scope.counted).order_by().values_list(*dimensions)
    found = _by(kept.annotate(number=Sum("count")))
    found.subtract(_numbers(scope.about_actor, *dimensions))
    found.update(_numbers(scope.beside, *dimensions))
    return +found


def _numbers(condition: Q, *dimensions: Dimension) -> Counter[tuple[object, ...]]:
    return _by(Case.objects.filter(condition).order_by().values_list(*dimensions).annotate(number=Count("pk")))


def _by(rows: Iterable[tuple[Any, ...]]) -> Counter[tuple[object, ...]]:
    return Counter({tuple(key): number for *key, number in rows})


class Cell(NamedTuple):
    """How many open cases share a place, state, unit and topic, and how late they are.

    ``yellow`` are near the due date, ``red`` past it; ``still`` wait for the person, so that no date runs.
    """

    area_path: str
    state: str
    unit_id: int | None
    category_id: int
    open: int
    yellow: int
    red: int
    still: int


@dataclass(frozen=True)
class Standing:
    """Open cases of one row of a breakdown."""

    open: int = 0
    yellow: int = 0
    red: int = 0
    still: int = 0

    @property
    def green(self) -> int:
        """Cases in time that are not near the due date."""
        return self.open - self.yellow - self.red - self.still

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            self.open + other.open, self.yellow + other.yellow, self.red + other.red, self.still + other.still
        )


def open_cells(scope: Scope, now: datetime) -> list[Cell]:
    """Return the open cases of the scope by place, state, unit and topic, with lateness; one statement.

    It reads the partial index of open cases only, so that its cost does not grow with the archive.
    """
    rows = (
        scope.cases.open()  # type: ignore[attr-defined]
        .order_by()
        .values_list("area_path", "state", "unit_id", "category_id")
        .annotate(
            open=Count("pk"),
            yellow=Count("pk", filter=Q(due_at__gt=now, warn_at__lte=now)),
            red=Count("pk", filter=Q(due_at__lte=now)),
            still=Count("pk", filter=Q(due_at__isnull=True)),
        )
    )
    return [Cell(*row) for row in rows]


def rolled_up(cells: Iterable[Cell], key: Callable[[Cell], K]) -> dict[K, Standing]:
    """Return the open cases by what ``key`` returns for each cell."""
    found: dict[K, Standing] = {}
    for cell in cells:
        place = key(cell)
        found[place] = found.get(place, Standing()) + Standing(cell.open, cell.yellow, cell.red, cell.still)
    return found
