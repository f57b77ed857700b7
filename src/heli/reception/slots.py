"""Times that can be booked: what the hours of windows leave when holidays, closures and what is taken are gone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from django.utils import timezone

from heli.organizations.calendar import work_calendar
from heli.organizations.days import midnight
from heli.organizations.weekdays import Weekday, weekday_of
from heli.reception.known import Known, known
from heli.reception.models import (
    BY_TIMES,
    TAKING,
    Appointment,
    Booking,
    Centre,
    Opening,
    ReceptionDay,
    Service,
    Window,
)

Span = tuple[datetime, datetime]
DAY = timedelta(days=1)
#: Days of windows whose slots are kept in memory, at most; then all are reckoned anew.
MOST_RECKONED = 4000
_T = TypeVar("_T", time, datetime)


@dataclass(frozen=True, order=True)
class Slot:
    """A time that is free: from ``begins`` until, not including, ``ends``, at the window with ``window_id``.

    ``seat`` is 0 but where a seat is booked for the whole of it.
    """

    begins: datetime
    ends: datetime
    window_id: int
    seat: int = 0


def hours_on(
    openings: Iterable[Opening], window: Window, day: date, weekday: Weekday | None
) -> list[tuple[time, time]]:
    """Return when ``window`` is open on ``day``; hours of its own take the place of those of the centre.

    Hours that touch or overlap are one stretch.
    """
    rows = [
        each
        for each in openings
        if each.weekday == weekday and each.since <= day and (each.until is None or day < each.until)
    ]
    own = [each for each in rows if each.window_id == window.pk]
    general = [each for each in rows if each.window_id is None and each.centre_id == window.centre_id]
    return joined((each.opens, each.closes) for each in own or general)


def joined(stretches: Iterable[tuple[_T, _T]]) -> list[tuple[_T, _T]]:
    """Return ``stretches`` in order, those that touch or overlap as one."""
    found: list[tuple[_T, _T]] = []
    for opens, closes in sorted(stretches):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(closes, found[-1][1]))
        else:
            found.append((opens, closes))
    return found


def cut(span: Span, minutes: int) -> Iterator[Span]:
    """Yield the whole slots of ``minutes`` in ``span``, one after the other from its beginning."""
    length, begin = timedelta(minutes=minutes), span[0]
    while begin + length <= span[1]:
        yield begin, begin + length
        begin += length


def free(
    spans: Mapping[int, Iterable[Span]], minutes: int, taken: Mapping[int, Iterable[Span]], earliest: datetime
) -> list[Slot]:
    """Return the slots of ``minutes`` in the open ``spans`` of windows that nothing ``taken`` overlaps.

    None begins before ``earliest``.
    """
    slots = {
        window: sorted(Slot(*each, window) for stretch in stretches for each in cut(stretch, minutes))
        for window, stretches in spans.items()
    }
    return not_taken(slots, taken, earliest)


def not_taken(
    slots: Mapping[int, Iterable[Slot]], taken: Mapping[int, Iterable[Span]], earliest: datetime
) -> list[Slot]:
    """Return those of the ``slots`` of windows, each in order, that nothing ``taken`` overlaps, all in order.

    None begins before ``earliest``.
    """
    found: list[Slot] = []
    for window, each in slots.items():
        found += _between(each, joined(taken.get(window, ())), earliest)
    return sorted(found, key=_place)


def _between(slots: Iterable[Slot], taken: list[Span], earliest: datetime) -> Iterator[Slot]:
    """Yield the ``slots`` that fit between stretches ``taken``; both are in order, so that each is looked at once."""
    at = 0
    for slot in slots:
        while at < len(taken) and taken[at][1] <= slot.begins:
            at += 1
        if slot.begins >= earliest and (at == len(taken) or slot.ends <= taken[at][0]):
            yield slot


def _place(slot: Slot) -> tuple[datetime, int]:
    return slot.begins, slot.window_id


def instant(day: date, at: time) -> datetime:
    """Return the instant at which the district's clocks show ``at`` on ``day``."""
    return datetime.combine(day, at, tzinfo=timezone.get_default_timezone())


def open_spans(window: Window, day: date, *, of: Known | None = None) -> list[Span]:
    """Return the stretches of ``day`` in which ``window`` is open."""
    of = of or known()
    if (window.centre_id, day) in of.closures:
        return []
    hours = hours_on(of.openings, window, day, weekday_of(day, work_calendar()))
    return [(instant(day, opens), instant(day, closes)) for opens, closes in hours]


def slots_of(window: Window, minutes: int, day: date, *, of: Known) -> tuple[Slot, ...]:
    """Return all slots of ``minutes`` at ``window`` on ``day``, taken or not, in order; reckoned once and kept."""
    key = (window.pk, minutes, day)
    found = of.reckoned.get(key)
    if found is None:
        spans = [(opens.astimezone(UTC), closes.astimezone(UTC)) for opens, closes in open_spans(window, day, of=of)]
        found = tuple(Slot(*each, window.pk) for span in spans for each in cut(span, minutes))
        if len(of.reckoned) >= MOST_RECKONED:
            of.reckoned.clear()
        of.reckoned[key] = found
    return found


