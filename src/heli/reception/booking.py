"""Keeping, booking, moving and cancelling a time. The database alone decides who was first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.audit.record import write
from heli.kernel.decisions import Denied
from heli.kernel.references import new_reference
from heli.reception.codes import VISITOR
from heli.reception.known import known
from heli.reception.models import Appointment, Booking, ReceptionDay, Service, Visitor
from heli.reception.slots import NO_NEEDS, Needs, Slot, day_times, free_at


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A time somebody asks for: of a service, or of a leader's day, in which case the service is that of the day."""

    service: Service
    begins: datetime
    needs: Needs = NO_NEEDS
    reception_day: ReceptionDay | None = None
    language: str = "zh-hans"


@dataclass(frozen=True, kw_only=True)
class Details:
    """Who comes, and why."""

    name: str
    phone: str
    email: str = ""
    wish: str = ""


def taken_away() -> Denied:
    """Return the refusal of a time that somebody else has."""
    return Denied(_("This time has just been taken. Please choose another one."))


def hold(wish: Wish, *, key: UUID, instead_of: UUID | None = None) -> Appointment | Denied:
    """Keep the time that ``wish`` names while its form is filled in; the same ``key`` again keeps it once.

    ``instead_of`` is the key of a time that was kept before and is given back with it.
    """
    now = timezone.now()
    with transaction.atomic(savepoint=False):
        if instead_of and instead_of != key:
            Appointment.objects.filter(key=instead_of, state=Booking.HELD).update(
                state=Booking.LAPSED, held_until=None, ended_at=now
            )
        for slot, overdue in _in_turn(_slots(wish, now), key):
            if overdue:
                lapse(slot, now)
            found = _insert(wish, slot, key, now)
            if found is not None:
                return found
        return Appointment.objects.filter(key=key).first() or taken_away()


def _slots(wish: Wish, now: datetime) -> list[tuple[Slot, bool]]:
    """Return the free slots that begin when ``wish`` says, one for each window that would do; one statement.

    True with those where a time was kept and not booked in its minutes.
    """
    if wish.reception_day:
        slots = [each for each in day_times(wish.reception_day, now) if each.begins == wish.begins]
        return [(each, True) for each in slots]
    return free_at(wish.service, wish.needs, wish.begins, now)


def _in_turn(slots: list[tuple[Slot, bool]], key: UUID) -> Iterable[tuple[Slot, bool]]:
    """Begin at another window for each submission, so that people who ask at once do not all ask for the first."""
    first = key.int % len(slots) if slots else 0
    return [*slots[first:], *slots[:first]]


def lapse(slot: Slot, now: datetime) -> None:
    """Give back the times at the window of ``slot`` that were kept and not booked in time."""
    Appointment.objects.filter(
        window=slot.window_id,
        seat=slot.seat,
        span__overlap=(slot.begins, slot.ends),
        state=Booking.HELD,
        held_until__lte=now,
    ).update(state=Booking.LAPSED, ended_at=now)


def _insert(wish: Wish, slot: Slot, key: UUID, now: datetime) -> Appointment | None:
    """Write the row unless the time is taken, and return it; None where it is.

    ON CONFLICT DO NOTHING waits for whoever is first, and deadlocks with nobody.
    """
    centre = known().centres[wish.service.centre_id]
    row = Appointment(
        reference=new_reference(),
        key=key,
        centre_id=centre.pk,
        service=wish.service,
        window_id=slot.window_id,
        seat=slot.seat,
        reception_day=wish.reception_day,
        span=DateTimeTZRange(slot.begins, slot.ends),
        held_until=now + timedelta(minutes=centre.hold_minutes),
        accessible=wish.needs.accessible,
        interpreter=wish.needs.interpreter,
        language=wish.language,
        made_at=now,
    )
    Appointment.objects.bulk_create([row], ignore_conflicts=True)
    return Appointment.objects.filter(key=key).first()


def book(held: Appointment, details: Details) -> Appointment | Denied:
    """Book the time that ``held`` keeps. One that has run out is booked all the same while nobody else has it."""
    now = timezone.now()
    try:
        with acting_as(VISITOR, on=[held.reference]), transaction.atomic():
            takes_place = still_held(held.reception_day_id)
            row = _locked(held)
            if row.state in (Booking.HELD, Booking.LAPSED) and row.span.lower > now and takes_place:
                return _booked(row, details, now)
    except IntegrityError:
        return taken_away()
    return row if row.state == Booking.BOOKED else taken_away()


