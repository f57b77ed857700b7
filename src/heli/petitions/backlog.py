"""Old matters still unsolved: which they are, why each is one, and what was last planned for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from heli.cases.models import Case, Clock, Link
from heli.petitions.arrangements import arrangements
from heli.petitions.overview_models import BacklogEntry
from heli.petitions.reach import CODES, Reach

PAGE: Final = 50


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; empty means everything. ``planned`` is "yes" or "no"."""

    reason: str = ""
    path: str = ""
    planned: str = ""
    unit: int | None = None


def backlog(reach: Reach, wanted: Wanted, now: datetime) -> QuerySet[Any]:
    """Return old unsolved matters, the oldest first.

    A matter is one when it is open for longer than the district has arranged, when what was granted in it is not
    carried out in time, or when a new petition follows it that is open. Each has ``old``, ``broken``, ``followed``
    and ``last_entry``, the id of the last plan.
    """
    broken = Clock.objects.filter(case=OuterRef("pk"), limit="executing", stopped_at__isnull=True, due_at__lte=now)
    followed = Link.objects.filter(
        other=OuterRef("pk"),
        kind=Link.Kind.RELATED,
        ended_at__isnull=True,
        case__closed_at__isnull=True,
        case__procedure__in=CODES,
    )
    last = BacklogEntry.objects.filter(case=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    old = Q(closed_at__isnull=True, petition__received_at__lte=now - timedelta(days=arrangements().backlog_days))
    rows = reach.petitions.annotate(broken=Exists(broken), followed=Exists(followed), last_entry=Subquery(last))
    rows = rows.filter(old | Q(broken=True) | Q(closed_at__isnull=False, followed=True))
    return _narrowed(rows, wanted).select_related("petition").order_by("opened_at", "pk")


def _narrowed(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    if wanted.unit:
        rows = rows.filter(unit=wanted.unit)
    if wanted.planned:
        rows = rows.filter(last_entry__isnull=wanted.planned == "no")
    said = {name: value for name, value in (("reason", wanted.reason), ("path", wanted.path)) if value}
    if said:
        rows = rows.filter(Exists(BacklogEntry.objects.filter(pk=OuterRef("last_entry"), **said)))
    return rows


def page_after(rows: QuerySet[Any], after: int | None) -> list[Any]:
    """Return the page of ``rows`` after the matter with this id, one more than a page where more follow."""
    if after:
        opened = rows.filter(pk=after).order_by().values("opened_at")[:1]
        rows = rows.filter(Q(opened_at__gt=Subquery(opened)) | Q(opened_at=Subquery(opened), pk__gt=after))
    return list(rows[: PAGE + 1])


def entries_of(rows: list[Any]) -> dict[int, BacklogEntry]:
    """Return the last plans of ``rows`` by id; one statement."""
    wanted = [row.last_entry for row in rows if row.last_entry]
    return {each.pk: each for each in BacklogEntry.objects.filter(pk__in=wanted)}


def is_old(case: Case, now: datetime) -> bool:
    """Whether ``case`` is open for longer than arranged."""
    received: datetime = case.petition.received_at
    return case.closed_at is None and received <= now - timedelta(days=arrangements().backlog_days)
