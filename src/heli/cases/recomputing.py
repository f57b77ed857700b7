"""Due dates reckoned once more from nothing but the history: they must be the stored ones."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from heli.cases import clocks
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock, Event
from heli.kernel.periods import Period, Unit
from heli.kernel.procedures import Step


def date_faults(case: Case) -> Iterator[str]:
    """Yield in words where a clock of ``case``, or the date that lists show, differs from what its events give."""
    stored = list(Clock.objects.filter(case=case).order_by("pk"))
    found = _replayed(case, stored)
    if len(found) != len(stored):
        yield f"{case.reference}: {len(stored)} clocks stored, {len(found)} by the events"
        return
    for here, there in zip(stored, found, strict=True):
        for name, one, other in _compared(here, there):
            if one != other:
                yield f"{case.reference} {here.limit}: {name} is {one}, by the events {other}"
    shown = Case(opened_at=case.opened_at, closed_at=case.closed_at)
    clocks.show_on(shown, [clock for clock in found if not clock.stopped_at])
    if shown.due_at != case.due_at:
        yield f"{case.reference}: due {case.due_at}, by the events {shown.due_at}"


def _replayed(case: Case, stored: list[Clock]) -> list[Clock]:
    """Return the clocks as the events make them; a service level is read from the stored clock, its dates are not."""
    procedure = kind_of(case).procedure
    found: list[Clock] = []
    for event in Event.objects.filter(case=case).order_by("pk"):
        step, state = procedure.step(event.step), procedure.state(event.to_state)
        running = [clock for clock in found if not clock.stopped_at]
        _extend(running, step, event)
        at = case.opened_at if step.opening else event.at
        level = _level(stored)
        since = _since(case, stored[len(found) :], at)
        _changed, new = clocks.turn(running, step, state, at=at, level=level, since=since)
        found += new
    return found


def _level(stored: list[Clock]) -> Period:
    return next((clocks.period_of(clock) for clock in stored if clock.main), Period(1, Unit.DAYS))


def _since(case: Case, rest: list[Clock], at: datetime) -> datetime | None:
    """A main clock may count from the day of the report, so that a detour costs nothing; from nowhere else."""
    nearest = next((clock for clock in rest if clock.main), None)
    return case.opened_at if nearest and nearest.started_at == case.opened_at != at else None


def _extend(running: list[Clock], step: Step, event: Event) -> None:
    amount = event.facts.get("amount")
    if step.extends is None or not amount:
        return
    for clock in running:
        if clock.limit == step.extends.name:
            by = Period(amount, clocks.period_of(clock).unit)
            clocks.extend(clock, by, at=event.at, reason=event.note, actor=event.actor)


def _compared(here: Clock, there: Clock) -> list[tuple[str, Any, Any]]:
    names = ("limit", "started_at", "due_at", "plain_due_at", "paused_at", "stopped_at")
    return [
        *((name, getattr(here, name), getattr(there, name)) for name in names),
        ("pauses", _instants(here.pauses), _instants(there.pauses)),
    ]


def _instants(pauses: list[list[str | None]]) -> list[list[datetime | None]]:
    return [[text and datetime.fromisoformat(text) for text in pair] for pair in pauses]  # type: ignore[misc]
