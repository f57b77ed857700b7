"""Upkeep by the worker: counters folded together, due dates reckoned again when a calendar arrives."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.cases import clocks
from heli.cases.acts import Act
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock

_FOLD = """
WITH taken AS (
  DELETE FROM cases_tally RETURNING procedure, state, unit_id, category_id, area_path, public, centre_id, count
)
INSERT INTO cases_tally (procedure, state, unit_id, category_id, area_path, public, centre_id, count)
SELECT procedure, state, unit_id, category_id, area_path, public, centre_id, sum(count) FROM taken
GROUP BY procedure, state, unit_id, category_id, area_path, public, centre_id HAVING sum(count) <> 0
"""


def fold_tallies() -> None:
    """Fold the counter's changes into one row for each combination; readers see the same sums before and after."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)


def reckon_provisional(now: datetime | None = None) -> int:
    """Reckon every running provisional due date again; those that moved are traced. Returns how many moved."""
    now = now or timezone.now()
    running = Clock.objects.filter(provisional=True, stopped_at__isnull=True).order_by("id")
    return sum(_reckon_case(case_id, now) for case_id in sorted(set(running.values_list("case_id", flat=True))))


@transaction.atomic
def _reckon_case(case_id: int, now: datetime) -> int:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    running = clocks.running_of(case)
    before = {clock.pk: clock.due_at for clock in running}
    for clock in running:
        clocks.reckon(clock)
    clocks.save(case, running, [])
    clocks.show_on(case, running)
    case.save(update_fields=["due_at", "warn_at", "order_at"])
    moved = [
        {"limit": clock.limit, "from": before[clock.pk].isoformat(), "to": clock.due_at.isoformat()}
        for clock in running
        if clock.due_at != before[clock.pk]
    ]
    if moved:
        kind_of(case).actions["reckon_again"](case, by=SYSTEM, act=Act(at=now, facts={"moved": moved}))
    return bool(moved)
