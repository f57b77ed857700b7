"""Short words for the tests of time limits."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from heli.kernel.calendar import load_facts
from heli.kernel.periods import Due, Interval, Period, Roll, compute

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = load_facts()


def local(text: str) -> datetime:
    """A moment in Shanghai; without a time, nine in the morning."""
    return datetime.fromisoformat(text if len(text) > len("2026-01-01") else f"{text} 09:00").replace(tzinfo=ZONE)


def pause(start: str, end: str | None = None) -> Interval:
    return Interval(local(start), local(end) if end else None)


def reckon(
    start: str,
    period: Period,
    *,
    roll: Roll = Roll.FORWARD,
    pauses: Sequence[Interval] = (),
    extensions: Sequence[Period] = (),
) -> Due:
    return compute(local(start), period, CALENDAR, zone=ZONE, roll=roll, pauses=pauses, extensions=extensions)
