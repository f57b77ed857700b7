"""Number, code and link of an appointment: each opens it, and nothing in the database tells the last two."""

import secrets

from django.conf import settings
from django.urls import reverse

from heli.access.actors import Actor
from heli.access.keyed import keyed
from heli.cases.codes import secret
from heli.kernel.references import BadReference, normalise_reference, query_code_for
from heli.reception.models import Appointment, Ticket

#: Who books without an account is nobody in particular; the appointment itself tells them apart.
VISITOR = Actor(key="resident", name="")
_MARK = 32


def code_of(appointment: Appointment) -> str:
    """Return the code that is told with the number."""
    return query_code_for(secret(), appointment.key)


def is_code(appointment: Appointment | None, offered: str) -> bool:
    """Whether ``offered`` is the code of ``appointment``; takes as long where there is none."""
    wanted = code_of(appointment) if appointment else "-"
    try:
        given = normalise_reference(offered)
    except BadReference:
        return False
    return secrets.compare_digest(wanted.encode(), given.encode())


def token_of(reference: str, purpose: str) -> str:
    """Return what a link proves the right to ``reference`` with; ``purpose`` is "visit" or "ticket"."""
    return reference.replace("-", "").lower() + keyed(f"reception {purpose}", reference)[:_MARK]


def reference_by(token: str, purpose: str) -> str:
    """Return the reference that a link names; empty for a link that is not ours."""
    try:
        reference = normalise_reference(token[:-_MARK])
    except BadReference:
        return ""
    return reference if secrets.compare_digest(token_of(reference, purpose).encode(), token.encode()) else ""


def link_to(appointment: Appointment) -> str:
    """Return the whole address by which the visitor opens, moves and cancels the appointment."""
    token = token_of(appointment.reference, "visit")
    return f"{settings.HELI_BASE_URL}{reverse('reception:link', args=[token])}"


def ticket_address(ticket: Ticket) -> str:
    """Return the address at which the visitor follows the queue."""
    return reverse("reception:ticket", args=[token_of(ticket.reference, "ticket")])
