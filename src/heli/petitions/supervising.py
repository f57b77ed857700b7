"""Supervisions of petitions: what an organ must answer, until when, and whether it has (Regulation, arts. 38 to 40)."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from heli.cases.models import Clock, Event
from heli.petitions.reach import Reach

PAGE: Final = 50
#: What the list can be narrowed to.
SHOWN: Final = ("open", "late", "answered", "all")


def supervisions(reach: Reach, show: str, now: datetime, *, before: int | None = None) -> list[Any]:
    """Return one page of supervisions, the latest first, each with ``manner`` and ``answered``; one statement.

    ``show`` is one of ``SHOWN``; ``before`` is the id of the last one of the page before.
    """
    rows = _all(reach).select_related("case").defer("case__text", "case__search_text").order_by("-pk")
    narrowed = {
        "open": Q(stopped_at__isnull=True),
        "late": Q(stopped_at__isnull=True, due_at__lte=now),
        "answered": Q(answered=True),
    }
    rows = rows.filter(narrowed.get(show, Q()))
    return list((rows.filter(pk__lt=before) if before else rows)[:PAGE])


def _all(reach: Reach) -> QuerySet[Clock]:
    ordered = Event.objects.filter(case=OuterRef("case_id"), step="supervise", at=OuterRef("started_at"))
    answer = Event.objects.filter(case=OuterRef("case_id"), step="answer_supervision", at=OuterRef("stopped_at"))
    rows = Clock.objects.filter(limit="answering_supervision", case__in=reach.petitions.order_by().values("pk"))
    if reach.units is not None:
        rows = rows.filter(case__unit__in=reach.units)
    return rows.annotate(manner=Subquery(ordered.values("facts__manner")[:1]), answered=Exists(answer))
