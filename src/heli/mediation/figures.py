"""Figures of mediation: how disputes came, what the sides answered, how talks ended and in what time, and what held.

Every figure is about committees, kinds of disputes and limits; none about a mediator or a side, and nothing is ranked.
A dispute counts for the committee that has it. Each act counts in the period in which it was done, so that a round of
talks counts by its end: a dispute that was talked about again counts once for each end. What an agreement is worth
counts in the period in which it took effect. Figures of a span take a fixed number of statements, whatever there is.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar

from django.utils import timezone

from heli.insight.shares import mean, percent
from heli.insight.spans import Span
from heli.mediation import figures_counted as counted
from heli.mediation.figures_kept import agreements_kept, clauses_kept
from heli.mediation.reach import Reach
from heli.referrals.figures import Line, lines_about
from heli.referrals.listing import known_to
from heli.referrals.models import PartnerKind

K = TypeVar("K", bound=Hashable)
WAYS: Final = ("web", "phone", "desk", "other", "offered", "referred")


class Key(NamedTuple):
    """What the counts of one cell share; ``level`` is that of the committee that has the dispute."""

    unit: int | None
    topic: int
    level: int


class Tally(Counter[str]):
    """Counts by name (``figures_counted``, ``figures_kept``); sums of two are those of both."""

    def sum(self, *names: str) -> int:
        """Return the sum of these counts."""
        return sum(self[name] for name in names)

    @property
    def came(self) -> int:
        """Disputes that came in."""
        return self.sum(*WAYS)

    @property
    def settled(self) -> int:
        """Rounds of talks that ended with an agreement, in writing or oral."""
        return self.sum("take_effect", "conclude_orally")

    @property
    def ended(self) -> int:
        """Rounds of talks that had begun and ended: the base of the settlement rate."""
        return self.settled + self.sum("close_unsettled", "end")

    @property
    def settlement(self) -> float | None:
        """Per cent of the rounds that ended which ended with an agreement."""
        return percent(self.settled, self.ended)

    @property
    def judged(self) -> int:
        """Clauses that fell due within the ninety days, of agreements whose ninety days are over."""
        return self.sum("clause_kept", "clause_late", "clause_broken")

    @property
    def performance(self) -> float | None:
        """Per cent of these that were performed by the ninetieth day, in time or late."""
        return percent(self.sum("clause_kept", "clause_late"), self.judged)

    def rating(self, side: str) -> float | None:
        """Return the mean rating (1 to 5) of ``first`` or ``others``; None from fewer than three ratings."""
        return mean(self[f"points_{side}"], self[f"rated_{side}"])


@dataclass(frozen=True)
class Days:
    """Days from the last consent to the end of a round of talks: median, 90th percentile, and of how many rounds."""

    median: float | None = None
    ninetieth: float | None = None
    number: int = 0


@dataclass(frozen=True)
class Figures:
    """Figures of one span; ``days`` of all, and by topic, level and unit. ``referrals`` are those out and in."""

    cells: dict[Key, Tally]
    days: Days
    days_by: dict[str, dict[Any, Days]]
    referrals: list[Line]
    at: datetime

    @property
    def whole(self) -> Tally:
        """All of them."""
        return self._added(self.cells.values())

    def by(self, key: Callable[[Key], K]) -> dict[K, Tally]:
        """Return sums by what ``key`` makes of a cell."""
        found: dict[K, Tally] = {}
        for cell, tally in self.cells.items():
            found.setdefault(key(cell), Tally()).update(tally)
        return found

    @staticmethod
    def _added(tallies: Iterable[Tally]) -> Tally:
        whole = Tally()
        for each in tallies:
            whole.update(each)
        return whole


def figures_of(reach: Reach, span: Span, now: datetime) -> Figures:
    """Return the figures of ``span`` as known ``now``; twelve statements."""
    disputes, today = reach.disputes, timezone.localdate(now)
    first, last = days_of(span)
    cells: dict[Key, Tally] = {}
    for rows in (
        counted.came(disputes, span.since, span.until),
        counted.answers(disputes, span.since, span.until),
        counted.acts(disputes, span.since, span.until),
        counted.courts(disputes, first, last),
        counted.ratings(disputes, span.since, span.until),
        clauses_kept(disputes, first, last, today),
        agreements_kept(disputes, first, last, today),
    ):
        for key, numbers in rows:
            cells.setdefault(Key(*key), Tally()).update(numbers)
    whole, by = counted.durations(disputes, span.since, span.until)
    lines = lines_about(known_to(reach.actor), PartnerKind.MEDIATION, reach.units, span.since, span.until)
    return Figures(cells, _days(whole), {name: _named(rows) for name, rows in by.items()}, lines, now)


def days_of(span: Span) -> tuple[date, date]:
    """Return the first and the last local day of ``span``."""
    return timezone.localdate(span.since), timezone.localdate(span.until) - timedelta(days=1)


def _named(rows: Iterable[tuple[Any, timedelta | None, timedelta | None, int]]) -> dict[Any, Days]:
    return {key: _days(rest) for key, *rest in rows}


def _days(row: Iterable[Any]) -> Days:
    median, ninetieth, number = row
    return Days(_in_days(median), _in_days(ninetieth), number)


def _in_days(took: timedelta | None) -> float | None:
    return None if took is None else round(took / timedelta(days=1), 1)
