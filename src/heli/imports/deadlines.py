"""Clocks of imported cases. The reckoning is that of ``heli.cases.clocks``, done once per hour of the calendar."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone

from heli.cases import clocks
from heli.cases.models import Clock
from heli.kernel.periods import Period
from heli.kernel.procedures import Limit
from heli.organizations.settings import district


def clock_of(limit: Limit, *, at: datetime, level: Period, now: datetime) -> Clock:
    """Return an unsaved clock of ``limit`` that began ``at``.

    Escalations that would have been due before ``now`` are passed over: an import wakes nobody about the past.
    """
    values, ladder = _reckoned(limit, at.replace(minute=0, second=0, microsecond=0), level)
    clock = Clock(**values)
    received = {**clock.trace[0], "detail": {"at": timezone.localtime(at).isoformat(timespec="seconds")}}
    clock.started_at, clock.trace = at, [received, *clock.trace[1:]]
    moments = [at + (clock.due_at - at) * share for share in ladder]
    clock.rung = sum(moment <= now for moment in moments)
    clock.next_rung_at = moments[clock.rung] if clock.rung < len(moments) else None
    return clock


@lru_cache(maxsize=8192)
def _reckoned(limit: Limit, hour: datetime, level: Period) -> tuple[dict[str, Any], tuple[float, ...]]:
    """Return a clock's values and the shares of it at which somebody is woken.

    Every start within one hour leads to the same dates: a limit counts from the next full hour or the next day.
    """
    clock = clocks.start(limit, at=hour, level=level)
    values = {name: value for name, value in vars(clock).items() if name not in ("_state", "id")}
    return values, () if limit.of_person else district().ladder


def forget() -> None:
    """Reckon anew: the calendar or the district's settings may have changed."""
    _reckoned.cache_clear()
