"""When a time limit ends, counted as the law counts (Civil Code, arts. 200-204).

Start. The day in which something happens is not counted; hours run from the next full
hour (Civil Procedure Law, art. 85). What arrives on a day off has the next working day
as its first working day.

End. Months and years end on the day with the same number, or on the last day of a
shorter month. The last day runs to midnight. If it is a day off it rolls, except for
hours, which never roll.

Pauses. The day in which a pause begins still counts, the following ones up to and
including the day in which it ends do not: a pause is counted in days like a period.
Days and working days skip what was paused; months and years become longer by as many
days; hours stop and go on to the second. A last day is not rolled onto a paused day.
Pauses that touch or overlap count once.

Extensions go on from the last day before rolling, in the order given; only the final
day rolls. Hours added to days run from midnight, days added to hours from the next day;
if the last unit is hours, nothing rolls.

Provisional. A due date is provisional if a day that was looked at (each counted day for
working days; for the others the last day and those it rolled over) belongs to a year
whose holiday notice is not loaded, or to 28-31 December while the next year's is not.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from heli.kernel.calendar import WorkCalendar
from heli.kernel.counting import Count
from heli.kernel.service_hours import ServiceHours, next_service_instant, within_service_hours
from heli.kernel.spans import (
    Due,
    Interval,
    Period,
    Roll,
    TraceKind,
    TraceLine,
    Unit,
    days,
    hours,
    months,
    working_days,
    years,
)

__all__ = (
    "Due",
    "Interval",
    "Period",
    "Roll",
    "ServiceHours",
    "TraceKind",
    "TraceLine",
    "Unit",
    "WorkCalendar",
    "at_fraction",
    "compute",
    "days",
    "elapsed_fraction",
    "hours",
    "months",
    "next_service_instant",
    "within_service_hours",
    "working_days",
    "years",
)


def compute(
    start: datetime,
    period: Period,
    calendar: WorkCalendar,
    *,
    zone: ZoneInfo,
    roll: Roll = Roll.FORWARD,
    pauses: Sequence[Interval] = (),
    extensions: Sequence[Period] = (),
) -> Due:
    """When `period` from `start` ends, by the rules above and with every step traced.

    Raises ValueError for a naive `start`.
    """
    if start.tzinfo is None:
        raise ValueError("a period starts at a moment with a time zone")
    count = Count(start.astimezone(zone), calendar, pauses)
    count.begin(period)
    for extension in extensions:
        count.extend(extension)
    return count.due(roll)


def at_fraction(start: datetime, due_at: datetime, fraction: float) -> datetime:
    """The moment at which `fraction` (0 to 1, else ValueError) of the time has passed; UTC."""
    if not 0 <= fraction <= 1:
        raise ValueError("a fraction lies between 0 and 1")
    begin = start.astimezone(UTC)
    return begin + (due_at.astimezone(UTC) - begin) * fraction


def elapsed_fraction(start: datetime, due_at: datetime, now: datetime) -> float:
    """How much of the time has passed: 0 before `start`, above 1 after `due_at`."""
    begin, end, moment = (each.astimezone(UTC) for each in (start, due_at, now))
    if moment <= begin:
        return 0.0
    return (moment - begin) / (end - begin) if end > begin else 1.0
