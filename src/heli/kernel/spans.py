"""The words in which time limits are stated, and the answer to "due when?"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"  # natural days: every day counts
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Period:
    """So many of a unit. Zero ends with the day (or hour) in which it starts."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a period is not negative")

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.replace('_', ' ')}"


def hours(amount: int) -> Period:
    return Period(amount, Unit.HOURS)


def days(amount: int) -> Period:
    """Natural days."""
    return Period(amount, Unit.DAYS)


def working_days(amount: int) -> Period:
    return Period(amount, Unit.WORKING_DAYS)


def months(amount: int) -> Period:
    return Period(amount, Unit.MONTHS)


def years(amount: int) -> Period:
    return Period(amount, Unit.YEARS)


class Roll(StrEnum):
    """What happens when the last day is a day off."""

    FORWARD = "forward"  # it becomes the next working day (Civil Code, art. 203)
    BACK = "back"  # it becomes the working day before, as with wages
    NONE = "none"  # it stays


@dataclass(frozen=True, slots=True)
class Interval:
    """A time in which a clock stands still; no end means that it still does.

    Raises ValueError unless both moments are aware and in order.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        moments = (self.start,) if self.end is None else (self.start, self.end)
        if any(moment.tzinfo is None for moment in moments):
            raise ValueError("a pause needs moments with a time zone")
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause ends before it starts")


class TraceKind(StrEnum):
    """The sentences of "Why this date?"; each names the keys of its detail."""

    RECEIVED = "received"  # at
    PERIOD = "period"  # amount, unit
    START_DAY_OFF = "start_day_off"  # name: received on a day off, for working days
    FIRST_DAY_EXCLUDED = "first_day_excluded"
    FIRST_HOUR_EXCLUDED = "first_hour_excluded"  # at: when the first counted hour begins
    MAKE_UP_DAY = "make_up_day"  # name: a weekend day that counts
    DAYS_OFF_SKIPPED = "days_off_skipped"  # until, days, name (empty: weekend)
    NO_SUCH_DAY = "no_such_day"  # wanted: day of the month; the month's last day is taken
    PAUSED = "paused"  # until, and days: how many would have counted; for hours, seconds
    STILL_PAUSED = "still_paused"  # at: the clock has stood since then
    EXTENDED = "extended"  # amount, unit; the date is the new last day before rolling
    LAST_DAY_OFF = "last_day_off"  # name; the last day is a day off and stays
    ROLLED = "rolled"  # before, direction, name
    LAST_DAY = "last_day"  # at
    PROVISIONAL = "provisional"  # year: the notice that is not known yet


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One step of the reckoning. `detail` is plain JSON: names, amounts, and dates and local
    times in ISO form. The kinds say which keys to expect.
    """

    kind: TraceKind
    date: date | None
    detail: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """When a period ends, and how that came about.

    `at` and `plain_at` are the first instants *after* the period, in UTC: what happens at
    `at` is late. Warn on the plain ones, which are before rolling; call it a breach on
    the others. `paused` means that the clock stands still now: the dates are what they
    would be if it ran on at once, and can only become later.
    """

    at: datetime
    last_day: date
    plain_at: datetime
    plain_day: date
    provisional: bool
    paused: bool
    trace: tuple[TraceLine, ...]