def still_held(day: int | None) -> bool:
    """Whether the day that a time belongs to takes place, if it belongs to one.

    The day is locked first, so that nobody books it while it is cancelled or moved.
    """
    if day is None:
        return True
    found = ReceptionDay.objects.select_for_update(no_key=True).get(pk=day)
    return found.cancelled_at is None and found.held_at is None


def _booked(row: Appointment, details: Details, now: datetime) -> Appointment:
    visitor = Visitor(
        reference=row.reference,
        units=known().units_of(known().centres[row.centre_id]),
        at=row.span.lower,
        name=details.name,
        phone=details.phone,
        email=details.email,
        wish=details.wish,
    )
    visitor.save()
    row.visitor, row.state, row.held_until, row.booked_at, row.ended_at = visitor, Booking.BOOKED, None, now, None
    row.save(update_fields=["visitor", "state", "held_until", "booked_at", "ended_at"])
    _record(row, "appointment.booked", now, VISITOR)
    return row


def _locked(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_for_update().get(pk=appointment.pk)


def move(booked: Appointment, begins: datetime) -> Appointment | Denied:
    """Move a booked time to another that is free; what was booked stays if it is not."""
    now = timezone.now()
    with acting_as(VISITOR, on=[booked.reference]), transaction.atomic():
        row = _locked(booked)
        if row.state != Booking.BOOKED or row.span.lower <= now:
            return Denied(_("This appointment can no longer be changed."))
        needs = Needs(accessible=row.accessible, interpreter=row.interpreter)
        wish = Wish(service=row.service, begins=begins, needs=needs, reception_day=row.reception_day)
        for slot, overdue in _in_turn(_slots(wish, now), row.key):
            if overdue:
                lapse(slot, now)
            if _moved(row, slot):
                Visitor.objects.filter(reference=row.reference).update(at=slot.begins)
                _record(row, "appointment.moved", now, VISITOR)
                return row
    return taken_away()


def _moved(row: Appointment, slot: Slot) -> bool:
    try:
        with transaction.atomic():
            row.window_id, row.seat, row.reminded_at = slot.window_id, slot.seat, None
            row.span = DateTimeTZRange(slot.begins, slot.ends)
            row.save(update_fields=["window", "seat", "span", "reminded_at", "reception_day"])
    except IntegrityError:
        return False
    return True


def carry(booked: Appointment, day: ReceptionDay, by_how_much: timedelta, *, by: Actor) -> bool:
    """Carry a booked time or seat over to ``day``, later by so much; False where it is taken there or ends too late.

    Within the transaction of whoever moves the day.
    """
    now = timezone.now()
    with acting_as(by, on=[booked.reference]):
        begins, ends = booked.span.lower + by_how_much, booked.span.upper + by_how_much
        slot = Slot(begins, ends, day.window_id or booked.window_id, booked.seat)
        lapse(slot, now)
        booked.reception_day = day
        if not _moved(booked, slot):
            return False
        Visitor.objects.filter(reference=booked.reference).update(at=begins)
        _record(booked, "appointment.moved", now, by)
        return True


def cancel(booked: Appointment, *, by: Actor = VISITOR, why: str = "") -> Appointment | Denied:
    """Cancel a booked time, for the visitor or for a member of staff; it is free from then on."""
    now = timezone.now()
    with acting_as(by, on=[booked.reference]), transaction.atomic():
        row = _locked(booked)
        if row.state != Booking.BOOKED:
            return Denied(_("This appointment can no longer be changed."))
        row.state, row.ended_at = Booking.CANCELLED, now
        row.save(update_fields=["state", "ended_at"])
        _record(row, "appointment.cancelled", now, by, why=why)
        return row


def _record(row: Appointment, verb: str, at: datetime, by: Actor, **more: str) -> None:
    data = {"window": row.window_id, "begins": row.span.lower, "service": row.service_id}
    write(
        row.reference, verb, at=at, actor=by.key, data={**data, **{name: each for name, each in more.items() if each}}
    )


def sweep(now: datetime | None = None) -> None:
    """Give back times that were kept and not booked, and note who has not come by the end of the day.

    Nobody asks who sat on a seat for listeners: those are over.
    """
    now = now or timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    Appointment.objects.filter(state=Booking.HELD, held_until__lte=now).update(state=Booking.LAPSED, ended_at=now)
    past = Appointment.objects.filter(state=Booking.BOOKED, span__endswith__lte=today)
    past.filter(seat__gt=0).update(state=Booking.DONE, ended_at=now)
    past.update(state=Booking.MISSED, ended_at=now)
