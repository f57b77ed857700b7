"""A case as one line of a list."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from heli.cases.models import Case
from heli.kernel.procedures import Text
from heli.workbench import labels

WIDE = ("text", "search_text", "query_code")
#: What an account holds beyond its name.
PRIVATE = (
    "password", "last_login", "is_superuser", "first_name", "last_name", "email", "is_staff", "is_active",
    "date_joined", "phone", "language", "shortcuts",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a list shows of a case."""

    reference: str
    version: int
    url: str
    title: str
    category: str
    place: str
    state: str
    tone: str
    unit: str
    handler: str
    channel: Text
    opened_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    closed_at: datetime | None
    waits_for_person: bool
    confidential: bool
    followers: int
    css: str


def narrow(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return ``cases`` with what a line needs and without their long texts; one statement when read."""
    return cases.select_related("handler").defer(*WIDE, *(f"handler__{name}" for name in PRIVATE))


@cache
def _case_address() -> str:
    return reverse("workbench:case", args=["REFERENCE"])


def case_address(reference: str) -> str:
    """Return the address of a case; references need no quoting, so the pattern is resolved once."""
    return _case_address().replace("REFERENCE", reference)


def row_of(case: Case) -> Row:
    """Return ``case`` as a line; costs no statement."""
    state = labels.state_of(case)
    lamp = case.lamp
    return Row(
        reference=case.reference,
        version=case.version,
        url=case_address(case.reference),
        title=case.title,
        category=labels.category(case.category_id),
        place=labels.place(case.area_path),
        state=str(state.label),
        tone=labels.tone(state),
        unit=labels.unit(case.unit_id),
        handler=str(case.handler) if case.handler else "",
        channel=labels.channel(case.channel),
        opened_at=case.opened_at,
        due_at=case.due_at,
        warn_at=case.warn_at,
        closed_at=case.closed_at,
        waits_for_person=case.due_at is None and case.is_open,
        confidential=case.confidential,
        followers=case.followers,
        css={"red": "row-late", "yellow": "row-soon"}.get(lamp, ""),
    )


def rows_of(cases: list[Case]) -> list[Row]:
    """Return ``cases`` as lines."""
    return [row_of(case) for case in cases]


def point_of(case: Case) -> dict[str, Any] | None:
    """Return ``case`` as a GeoJSON point for ``heli/components/map_panel.html``; None without coordinates."""
    if case.latitude is None or case.longitude is None:
        return None
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [case.longitude, case.latitude]},
        "properties": card_of(case),
    }


def card_of(case: Case) -> dict[str, Any]:
    """Return what a mark of the map says of ``case``."""
    tones = {"red": "bad", "yellow": "warn", "green": "good"}
    return {
        "reference": case.reference,
        "title": case.title,
        "status": str(labels.state_of(case).label),
        "tone": tones.get(case.lamp, "neutral"),
        "url": case_address(case.reference),
    }
