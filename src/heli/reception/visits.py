"""What a visitor's session holds of the reception centre: the times kept and the appointments whose code was given."""

from uuid import UUID, uuid4

from django.contrib.auth import SESSION_KEY as USER
from django.http import Http404, HttpRequest

from heli.access.context import acting_as
from heli.access.sessions import RESIDENT
from heli.kernel.references import BadReference, normalise_reference
from heli.reception.codes import VISITOR
from heli.reception.models import Appointment

HELD, KNOWN = "held visit", "visits"
MOST_REMEMBERED = 20


def held_key(request: HttpRequest) -> UUID | None:
    """Return the key of the time that this session keeps while its form is filled in."""
    kept = request.session.get(HELD)
    return UUID(kept) if kept else None


def keep(request: HttpRequest) -> UUID:
    """Return a new key for a time to be kept, in place of the one before."""
    key = uuid4()
    request.session[HELD] = key.hex
    return key


def let_go(request: HttpRequest) -> None:
    """Forget the time that was kept: it is booked."""
    request.session.pop(HELD, None)


def remember(request: HttpRequest, reference: str) -> None:
    """Keep that the visitor may see the appointment ``reference``; the session gets a new key by that."""
    known = [each for each in request.session.get(KNOWN, []) if each != reference]
    if not (USER in request.session or RESIDENT in request.session):
        request.session.cycle_key()
    request.session[KNOWN] = [*known, reference][-MOST_REMEMBERED:]


def known_here(request: HttpRequest) -> list[str]:
    """Return the numbers of the appointments that this session may see, the newest first."""
    return list(reversed(request.session.get(KNOWN, [])))


def forget(request: HttpRequest, reference: str) -> None:
    """Forget an appointment on this device."""
    request.session[KNOWN] = [each for each in request.session.get(KNOWN, []) if each != reference]


def own(request: HttpRequest, reference: str) -> Appointment:
    """Return the appointment ``reference`` if this session may see it; otherwise there is no such page."""
    try:
        written = normalise_reference(reference)
    except BadReference:
        raise Http404 from None
    if written not in request.session.get(KNOWN, []):
        raise Http404
    rows = Appointment.objects.select_related("centre", "service", "window", "reception_day__centre", "visitor__key")
    with acting_as(VISITOR, on=[written]):
        row = rows.filter(reference=written, visitor__isnull=False).first()
    if row is None:
        raise Http404
    return row
