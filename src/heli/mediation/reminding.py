"""Reminders of what falls due by agreements, some days before and on the day."""

from datetime import date, timedelta

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.models import Event
from heli.mediation.agreement_models import Instalment, Performance
from heli.mediation.arrangements import arrangements
from heli.mediation.owed import IN_FORCE, Owed
from heli.mediation.performing import remind_performance, reminded
from heli.mediation.procedure import MediationProcedure as P

BEFORE, ON_THE_DAY = "before", "on the day"
_OPEN = [state.name for state in (P.in_force, P.not_kept, P.not_confirmed)]


def remind(today: date | None = None) -> int:
    """Remind of what falls due within the days that the district arranged, and today; returns how many times.

    Each instalment is reminded of once before its day and once on it, however often this runs.
    """
    today = today or timezone.localdate()
    last = Performance.objects.filter(instalment=OuterRef("pk")).order_by("-id").values("said")[:1]
    until = today + timedelta(days=arrangements().remind_days)
    rows = Instalment.objects.filter(IN_FORCE, due_on__range=(today, until), clause__removed_at__isnull=True)
    rows = rows.filter(case__state__in=_OPEN).annotate(last_said=Coalesce(Subquery(last), Value("")))
    rows = rows.exclude(last_said=Performance.Said.CONFIRMED).select_related("case", "clause")
    with acting_as(SYSTEM):
        return sum(_remind(row, today) for row in rows.order_by("id"))


def _remind(row: Instalment, today: date) -> bool:
    owed = Owed(row, "")
    act = reminded(row.case, owed, ON_THE_DAY if row.due_on == today else BEFORE)
    if Event.objects.filter(key=act.key).exists():
        return False
    return bool(remind_performance(row.case, by=SYSTEM, act=act, instalment=row.pk))