def days_of(centre: Centre, now: datetime) -> list[date]:
    """Return the days for which times of ``centre`` are offered, today first."""
    today = timezone.localdate(now)
    return [today + number * DAY for number in range(centre.book_days + 1)]


def taken(windows: Iterable[int], begin: datetime, end: datetime, now: datetime) -> dict[int, list[Span]]:
    """Return what is taken at ``windows`` between two instants; holds that have run out are not. One statement."""
    rows = Appointment.objects.filter(window__in=list(windows), span__overlap=(begin, end), state__in=TAKING)
    rows = rows.exclude(state=Booking.HELD, held_until__lte=now)
    found: dict[int, list[Span]] = {}
    for window, span in rows.values_list("window_id", "span"):
        found.setdefault(window, []).append((span.lower, span.upper))
    return found


@dataclass(frozen=True)
class Needs:
    """What a visitor needs of a window; ``interpreter`` is a value of ``Tongue``, or empty."""

    accessible: bool = False
    interpreter: str = ""


NO_NEEDS = Needs()


def free_times(service: Service, needs: Needs, days: Iterable[date], now: datetime) -> list[Slot]:
    """Return what is free of ``service`` on ``days`` for somebody with ``needs``; one statement."""
    wanted = list(days)
    slots = offered(service, needs, wanted)
    if not slots:
        return []
    occupied = taken(slots, midnight(min(wanted)), midnight(max(wanted) + DAY), now)
    return not_taken(slots, occupied, earliest(known().centres[service.centre_id], service, needs, now))


def offered(service: Service, needs: Needs, days: Iterable[date]) -> dict[int, list[Slot]]:
    """Return the slots of ``service`` on ``days`` by the windows that suit ``needs``, taken or not; no statement."""
    of, wanted = known(), list(days)
    if not wanted or service.centre_id not in of.centres or not service.active:
        return {}
    windows = of.windows_for(service, accessible=needs.accessible, interpreter=needs.interpreter, bookable=True)
    return {
        each.pk: [slot for day in wanted for slot in slots_of(each, service.minutes, day, of=of)] for each in windows
    }


def free_at(service: Service, needs: Needs, begins: datetime, now: datetime) -> list[tuple[Slot, bool]]:
    """Return the slots of ``service`` that begin at one instant and are free, a window each; one statement.

    True with those where a time was kept and not booked in its minutes: it has to be given back before.
    """
    if not _in_reach(service, needs, begins, now):
        return []
    day = timezone.localdate(begins)
    every = [slot for each in offered(service, needs, [day]).values() for slot in each]
    slots = {slot.window_id: slot for slot in every if slot.begins == begins}
    end = begins + timedelta(minutes=service.minutes)
    rows = Appointment.objects.filter(window__in=list(slots), span__overlap=(begins, end), state__in=TAKING)
    kept = [
        (window, state == Booking.HELD and until is not None and until <= now)
        for window, state, until in rows.values_list("window_id", "state", "held_until")
    ]
    overdue, busy = ({window for window, late in kept if late == wanted} for wanted in (True, False))
    return [(slot, window in overdue) for window, slot in slots.items() if window not in busy]


def _in_reach(service: Service, needs: Needs, begins: datetime, now: datetime) -> bool:
    """Whether ``begins`` is neither sooner nor later than times of ``service`` are offered."""
    centre = known().centres.get(service.centre_id)
    if centre is None or begins < earliest(centre, service, needs, now):
        return False
    return begins < midnight(timezone.localdate(now) + (centre.book_days + 1) * DAY)


def earliest(centre: Centre, service: Service, needs: Needs, now: datetime) -> datetime:
    """Return from when times can be booked: later where an interpreter has to be ordered."""
    if known().must_order(service, needs.interpreter):
        return midnight(timezone.localdate(now) + centre.interpreter_days * DAY)
    return now + timedelta(minutes=centre.lead_minutes)


def day_times(day: ReceptionDay, now: datetime) -> list[Slot]:
    """Return what is free of a day that is published and neither held nor cancelled: times, or seats for all of it."""
    if day.window_id is None or day.published_at is None or day.cancelled_at or day.held_at:
        return []
    span = (instant(day.day, day.begins), instant(day.day, day.ends))
    earliest_begin = now + timedelta(minutes=day.centre.lead_minutes)
    if day.kind in BY_TIMES:
        return free({day.window_id: [span]}, day.minutes, taken([day.window_id], *span, now), earliest_begin)
    gone = seats_taken(day.window_id, span, now) if day.seats and span[0] >= earliest_begin else set()
    seats = range(1, day.seats + 1) if span[0] >= earliest_begin else ()
    return [Slot(*span, day.window_id, seat) for seat in seats if seat not in gone]


def seats_taken(window: int, span: Span, now: datetime) -> set[int]:
    """Return the seats at ``window`` that are taken in ``span``; holds that have run out are not. One statement."""
    rows = Appointment.objects.filter(window=window, span__overlap=span, state__in=TAKING)
    return set(rows.exclude(state=Booking.HELD, held_until__lte=now).values_list("seat", flat=True))
