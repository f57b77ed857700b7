"""The queue of a day: numbers, check-in, calling, and leaving. One window calls one visitor at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import SYSTEM, Actor
from heli.access.context import acting_as
from heli.audit.record import write
from heli.kernel.decisions import Denied
from heli.kernel.references import new_reference
from heli.reception.known import known, may_serve, works_at
from heli.reception.models import (
    AT_WINDOW,
    Appointment,
    Booking,
    Centre,
    Outcome,
    ReceptionDay,
    Service,
    Standing,
    Ticket,
    Window,
)
from heli.reception.slots import NO_NEEDS, Needs
from heli.reception.turns import IN_A_ROW, Waiting, choose, place

_NEXT = """
    INSERT INTO reception_series (service_id, day, last) VALUES (%s, %s, 1)
    ON CONFLICT (service_id, day) DO UPDATE SET last = reception_series.last + 1 RETURNING last
"""


def not_yours() -> Denied:
    """Return the refusal of a window at which the actor does not work."""
    return Denied(_("You do not work at this window."))


def take_number(
    service: Service, *, by: Actor, needs: Needs = NO_NEEDS, reception_day: ReceptionDay | None = None
) -> Ticket | Denied:
    """Give a visitor without an appointment the next number of ``service``."""
    centre = known().centres.get(service.centre_id)
    if centre is None or not works_at(by, centre):
        return not_yours()
    now = timezone.now()
    with acting_as(by), transaction.atomic():
        ticket = _ticket(service, now, needs, reception_day=reception_day, arrived_at=now, order_at=now)
        ticket.save(force_insert=True)
        note(ticket, "visit.arrived", now, by)
        return ticket


def check_in(appointment: Appointment, *, by: Actor) -> Ticket | Denied:
    """Let the visitor of an appointment of today into the queue; a second time returns the same number."""
    centre = known().centres.get(appointment.centre_id)
    if centre is None or not works_at(by, centre):
        return not_yours()
    now = timezone.now()
    with acting_as(by), transaction.atomic():
        row = Appointment.objects.select_for_update(of=("self",)).select_related("service").get(pk=appointment.pk)
        if row.state in (Booking.ARRIVED, Booking.DONE):
            return Ticket.objects.select_related("service").get(appointment=row)
        if row.state != Booking.BOOKED:
            return Denied(_("This appointment does not hold: %(state)s.") % {"state": row.get_state_display()})
        if timezone.localdate(row.span.lower) != timezone.localdate(now):
            return Denied(_("This appointment is for another day."))
        if row.seat:
            return Denied(_("This is a seat for a listener: the visitor goes in without a number."))
        return _checked_in(row, centre, now, by)


def _checked_in(row: Appointment, centre: Centre, now: datetime, by: Actor) -> Ticket:
    order_at, _in_time = place(row.span.lower, now, timedelta(minutes=centre.late_minutes))
    needs = Needs(accessible=row.accessible, interpreter=row.interpreter)
    ticket = _ticket(row.service, now, needs, reception_day=row.reception_day, arrived_at=now, order_at=order_at)
    ticket.appointment, ticket.visitor_id = row, row.visitor_id
    ticket.save(force_insert=True)
    row.state = Booking.ARRIVED
    row.save(update_fields=["state"])
    note(ticket, "visit.arrived", now, by, appointment=row.reference)
    return ticket


def _ticket(
    service: Service,
    now: datetime,
    needs: Needs,
    *,
    reception_day: ReceptionDay | None,
    arrived_at: datetime,
    order_at: datetime,
) -> Ticket:
    day = timezone.localdate(now)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [service.pk, day])
        number = cursor.fetchone()[0]
    return Ticket(
        reference=new_reference(),
        centre_id=service.centre_id,
        day=day,
        service=service,
        number=number,
        reception_day=reception_day,
        accessible=needs.accessible,
        interpreter=needs.interpreter,
        arrived_at=arrived_at,
        order_at=order_at,
    )


def note(ticket: Ticket, verb: str, at: datetime, by: Actor, **more: object) -> None:
    """Write into the chain of the visit what happened; in the transaction of it."""
    data = {"number": ticket.label, "window": ticket.window_id, **more}
    write(ticket.reference, verb, at=at, actor=by.key, data=data)


def waiting_for(window: Window, tickets: Iterable[Ticket]) -> list[Ticket]:
    """Return those of the waiting ``tickets`` whom ``window`` may call: its services, and what each visitor needs.

    A room for leaders calls the visitors of the day that is held there, and nobody else does.
    """
    return [each for each in tickets if _may_call(window, each)]


def _may_call(window: Window, ticket: Ticket) -> bool:
    if ticket.reception_day is not None or window.for_leaders:
        return ticket.reception_day is not None and ticket.reception_day.window_id == window.pk
    windows = known().windows_for(ticket.service, accessible=ticket.accessible, interpreter=ticket.interpreter)
    return any(each.pk == window.pk for each in windows)


def waiting_today(centre_id: int, now: datetime) -> list[Ticket]:
    """Return who waits at a centre today, in the order of their places; one statement."""
    rows = Ticket.objects.filter(centre=centre_id, day=timezone.localdate(now), state=Standing.WAITING)
    return list(rows.select_related("service", "reception_day").order_by("order_at", "pk"))


def at_window(window: Window) -> Ticket | None:
    """Return who is called to ``window`` or stands there."""
    rows = Ticket.objects.filter(window=window, state__in=AT_WINDOW)
    return rows.select_related("service", "reception_day", "centre", "window").first()


def call_next(window: Window, *, by: Actor) -> Ticket | Denied | None:
    """Call whose turn it is to ``window``; None where nobody waits whom it may call."""
    if not may_serve(by, window) or by.user_id is None:
        return not_yours()
    now = timezone.now()
    with acting_as(by), transaction.atomic():
        # One after the other at a centre, so that two windows never call the same visitor.
        Centre.objects.select_for_update(no_key=True).get(pk=window.centre_id)
        if at_window(window) is not None:
            return Denied(_("There is somebody at this window. Say first what came of the visit."))
        tickets = {each.pk: each for each in waiting_for(window, waiting_today(window.centre_id, now))}
        queue = [Waiting(each.pk, each.order_at, _appointed(each)) for each in tickets.values()]
        chosen = choose(queue, _before(window, now), now)
        if chosen is None:
            return None
        ticket = tickets[chosen.key]
        ticket.state, ticket.window, ticket.clerk_id, ticket.called_at = Standing.CALLED, window, by.user_id, now
        ticket.calls = 1
        ticket.save(update_fields=["state", "window", "clerk", "called_at", "calls"])
        note(ticket, "visit.called", now, by)
        return ticket


def _appointed(ticket: Ticket) -> bool:
    """Whether the ticket has the place of an appointment; one who came too late has that of their coming."""
    return ticket.appointment_id is not None and ticket.order_at != ticket.arrived_at


def _before(window: Window, now: datetime) -> list[bool]:
    """Return of the last ones called at ``window`` today whether they had an appointment, the newest first."""
    rows = Ticket.objects.filter(window=window, day=timezone.localdate(now), called_at__isnull=False)
    return [_appointed(each) for each in rows.order_by("-called_at", "-pk")[:IN_A_ROW]]


def call_again(ticket: Ticket, *, by: Actor) -> Ticket | Denied:
    """Call once more whoever has been called and has not come."""
    return _changed(ticket, (Standing.CALLED,), "visit.called", by, called_at=timezone.now(), calls=ticket.calls + 1)


def begin(ticket: Ticket, *, by: Actor) -> Ticket | Denied:
    """Note that the visitor stands at the window."""
    now = timezone.now()
    return _changed(ticket, (Standing.CALLED,), "visit.began", by, state=Standing.SERVING, began_at=now)


def leave(ticket: Ticket, *, by: Actor) -> Ticket | Denied:
    """Note that whoever waited, or was called, has gone without being received."""
    states = (Standing.WAITING, Standing.CALLED)
    now = timezone.now()
    return _changed(ticket, states, "visit.left", by, state=Standing.LEFT, outcome=Outcome.LEFT, ended_at=now)


def _changed(ticket: Ticket, states: Sequence[str], verb: str, by: Actor, **changes: object) -> Ticket | Denied:
    with acting_as(by), transaction.atomic():
        row = locked(ticket)
        if not _may_touch(row, by):
            return not_yours()
        if row.state not in states:
            return moved_on()
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(update_fields=[*changes])
        note(row, verb, timezone.now(), by)
        return row


def moved_on() -> Denied:
    """Return the refusal of an act on a visit that somebody has taken further."""
    return Denied(_("This visit has moved on since you opened it. Nothing was changed."))


def locked(ticket: Ticket) -> Ticket:
    """Return the ticket as it is now, locked."""
    rows = Ticket.objects.select_for_update(of=("self",))
    return rows.select_related("service", "window", "reception_day", "centre", "appointment").get(pk=ticket.pk)


def _may_touch(ticket: Ticket, by: Actor) -> bool:
    if by.is_system:
        return True
    return may_serve(by, ticket.window) if ticket.window else works_at(by, ticket.centre)


def end_of_day(now: datetime | None = None) -> None:
    """Note of whoever still waits, or was called and did not come, when their day is over that they have left.

    Whoever stands at a window stays there until somebody has said what came of the visit.
    """
    now = now or timezone.now()
    rows = Ticket.objects.filter(day__lt=timezone.localdate(now), state__in=(Standing.WAITING, Standing.CALLED))
    for ticket in rows:
        leave(ticket, by=SYSTEM)
