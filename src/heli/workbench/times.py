"""The time limits of a case as its page shows them: how each stands, why this date, what moved it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from heli.cases.clocks import warning_of
from heli.cases.explaining import explain, period_text
from heli.cases.families import limit_of
from heli.cases.kinds import Kind
from heli.cases.models import Clock


@dataclass(frozen=True)
class Part:
    """A part of the bar of a limit: what it is, where it begins and how wide it is, in hundredths of the bar."""

    name: str
    at: int
    width: int


def _part(name: str, since: datetime, until: datetime, start: datetime, whole: float) -> Part:
    at = round(100 * (since - start).total_seconds() / whole)
    return Part(name, at, max(1, round(100 * (until - start).total_seconds() / whole) - at))


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
    of_person: bool

    @property
    def bar(self) -> list[Part]:
        """The way from the start to the due date, or to now where that has passed, in parts of a hundred."""
        clock, now = self.clock, timezone.now()
        end = max(clock.due_at, clock.stopped_at or now)
        whole = (end - clock.started_at).total_seconds()
        if whole <= 0:
            return []
        spans = [("gone", clock.started_at, min(clock.stopped_at or now, end))]
        spans += [("pause", each["since"], each["until"] or now) for each in self.pauses if each["since"]]
        spans += [("late", clock.due_at, end)] if end > clock.due_at and not clock.window else []
        return [_part(name, since, until, clock.started_at, whole) for name, since, until in spans]

    @property
    def lapsed(self) -> bool:
        """Whether a window went by unused: a right has ended, and nobody is late."""
        return self.clock.window and not self.clock.paused_at and self.clock.due_at <= timezone.now()

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
    limit = limit_of(kind, clock.limit)
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
        of_person=limit.of_person,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
