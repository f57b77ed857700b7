"""Until when whoever something is owed to can ask the court to enforce a confirmed agreement.

The Civil Procedure Law gives two years (art. 250): from the last day of the time for performance, with instalments from
that of the last one, without a day from when the ruling takes effect. Whether clauses of one agreement count apart it
does not say; each is taken by itself, and a ruling from its own day, so that no date shown is later than the law's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from heli.kernel.periods import compute
from heli.mediation.agreement_models import Clause, Confirmation
from heli.mediation.law import ENFORCEMENT
from heli.mediation.owed import Owed
from heli.organizations.calendar import work_calendar
from heli.organizations.days import midnight


@dataclass(frozen=True)
class Enforceable:
    """A clause of which something is open. ``late``: the court can be asked now; ``until`` is the end of its time."""

    clause: Clause
    late: bool
    until: datetime


def ends_at(last_due: date) -> datetime:
    """Return the instant at which the two years from ``last_due`` end: the midnight after their last day."""
    due = compute(midnight(last_due), ENFORCEMENT, work_calendar(), zone=timezone.get_default_timezone())
    return due.at


def enforceable(rows: Iterable[Owed], found: Confirmation | None, *, today: date) -> list[Enforceable]:
    """Return the clauses that can be enforced, in their order; none while no court has confirmed the agreement."""
    if found is None or found.result != Confirmation.Result.CONFIRMED or found.ruled_on is None:
        return []
    by_clause: dict[int, list[Owed]] = {}
    for each in rows:
        by_clause.setdefault(each.clause.number, []).append(each)
    return [
        Enforceable(parts[0].clause, any(each.late(today) for each in parts), ends_at(_last(parts) or found.ruled_on))
        for _number, parts in sorted(by_clause.items())
        if not all(each.done for each in parts)
    ]


def _last(parts: Iterable[Owed]) -> date | None:
    return max((each.part.due_on for each in parts if each.part.due_on), default=None)
