"""What agreements were worth: clauses performed by the ninetieth day after effect, in time, late or not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from heli.cases.models import Case
from heli.mediation.agreement_models import Agreement, Instalment, Performance
from heli.mediation.figures_counted import OF_CASE, Counted, by_cell

#: After how many days one looks; no text names a number, the mission does.
AFTER_DAYS: Final = 90
_EFFECT: Final = "clause__agreement__effective_on"


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
    return Kept(rows.count(), rows.filter(~Exists(_missed())).count())


def _by_then(field: str = _EFFECT) -> Any:
    return F(field) + timedelta(days=AFTER_DAYS)


def _due(rows: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """Those of ``rows`` that fall due within the ninety days; what has no day is owed from effect on."""
    return rows.filter(clause__removed_at__isnull=True).exclude(due_on__gt=_by_then())


def _missed() -> QuerySet[Instalment]:
    """What the outer agreement owed within the ninety days and nobody confirmed as performed by then."""
    confirmed = Performance.objects.filter(
        instalment=OuterRef("pk"),
        said=Performance.Said.CONFIRMED,
        on__lte=OuterRef(_EFFECT) + timedelta(days=AFTER_DAYS),
    )
    return _due(Instalment.objects.filter(clause__agreement=OuterRef("pk"))).filter(~Exists(confirmed))


def clauses_kept(
    disputes: QuerySet[Case], first: date, last: date, today: date, *, until: datetime | None = None
) -> Counted:
    """Count what fell due within ninety days of agreements that took effect from ``first`` to ``last``; 1 statement.

    Performed by its day, later but by the ninetieth day, or not by then; ``clause_young``: the ninety days are not over
    yet. The day of performance is the one that the side to which it is owed has confirmed. Without a day of its own a
    clause is in time up to the ninetieth day. With ``until`` nothing that was said or done from then on is looked at.
    """
    valid, told = Q(clause__agreement__voided_at__isnull=True), Q()
    if until:
        valid, told = valid | Q(clause__agreement__voided_at__gte=until), Q(at__lt=until)
    confirmed = Performance.objects.filter(told, instalment=OuterRef("pk"), said=Performance.Said.CONFIRMED)
    rows = Instalment.objects.filter(
        valid,
        clause__agreement__effective_on__range=(first, last),
        case__in=disputes.values("pk"),
    )
    rows = _due(rows).annotate(done_on=Subquery(confirmed.order_by("-id").values("on")[:1]))
    old = Q(**{f"{_EFFECT}__lte": today - timedelta(days=AFTER_DAYS)})
    by_then = Q(done_on__lte=_by_then())
    in_time = by_then & (Q(due_on__isnull=True) | Q(done_on__lte=F("due_on")))
    return by_cell(
        rows,
        OF_CASE,
        clause_kept=Count("pk", filter=old & in_time),
        clause_late=Count("pk", filter=old & by_then & Q(done_on__gt=F("due_on"))),
        clause_broken=Count("pk", filter=old & (Q(done_on__isnull=True) | Q(done_on__gt=_by_then()))),
        clause_young=Count("pk", filter=~old),
    )


def agreements_kept(disputes: QuerySet[Case], first: date, last: date, today: date) -> Counted:
    """Count agreements that took effect from ``first`` to ``last``: wholly performed by the 90th day, or not, or young.

    Replaced agreements are left out: another took their place.
    """
    rows = Agreement.objects.filter(
        effective_on__range=(first, last), voided_at__isnull=True, case__in=disputes.values("pk")
    ).annotate(missed=Exists(_missed()))
    old = Q(effective_on__lte=today - timedelta(days=AFTER_DAYS))
    return by_cell(
        rows,
        OF_CASE,
        agreement_kept=Count("pk", filter=old & Q(missed=False)),
        agreement_broken=Count("pk", filter=old & Q(missed=True)),
        agreement_young=Count("pk", filter=~old),
    )
