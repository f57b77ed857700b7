"""The clocks of a case: stored due dates, computed once and again whenever something moves them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from heli.cases.models import Case, Clock
from heli.kernel.periods import Interval, Period, Roll, Unit, compute
from heli.kernel.procedures import Limit, State, Step
from heli.organizations.calendar import work_calendar
from heli.organizations.settings import district


def reckon(clock: Clock) -> None:
    """Set the due dates and the trace of ``clock`` from its start, period, pauses and extensions."""
    due = compute(
        clock.started_at,
        period_of(clock),
        work_calendar(),
        zone=timezone.get_default_timezone(),
        roll=Roll(clock.roll),
        pauses=[Interval(_instant(start), end and _instant(end)) for start, end in clock.pauses],
        extensions=[Period(each["amount"], Unit(each["unit"])) for each in clock.extensions],
    )
    clock.due_at, clock.plain_due_at, clock.provisional = due.at, due.plain_at, due.provisional
    clock.trace = [
        {"kind": line.kind.value, "date": line.date and line.date.isoformat(), "detail": dict(line.detail)}
        for line in due.trace
    ]
    climb_from(clock)


def climb_from(clock: Clock) -> None:
    """Set when the next escalation of ``clock`` is due; a window climbs no ladder."""
    ladder = district().ladder
    if clock.window or clock.rung >= len(ladder):
        clock.next_rung_at = None
        return
    clock.next_rung_at = clock.started_at + (clock.due_at - clock.started_at) * ladder[clock.rung]


def start(limit: Limit, period: Period, *, at: datetime) -> Clock:
    """Return an unsaved clock of ``limit`` that begins ``at`` and lasts ``period``."""
    clock = Clock(
        limit=limit.name,
        amount=period.amount,
        unit=period.unit.value,
        roll=limit.roll.value,
        basis=str(limit.basis),
        main=limit.main,
        window=limit.is_window,
        started_at=at,
    )
    reckon(clock)
    return clock


def pause(clock: Clock, *, at: datetime) -> None:
    """Make ``clock`` stand still from ``at`` on."""
    clock.paused_at = at
    clock.pauses = [*clock.pauses, [at.isoformat(), None]]


def resume(clock: Clock, *, at: datetime) -> None:
    """Let a paused ``clock`` go on ``at``; every later date moves by the pause."""
    clock.pauses = [*clock.pauses[:-1], [clock.pauses[-1][0], at.isoformat()]]
    clock.paused_at = None
    reckon(clock)


def stop(clock: Clock, *, at: datetime) -> None:
    """End ``clock``; whether it was met is read from its dates."""
    if clock.paused_at:
        resume(clock, at=at)
    clock.stopped_at = at


def extend(clock: Clock, by: Period, *, at: datetime, reason: str, actor: str) -> None:
    """Lengthen ``clock`` by a further period and keep who allowed it and why."""
    granted = {"amount": by.amount, "unit": by.unit.value, "reason": reason, "by": actor, "at": at.isoformat()}
    clock.extensions = [*clock.extensions, granted]
    reckon(clock)


def turn(
    running: Iterable[Clock],
    step: Step,
    target: State,
    *,
    at: datetime,
    length: Callable[[Limit], Period | None],
    begins: Mapping[str, datetime],
) -> tuple[list[Clock], list[Clock]]:
    """Stop, pause, resume and start clocks for a case that enters ``target``.

    ``length`` says how long a limit that starts now lasts; None where nobody asks for it. ``begins`` lets limits, by
    their names, count from another instant than ``at``: when a letter came or a paper was served, or earlier so that
    a detour costs the person no time. A window that runs and is named there begins anew. Returns the clocks that
    changed and those that are new, both unsaved.
    """
    changed: list[Clock] = []
    kept: set[str] = set()
    runs, pauses = {limit.name for limit in target.runs}, {limit.name for limit in target.pauses}
    anew = {limit.name for limit in (*step.restarts, *step.ends)}
    for clock in running:
        if clock.limit in anew or clock.limit not in runs | pauses or (clock.window and clock.limit in begins):
            stop(clock, at=at)
        elif clock.limit in pauses and not clock.paused_at:
            pause(clock, at=at)
        elif clock.limit in runs and clock.paused_at:
            resume(clock, at=at)
        else:
            kept.add(clock.limit)
            continue
        changed.append(clock)
        if not clock.stopped_at:
            kept.add(clock.limit)
    begin = [limit for limit in target.runs if limit.name not in kept and limit not in step.ends]
    return changed, [
        start(limit, period, at=begins.get(limit.name, at)) for limit in begin if (period := length(limit))
    ]


def show_on(case: Case, clocks: Iterable[Clock]) -> None:
    """Copy to the case, where lists and counts read them, the dates of the limit that waits for an act.

    The main limit goes before other limits of the office; while only windows are open there is no due date.
    """
    running = [clock for clock in clocks if not clock.stopped_at and not clock.paused_at]
    running.sort(key=lambda clock: (clock.window, not clock.main, clock.due_at))
    first = running[0] if running else None
    office = first if first and not first.window else None
    case.due_at = office.due_at if office else None
    case.warn_at = warning_of(office) if office else None
    case.order_at = case.closed_at or (first.due_at if first else case.opened_at)


def warning_of(clock: Clock) -> datetime:
    """Return from when the lamp is yellow: a set share of the time, and never after the date before rolling."""
    share: timedelta = (clock.due_at - clock.started_at) * district().warn_fraction
    return min(clock.started_at + share, clock.plain_due_at)


def running_of(case: Case) -> list[Clock]:
    """Return the clocks of ``case`` that have not stopped; one statement."""
    return list(Clock.objects.filter(case=case, stopped_at__isnull=True).order_by("id"))


FIELDS = (
    "due_at", "plain_due_at", "provisional", "trace", "pauses", "extensions",
    "paused_at", "stopped_at", "rung", "next_rung_at",
)  # fmt: skip


def save(case: Case, changed: list[Clock], new: list[Clock]) -> None:
    """Write clocks: at most one update and one insert."""
    if len(changed) == 1:
        changed[0].save(update_fields=FIELDS)
    elif changed:
        # Their rows are there, so each conflicts and is updated; Django's own update of many costs several times as
        # much to put together.
        Clock.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=FIELDS)
    for clock in new:
        clock.case = case
    if new:
        Clock.objects.bulk_create(new)


def level_of(case: Case) -> Period:
    """Return the service level under which ``case`` runs: its last main clock's, whatever the category says now."""
    clock = Clock.objects.filter(case=case, main=True).order_by("id").last()
    if clock is None:
        msg = f"case {case.reference} has no main clock"
        raise ValueError(msg)
    return period_of(clock)


def period_of(clock: Clock) -> Period:
    """Return the period of ``clock`` without its extensions."""
    return Period(clock.amount, Unit(clock.unit))


def recorded(clocks: Iterable[Clock]) -> list[dict[str, Any]]:
    """Return what the audit record keeps of clocks that changed or began."""
    return [
        {
            "limit": clock.limit,
            "due": clock.due_at.isoformat(),
            "paused": bool(clock.paused_at),
            "stopped": bool(clock.stopped_at),
        }
        for clock in clocks
    ]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
