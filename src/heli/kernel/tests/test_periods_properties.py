"""What holds for every start, period, pause and way of rolling."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from heli.kernel.periods import (
    Due,
    Interval,
    Period,
    Roll,
    Unit,
    compute,
    days,
    hours,
    working_days,
)
from heli.kernel.tests.reckoning import CALENDAR, ZONE

slowly = settings(deadline=None, max_examples=60)
moments = st.datetimes(datetime(2007, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
spans = st.timedeltas(timedelta(), timedelta(days=40))
small = st.builds(Period, st.integers(0, 40), st.sampled_from(Unit))
even = st.builds(Period, st.integers(0, 40), st.sampled_from([Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS]))
rolls = st.sampled_from(Roll)


@st.composite
def paused_start(draw: st.DrawFn) -> tuple[datetime, list[Interval]]:
    start = draw(moments)
    pauses = []
    for offset, length in draw(st.lists(st.tuples(spans, spans), max_size=3)):
        begin = start - timedelta(days=5) + offset
        pauses.append(Interval(begin, begin + length))
    return start, pauses


def due(
    start: datetime,
    period: Period,
    roll: Roll = Roll.FORWARD,
    pauses: Sequence[Interval] = (),
    extensions: Sequence[Period] = (),
) -> Due:
    return compute(start, period, CALENDAR, zone=ZONE, roll=roll, pauses=pauses, extensions=extensions)


@slowly
@given(paused_start(), small, rolls)
def test_more_is_never_sooner(begun: tuple[datetime, list[Interval]], period: Period, roll: Roll) -> None:
    start, pauses = begun
    longer = Period(period.amount + 1, period.unit)
    assert due(start, period, roll, pauses).at <= due(start, longer, roll, pauses).at
    assert due(start, period, roll, pauses).plain_at < due(start, longer, roll, pauses).plain_at


@slowly
@given(moments, spans, small, rolls)
def test_later_start_is_never_due_sooner(start: datetime, later: timedelta, period: Period, roll: Roll) -> None:
    assert due(start, period, roll).at <= due(start + later, period, roll).at


@slowly
@given(paused_start(), spans, even)
def test_later_start_among_pauses_is_never_due_sooner(
    begun: tuple[datetime, list[Interval]], later: timedelta, period: Period
) -> None:
    start, pauses = begun
    assert due(start, period, pauses=pauses).at <= due(start + later, period, pauses=pauses).at


@slowly
@given(paused_start(), small, rolls, st.lists(small, max_size=2))
def test_pausing_never_makes_it_sooner(
    begun: tuple[datetime, list[Interval]], period: Period, roll: Roll, more: list[Period]
) -> None:
    start, pauses = begun
    free = due(start, period, roll, extensions=more)
    for count in range(len(pauses)):
        paused = due(start, period, roll, pauses[: count + 1], more)
        assert free.at <= paused.at
        free = paused


@slowly
@given(paused_start(), small, rolls, st.lists(small, max_size=2))
def test_due_lies_after_the_start(
    begun: tuple[datetime, list[Interval]], period: Period, roll: Roll, more: list[Period]
) -> None:
    start, pauses = begun
    end = due(start, period, roll, pauses, more)
    assert start < end.at
    assert start < end.plain_at
    if roll is Roll.FORWARD:
        assert end.plain_at <= end.at


@slowly
@given(moments, st.integers(1, 40))
def test_working_days_one_at_a_time(start: datetime, amount: int) -> None:
    at_once = due(start, working_days(amount))
    assert due(start, working_days(1), extensions=[working_days(1)] * (amount - 1)).at == at_once.at
    day = start.astimezone(ZONE).date()
    for _ in range(amount):
        day = CALENDAR.next_working_day(day)
    assert at_once.last_day == day


@slowly
@given(paused_start(), even, st.integers(0, 20))
def test_extension_is_a_longer_period(begun: tuple[datetime, list[Interval]], period: Period, more: int) -> None:
    start, pauses = begun
    whole = Period(period.amount + more, period.unit)
    parts = due(start, period, pauses=pauses, extensions=[Period(more, period.unit)])
    assert parts.at == due(start, whole, pauses=pauses).at


@slowly
@given(moments, spans, spans, spans, st.sampled_from([days(20), working_days(15), hours(300)]))
def test_pause_in_two_parts_is_one_pause(
    start: datetime, wait: timedelta, first: timedelta, second: timedelta, period: Period
) -> None:
    begin = start + wait
    parts = [Interval(begin, begin + first), Interval(begin + first, begin + first + second)]
    whole = [Interval(begin, begin + first + second)]
    assert due(start, period, pauses=parts).at == due(start, period, pauses=whole).at


@slowly
@given(paused_start(), st.integers(0, 300))
def test_hours_are_exact(begun: tuple[datetime, list[Interval]], amount: int) -> None:
    """Minute by minute: between the first counted hour and the end, `amount` hours ran."""
    start, pauses = begun
    begin = start.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    end = due(start, hours(amount), pauses=pauses).at
    edges = sorted({begin, end, *(edge for each in pauses for edge in (each.start, each.end) if edge)})
    ran = timedelta()
    for left, right in pairwise(edges):
        inside = begin <= left and right <= end
        if inside and not any(each.start <= left and each.end and right <= each.end for each in pauses):
            ran += right - left
    assert ran == timedelta(hours=amount)
