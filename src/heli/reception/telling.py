"""What visitors are told outside of the pages: that a time is booked, moved, cancelled, or near. Sent by the worker.

A text message where the district has a provider, and a letter where an e-mail address was left.
"""

from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db.models import F
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from heli.audit.naming import by_system
from heli.notices.sms import provider
from heli.organizations.settings import district
from heli.reception.codes import link_to
from heli.reception.models import Appointment, Booking

TOLD_OF = ("visitor__key", "centre", "service", "window", "reception_day__centre")
BOOKED, MOVED, CANCELLED, NEAR = "booked", "moved", "cancelled", "near"


def tell(appointment: Appointment, what: str) -> None:
    """Have the visitor told, in the present transaction, once it holds."""
    send.defer(reference=appointment.reference, what=what)


@app.task(name="reception.tell", queue="notices")
@by_system
def send(reference: str, what: str) -> None:
    """Send what there is to tell about an appointment; nothing where it has changed meanwhile."""
    rows = Appointment.objects.select_related(*TOLD_OF)
    row = rows.filter(reference=reference).first()
    expected = Booking.CANCELLED if what == CANCELLED else Booking.BOOKED
    if row is not None and row.visitor is not None and row.state == expected:
        deliver(row, what)


def deliver(row: Appointment, what: str) -> None:
    """Send it to the number and the address that were left."""
    visitor = row.visitor
    assert visitor is not None
    with translation.override(row.language):
        text, subject = words_of(row, what), _("[%(district)s] Your appointment") % {"district": district().label}
    sms = provider()
    if sms and visitor.phone:
        sms.send(visitor.phone, text)
    if visitor.email:
        send_mail(subject, text, None, [visitor.email])


def words_of(row: Appointment, what: str) -> str:
    """Return the text in the active language; it names no concern, for others may read the device."""
    at = timezone.localtime(row.span.lower)
    values = {
        "district": district().label,
        "when": f"{formats.date_format(at, 'DATE_FORMAT')} {at:%H:%M}",
        "where": row.where,
        "reference": row.reference,
        "link": link_to(row),
    }
    texts = {
        BOOKED: _("[%(district)s] Booked: %(when)s, %(where)s. Number %(reference)s."),
        MOVED: _("[%(district)s] Moved to: %(when)s, %(where)s. Number %(reference)s."),
        CANCELLED: _("[%(district)s] Cancelled: %(when)s, %(where)s. Number %(reference)s."),
        NEAR: _("[%(district)s] A reminder: %(when)s, %(where)s. Number %(reference)s."),
    }
    change = _("See, move or cancel it: %(link)s") if what != CANCELLED else _("Choose another time: %(link)s")
    return f"{texts[what] % values} {change % values}"


def remind(now: datetime | None = None) -> int:
    """Remind visitors whose time is near, each once; returns how many. Whoever booked within that time is not.

    The mark is set before sending: after a failure nobody is written to twice.
    """
    now = now or timezone.now()
    rows = Appointment.objects.filter(state=Booking.BOOKED, reminded_at__isnull=True, span__startswith__gt=now)
    near = rows.filter(span__startswith__lte=now + F("centre__remind_hours") * timedelta(hours=1))
    near = near.filter(booked_at__lt=F("span__startswith") - F("centre__remind_hours") * timedelta(hours=1))
    told = 0
    for pk in list(near.values_list("pk", flat=True)[:500]):
        if Appointment.objects.filter(pk=pk, reminded_at__isnull=True).update(reminded_at=now):
            deliver(Appointment.objects.select_related(*TOLD_OF).get(pk=pk), NEAR)
            told += 1
    return told
