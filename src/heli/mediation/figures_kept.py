"""How many agreements were performed ninety days after they took effect."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef

from heli.mediation.agreement_models import Agreement, Instalment, Performance

#: After how many days one looks; no text names a number, the mission does.
AFTER_DAYS: Final = 90


@dataclass(frozen=True)
class Kept:
    """Agreements whose ninety days are over, and those in which all that was due by then was performed by then."""

    agreements: int
    performed: int


def kept_after(*, on: date, since: date | None = None) -> Kept:
    """Count agreements that took effect ``AFTER_DAYS`` or more before ``on`` (from ``since`` on); two statements.

    An instalment that falls due later does not count against them. The caller asks as somebody who may see them all;
    where a figure is published, small counts are the caller's to protect.
    """
    rows = Agreement.objects.filter(effective_on__lte=on - timedelta(days=AFTER_DAYS), voided_at__isnull=True)
    rows = rows.filter(effective_on__gte=since) if since else rows
    by_then = F("clause__agreement__effective_on") + timedelta(days=AFTER_DAYS)
    confirmed = Performance.objects.filter(
        instalment=OuterRef("pk"),
        said=Performance.Said.CONFIRMED,
        on__lte=OuterRef("clause__agreement__effective_on") + timedelta(days=AFTER_DAYS),
    )
    due = Instalment.objects.filter(clause__agreement=OuterRef("pk"), clause__removed_at__isnull=True)
    due = due.exclude(due_on__gt=by_then)
    missed = due.filter(~Exists(confirmed))
    return Kept(rows.count(), rows.filter(~Exists(missed)).count())
