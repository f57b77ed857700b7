"""The papers of a case on its page for officers: what each is, and how it stands with its service."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.cases.models import Service
from heli.cases.paper_rows import standing_of
from heli.cases.serving import RULES, Standing
from heli.papers.kinds import known, title
from heli.workbench.dossier import Dossier


@dataclass(frozen=True)
class PaperCard:
    """A paper as the list shows it. ``status`` is empty where a paper is not served; ``attempts`` from the first on."""

    url: str
    label: str
    number: str
    at: datetime
    status: str
    tone: str
    served_at: datetime | None
    attempts: list[dict[str, Any]]


def papers_of(found: Dossier) -> list[PaperCard]:
    """Return the papers of the case in the order of their issue; costs no statement."""
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in found.case.service_rows:  # type: ignore[attr-defined]
        rows.setdefault(row["paper_id"], []).append(row)
    return [_card(paper, rows.get(paper["pk"], [])) for paper in found.case.issued]  # type: ignore[attr-defined]


def _card(paper: dict[str, Any], rows: list[dict[str, Any]]) -> PaperCard:
    stands = standing_of(rows)
    status, tone = _status(paper["kind"], stands)
    return PaperCard(
        url=reverse("cases:paper", args=[paper["id"]]),
        label=title(paper["kind"]),
        number=paper["number"],
        at=datetime.fromisoformat(paper["at"]),
        status=status,
        tone=tone,
        served_at=stands.served_at,
        attempts=[_attempt(row, rows, stands) for row in rows],
    )


def _status(code: str, stands: Standing) -> tuple[str, str]:
    kind = known(code)
    if kind is None or not (kind.served and kind.to_person):
        return "", ""
    if stands.holds(timezone.now()):
        return _("Served"), "good"
    if stands.served_at:
        return _("Will count as served"), "progress"
    return (_("Service under way"), "progress") if stands.last else (_("Not served yet"), "warn")


def _attempt(row: dict[str, Any], rows: list[dict[str, Any]], stands: Standing) -> dict[str, Any]:
    return {
        "method": Service.Method(row["method"]).label,
        "basis": str(RULES[row["method"]].basis),
        "sent_at": datetime.fromisoformat(row["sent_at"]),
        "served_at": row["served_at"] and datetime.fromisoformat(row["served_at"]),
        "note": row["note"],
        "corrected": any(other["corrects_id"] == row["id"] for other in rows),
        "counts": stands.counting is not None and stands.counting.pk == row["id"],
        "anchor": f"e{row['event_id']}",
    }
