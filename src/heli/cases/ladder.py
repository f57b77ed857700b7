"""What happens because time passes: reminders up the ladder, and steps that the system takes when a limit has ended.

Due instants are stored with each clock, so a pass looks only at what is due, the oldest first, whatever its age and
whether or not anybody is assigned.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.roles import Role
from heli.cases import clocks
from heli.cases.acts import Act
from heli.cases.kinds import kind_of, kinds
from heli.cases.models import Case, Clock, Event
from heli.cases.telling import addressees, both, values_of
from heli.kernel.periods import within_service_hours
from heli.kernel.procedures import Limit
from heli.notices.models import Channel, Delivery, Notice
from heli.notices.writing import post
from heli.organizations.calendar import work_calendar
from heli.organizations.settings import district

BATCH = 200
log = logging.getLogger(__name__)


def in_service_hours(now: datetime) -> bool:
    """Whether reminders may go out at ``now``."""
    zone = timezone.get_default_timezone()
    return within_service_hours(now, work_calendar(), district().hours, zone)


def climb(now: datetime | None = None) -> int:
    """Take every escalation that is due and return how many were taken; none outside service hours."""
    now = now or timezone.now()
    if not in_service_hours(now):
        return 0
    taken, failed = 0, set[int]()
    while due := _due_rungs(now, failed):
        for pk in due:
            try:
                taken += _climb_one(pk, now)
            except Exception:  # one case that fails must not keep the others from being reminded of
                log.exception("clock %s: the escalation failed", pk)
                failed.add(pk)
    return taken


def _due_rungs(now: datetime, failed: set[int]) -> list[int]:
    waiting = Clock.objects.filter(next_rung_at__lte=now, stopped_at__isnull=True, paused_at__isnull=True)
    return list(waiting.exclude(pk__in=failed).order_by("next_rung_at", "id").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _climb_one(pk: int, now: datetime) -> int:
    """Escalate one clock under the case's lock; 0 when somebody else moved it meanwhile."""
    case_id = Clock.objects.values_list("case_id", flat=True).get(pk=pk)
    case = Case.objects.select_for_update(of=("self",)).select_related("category", "contact").get(pk=case_id)
    clock = Clock.objects.get(pk=pk)
    if clock.stopped_at or clock.paused_at or not clock.next_rung_at or clock.next_rung_at > now:
        return 0
    kind = kind_of(case)
    limit = kind.procedure.limit(clock.limit)
    rise = rise_of(clock, limit, now)
    clock.save(update_fields=["rung", "next_rung_at"])
    outcome = kind.actions["escalate"](case, by=SYSTEM, act=Act(at=now, facts=rise.facts))
    if isinstance(outcome, Event):
        post(reminders(case, rise, outcome))
    return 1


@dataclass(frozen=True)
class Rise:
    """One escalation: of which limit, how much of its time has passed, and which roles are told."""

    limit: Limit
    percent: int
    roles: tuple[Role, ...]

    @property
    def facts(self) -> dict[str, Any]:
        """What the history keeps of it."""
        return {"limit": self.limit.name, "percent": self.percent, "told": [str(role) for role in self.roles]}


def rise_of(clock: Clock, limit: Limit, now: datetime) -> Rise:
    """Move ``clock`` up to the rung reached by ``now``, in memory, and return the escalation."""
    reached = _reached(clock, now)
    roles = tuple(Role(str(role)) for role in limit.ladder[clock.rung : reached])
    clock.rung = reached
    clocks.climb_from(clock)
    return Rise(limit, _percent(clock, now), roles)


def _reached(clock: Clock, now: datetime) -> int:
    """How many rungs have been reached by ``now``; after a standstill several are taken at once."""
    length = clock.due_at - clock.started_at
    return sum(now >= clock.started_at + length * fraction for fraction in district().ladder)


def _percent(clock: Clock, now: datetime) -> int:
    return int(100 * (now - clock.started_at) / (clock.due_at - clock.started_at))


def reminders(case: Case, rise: Rise, event: Event) -> list[Notice]:
    """Return a notice in the inbox and by e-mail for each role, once for each addressee."""
    values = {**values_of(case), "limit": both(rise.limit.label), "percent": rise.percent}
    found: dict[str, Notice] = {}
    for role in rise.roles:
        for address in addressees(case, role):
            for channel, state in ((Channel.INBOX, Delivery.SENT), (Channel.EMAIL, Delivery.PENDING)):
                place = {**address, "channel": channel, "state": state}
                name = "-".join(str(place.get(part, "")) for part in ("to_user_id", "to_unit_id", "to_duty"))
                key = f"{event.pk}.rung.{name}.{channel}"
                found[key] = Notice(
                    key=key,
                    reference=case.reference,
                    kind=f"{case.procedure}.escalate.escalation",
                    values=values,
                    created_at=event.at,
                    **place,
                )
    return list(found.values())


def take_ended(now: datetime | None = None) -> int:
    """Take the steps that follow when a limit has ended without an act, and return how many were taken."""
    now = now or timezone.now()
    return sum(
        _take(kind.procedure.code, step.name, step.after, now)
        for kind in kinds()
        for step in kind.procedure.steps()
        if step.after
    )


def _take(procedure: str, step: str, limit: Limit, now: datetime) -> int:
    ended = Clock.objects.filter(
        limit=limit.name, due_at__lte=now, stopped_at__isnull=True, case__procedure=procedure
    ).order_by("due_at", "id")
    taken = 0
    # All of them, not a first batch: those that cannot be taken would stand before the others for good.
    for pk in list(ended.values_list("pk", flat=True)):
        clock = Clock.objects.select_related("case").get(pk=pk)
        try:
            taken += bool(kind_of(clock.case).actions[step](clock.case, by=SYSTEM, act=Act(at=now)))
        except Exception:
            log.exception("clock %s: %s failed", pk, step)
    return taken
