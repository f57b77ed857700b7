"""The papers of a case with how it stands with their service, read in the statement that reads the case."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from heli.cases.models import Case, Paper, Service
from heli.cases.serving import Standing, standing

_ROWS = ("id", "paper_id", "method", "sent_at", "served_at", "note", "corrects_id", "event_id", "recorded_at")
_INSTANTS = ("sent_at", "served_at", "recorded_at")


def services_in(**where: Any) -> ArraySubquery:
    """Return the rows on service that ``where`` chooses, as JSON, to annotate cases or papers with; ``standing_of``."""
    rows = Service.objects.filter(**where).order_by("id")
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in _ROWS})))


def papers_with_services(case: Case) -> QuerySet[Paper]:
    """Return the papers of ``case``, the oldest first, each with its ``service_rows``; one statement."""
    rows = Paper.objects.filter(case=case).select_related("paper").order_by("id")
    return rows.annotate(service_rows=services_in(paper=OuterRef("pk")))


def standing_of(rows: Sequence[Mapping[str, Any]]) -> Standing:
    """Return how it stands with one paper by its rows, as the database wrote them."""
    return standing(_service(row) for row in rows)


def _service(row: Mapping[str, Any]) -> Service:
    instants = {name: row[name] and datetime.fromisoformat(row[name]) for name in _INSTANTS}
    return Service(**{**row, **instants})
