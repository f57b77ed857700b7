"""What pages and programs of visitors ask for: counted against the limits, done, and told, in one transaction each.

A wait (``timedelta``) is answered where an address or a phone number has asked too often; nothing was done then.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from heli.access.limits import take
from heli.kernel.decisions import Denied
from heli.people.sealed_fields import index_of
from heli.reception import booking
from heli.reception.booking import Details, Wish
from heli.reception.limits import BOOKINGS, HOLDS, PHONE
from heli.reception.models import Appointment
from heli.reception.telling import BOOKED, CANCELLED, MOVED, tell


@transaction.atomic(savepoint=False)
def keep(wish: Wish, *, key: UUID, address: str, instead_of: UUID | None = None) -> Appointment | Denied | timedelta:
    """Keep the time that ``wish`` names, for somebody at ``address``."""
    return take(HOLDS, address) or booking.hold(wish, key=key, instead_of=instead_of)


@transaction.atomic(savepoint=False)
def book(held: Appointment, details: Details, *, address: str) -> Appointment | Denied | timedelta:
    """Book the time that ``held`` keeps, for somebody at ``address``; a message tells of it."""
    wait = take(BOOKINGS, address) or take(PHONE, index_of(details.phone, "phone").hex())
    return wait or _told(booking.book(held, details), BOOKED)


@transaction.atomic(savepoint=False)
def move(booked: Appointment, begins: datetime) -> Appointment | Denied:
    """Move a booked time to another that is free; a message tells of it."""
    return _told(booking.move(booked, begins), MOVED)


@transaction.atomic(savepoint=False)
def cancel(booked: Appointment) -> Appointment | Denied:
    """Cancel a booked time for the visitor; a message tells of it."""
    return _told(booking.cancel(booked), CANCELLED)


def _told(found: Appointment | Denied, what: str) -> Appointment | Denied:
    if not isinstance(found, Denied):
        tell(found, what)
    return found
