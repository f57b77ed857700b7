"""Due dates reckoned once more from nothing but the history: they must be the stored ones."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from heli.cases import clocks
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Clock, Event
from heli.kernel.periods import Period, Unit
from heli.kernel.procedures import Limit, Step


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
        begins = _begins(case, event, stored[len(found) :], at)
        length = partial(_length, stored[len(found) :], event)
        _changed, new = clocks.turn(running, step, state, at=at, length=length, begins=begins)
        found += new
    return found


def _length(rest: list[Clock], event: Event, limit: Limit) -> Period | None:
    """A length that the procedure leaves open is read from the stored clock; that it was asked for, from the event."""
    if limit.on_demand and limit.name not in event.facts.get("lengths", ()):
        return None
    kept = (clocks.period_of(clock) for clock in rest if clock.limit == limit.name)
    return limit.period or next(kept, Period(1, Unit.DAYS))


def _begins(case: Case, event: Event, rest: list[Clock], at: datetime) -> dict[str, datetime]:
    """From when limits count where the history says so.

    Where it does not, a main clock may count from the day of the report; from nowhere else.
    """
    said = event.facts.get("begins", {})
    if said:
        return {name: datetime.fromisoformat(instant) for name, instant in said.items()}
    nearest = next((clock for clock in rest if clock.main), None)
    earlier = nearest is not None and nearest.started_at == case.opened_at != at
    return {nearest.limit: case.opened_at} if nearest and earlier else {}


def _extend(running: list[Clock], step: Step, event: Event) -> None:
    """Extensions count in the unit that the event names, else in that of the limit (a month may get days more)."""
    amount, unit = event.facts.get("amount"), event.facts.get("counted_in")
    if step.extends is None or not amount:
        return
    for clock in running:
        if clock.limit == step.extends.name:
            by = Period(amount, Unit(unit) if unit else clocks.period_of(clock).unit)
            clocks.extend(clock, by, at=event.at, reason=event.note, actor=event.actor)


def _compared(here: Clock, there: Clock) -> list[tuple[str, Any, Any]]:
    names = ("limit", "started_at", "due_at", "plain_due_at", "paused_at", "stopped_at")
    return [
        *((name, getattr(here, name), getattr(there, name)) for name in names),
        ("pauses", _instants(here.pauses), _instants(there.pauses)),
    ]


def _instants(pauses: list[list[str | None]]) -> list[list[datetime | None]]:
    return [[text and datetime.fromisoformat(text) for text in pair] for pair in pauses]  # type: ignore[misc]
