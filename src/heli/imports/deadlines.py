"""Clocks of imported cases. The reckoning is that of ``heli.cases.clocks``, done once per day."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone

from heli.cases import clocks
from heli.cases.copying import Sheet
from heli.cases.models import Clock
from heli.kernel.periods import Period, Unit
from heli.kernel.procedures import Limit
from heli.organizations.settings import district


def clock_of(sheet: Sheet, limit: Limit, *, at: datetime, level: Period, now: datetime) -> Clock:
    """Return an unsaved clock of ``limit`` that began ``at``, for the ``sheet`` of clocks.

    Escalations that would have been due before ``now`` are passed over: an import wakes nobody about the past.
    """
    local = timezone.localtime(at)
    period = limit.period or level
    day = local.replace(hour=local.hour if period.unit is Unit.HOURS else 0, minute=0, second=0, microsecond=0)
    values, ladder = _reckoned(limit, day, level)
    clock: Clock = sheet.instance(**values)
    received = {**clock.trace[0], "detail": {"at": local.isoformat(timespec="seconds")}}
    clock.started_at, clock.trace = at, [received, *clock.trace[1:]]
    moments = [at + (clock.due_at - at) * share for share in ladder]
    clock.rung = sum(moment <= now for moment in moments)
    clock.next_rung_at = moments[clock.rung] if clock.rung < len(moments) else None
    return clock


@lru_cache(maxsize=8192)
def _reckoned(limit: Limit, begin: datetime, level: Period) -> tuple[dict[str, Any], tuple[float, ...]]:
    """Return a clock's values and the shares of it at which somebody is woken.

    Every start within one hour, or within one day, leads to the same dates: a limit in hours counts from the next
    full hour, any other from the next day.
    """
    clock = clocks.start(limit, limit.period or level, at=begin)
    values = {name: value for name, value in vars(clock).items() if name not in ("_state", "id")}
    return values, () if limit.is_window else district().ladder


def forget() -> None:
    """Reckon anew: the calendar or the district's settings may have changed."""
    _reckoned.cache_clear()
