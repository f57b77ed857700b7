"""Stretches of days that figures are drawn of, by their names in addresses, and what each is compared with.

A name moves with the calendar (``week``, ``last-month``, ``30-days``) or never does: those of closed periods
(``2026-06-10``, ``2026-W24``, ``2026-06``). Days are those of the district.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from heli.insight.periods import DAY, EARLIEST, Length, Period
from heli.organizations.days import midnight

USUAL = "30-days"
USUAL_DAYS = 30
#: The names that move with the calendar, with the length and whether the one before is meant.
MOVING: dict[str, tuple[Length | None, bool]] = {
    "day": (Length.DAY, False),
    "last-day": (Length.DAY, True),
    "week": (Length.WEEK, False),
    "last-week": (Length.WEEK, True),
    "month": (Length.MONTH, False),
    "last-month": (Length.MONTH, True),
    USUAL: (None, False),
}


@dataclass(frozen=True)
class Spans:
    """A stretch as instants, ends exclusive, and the one before it.

    While the stretch runs, the one before is cut where this one stands: a week until Wednesday noon is compared with
    the week before until its Wednesday noon.
    """

    since: datetime
    until: datetime
    earlier_since: datetime
    earlier_until: datetime

    @classmethod
    def alone(cls, since: datetime, until: datetime) -> "Spans":
        """Return a stretch that is compared with nothing."""
        return cls(since, until, since, since)


@dataclass(frozen=True)
class Stretch:
    """Local days from ``first`` to ``last``; the one before begins on ``earlier``. ``period``: that of the calendar."""

    first: date
    last: date
    earlier: date
    period: Period | None = None

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.last + DAY

    @property
    def name(self) -> str:
        """The name under which it never moves; the last thirty days have their moving one only."""
        return self.period.code if self.period else USUAL

    def running(self, now: datetime) -> bool:
        """Whether it has not ended at ``now``."""
        return now < midnight(self.end)

    def spans(self, now: datetime) -> Spans:
        """Return the instants of the stretch and of the one before it, as far as they can be compared at ``now``."""
        since, earlier = midnight(self.first), midnight(self.earlier)
        until = max(since, min(now, midnight(self.end)))
        cut = min(earlier + (until - since), since) if self.running(now) else since
        return Spans(since, until, earlier, cut)


def stretch(name: str, now: datetime) -> Stretch:
    """Return the stretch called ``name`` as seen at ``now``; ValueError when there is none."""
    today = timezone.localdate(now)
    if name not in MOVING:
        return _of(_fixed(name))
    length, earlier = MOVING[name]
    if length is None:
        first = today - timedelta(days=USUAL_DAYS - 1)
        return Stretch(first, today, first - timedelta(days=USUAL_DAYS))
    period = Period.of(length, today)
    return _of(period.before if earlier else period)


def is_stretch(name: str, now: datetime) -> bool:
    """Whether ``name`` is that of a stretch that has begun."""
    try:
        found = stretch(name, now)
        return found.first >= EARLIEST and midnight(found.first) <= now
    except (ValueError, OverflowError):
        return False


def _of(period: Period) -> Stretch:
    return Stretch(period.first, period.last, period.before.first, period)


def _fixed(name: str) -> Period:
    for length in Length:
        try:
            return Period.read(length, name)
        except ValueError:
            continue
    raise ValueError(name)
