"""Re-review opinions that were published after a hearing (Regulation, art. 36, para. 2): words that name no person.

They stand by themselves: their address is drawn by chance, the time of day is not told, and nothing leads to the case.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from heli.petitions.models import Hearing, Level, Opinion, Outcome

PAGE: Final = 20
TITLE_LENGTH: Final = 60


@dataclass(frozen=True)
class Published:
    """One published opinion."""

    key: UUID
    text: str
    on: date
    outcome: str

    @property
    def url(self) -> str:
        """The permanent address."""
        return reverse("petitions:opinion", args=[self.key])

    @property
    def title(self) -> str:
        """Its first words."""
        first = self.text.strip().split("\n", 1)[0].strip()
        return first if len(first) <= TITLE_LENGTH else f"{first[: TITLE_LENGTH - 1]}…"


def one_published(key: UUID) -> Published | None:
    """Return what was published at ``key``; None where nothing was; one statement."""
    found = _rows().filter(public_key=key).first()
    return _told(found) if found else None


def latest(number: int = PAGE, *, before: UUID | None = None) -> list[Published]:
    """Return so many of the published opinions, the latest first, after the one at ``before``.

    LookupError where nothing stands at ``before``; one statement, two with it.
    """
    rows = _rows()
    if before is not None:
        mark = Hearing.objects.filter(public_key=before).values_list("published_at", "pk").first()
        if mark is None:
            raise LookupError(before)
        at, pk = mark
        rows = rows.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk))
    return [_told(row) for row in rows[:number]]


def _rows() -> QuerySet[Hearing, Any]:
    last = Opinion.objects.filter(case=OuterRef("case_id"), level=Level.RE_REVIEW).order_by("-id").values("outcome")
    found = Hearing.objects.filter(published_at__isnull=False, public_key__isnull=False)
    said = found.annotate(said=Subquery(last[:1])).order_by("-published_at", "-pk")
    return said.values("public_key", "published", "published_at", "said")


def _told(row: dict[str, Any]) -> Published:
    outcome = str(Outcome(row["said"]).label) if row["said"] else ""
    return Published(row["public_key"], row["published"], timezone.localdate(row["published_at"]), outcome)
