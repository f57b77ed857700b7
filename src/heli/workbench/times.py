"""The time limits of a case as its page shows them: how each stands, why this date, what moved it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heli.cases.clocks import warning_of
from heli.cases.explaining import explain, period_text
from heli.cases.kinds import Kind
from heli.cases.models import Clock


@dataclass(frozen=True)
class Time:
    """One time limit."""

    label: str
    basis: str
    period: str
    clock: Clock
    warn_at: datetime
    why: list[str]
    pauses: list[dict[str, datetime | None]]
    extensions: list[dict[str, Any]]

    @property
    def running(self) -> bool:
        """Whether it still counts or stands still, and so matters now."""
        return self.clock.stopped_at is None


def times(kind: Kind, clocks: list[Clock]) -> list[Time]:
    """Return the limits: those that run first, the main one on top."""
    found = [time_of(kind, clock) for clock in clocks]
    return sorted(found, key=lambda each: (not each.running, not each.clock.main, -each.clock.started_at.timestamp()))


def time_of(kind: Kind, clock: Clock) -> Time:
    """Return ``clock`` as the page shows it."""
    limit = kind.procedure.limit(clock.limit)
    return Time(
        label=str(limit.label),
        basis=str(limit.basis or clock.basis),
        period=period_text(clock.amount, clock.unit),
        clock=clock,
        warn_at=warning_of(clock),
        why=explain(clock),
        pauses=[{"since": _moment(since), "until": _moment(until)} for since, until in clock.pauses],
        extensions=[
            {"period": period_text(each["amount"], each["unit"]), "reason": each["reason"], "at": _moment(each["at"])}
            for each in clock.extensions
        ],
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
