"""The papers of a case as its person sees them: what they are, how they came, and until when one can act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from heli.cases.kinds import Kind
from heli.cases.models import Clock, Paper
from heli.cases.paper_rows import standing_of
from heli.cases.serving import open_to_person
from heli.papers.kinds import known, title
from heli.portal.told import Time


@dataclass(frozen=True)
class PaperLine:
    """One paper. ``served``: it is one that is given formally; ``served_at`` is None while that is under way.

    ``method`` names how, ``times`` are the person's windows that run from that day.
    """

    url: str
    kind: str
    title: str
    number: str
    issued_at: datetime
    served: bool
    served_at: datetime | None
    holds: bool
    method: str
    sent_at: datetime | None
    times: Sequence[Time]


def paper_line(row: Paper, running: Sequence[Clock], kind: Kind) -> PaperLine | None:
    """Return ``row`` (of ``papers_with_services``) as the person sees it; None where they may not. No statement."""
    paper, stands = row.paper, standing_of(row.service_rows)  # type: ignore[attr-defined]
    if not open_to_person(paper.kind, stands):
        return None
    declared, attempt = known(paper.kind), stands.counting or stands.last
    return PaperLine(
        url=reverse("cases:paper", args=[row.paper_id]),
        kind=paper.kind,
        title=title(paper.kind),
        number=paper.number,
        issued_at=paper.issued_at,
        served=declared is not None and declared.served,
        served_at=stands.served_at,
        holds=stands.holds(timezone.now()),
        method=attempt.get_method_display() if attempt else "",
        sent_at=attempt.sent_at if attempt else None,
        times=[Time(kind, clock) for clock in running if _runs_from(clock, stands.served_at)],
    )


def _runs_from(clock: Clock, served_at: datetime | None) -> bool:
    """Whether ``clock`` is a window that began on the day of service."""
    same = served_at is not None and timezone.localdate(clock.started_at) == timezone.localdate(served_at)
    return clock.window and same
