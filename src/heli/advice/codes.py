"""Number and code of a callback, and what a session holds of them; nothing in the database tells the code."""

import secrets

from django.contrib.auth import SESSION_KEY as USER
from django.http import Http404, HttpRequest

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.access.sessions import RESIDENT
from heli.advice.models import Callback
from heli.cases.codes import secret
from heli.kernel.references import BadReference, normalise_reference, query_code_for

#: Who calls or asks without an account is nobody in particular.
CALLER = Actor(key="resident", name="")
KNOWN, MOST_REMEMBERED = "callbacks", 10


def code_of(row: Callback) -> str:
    """Return the code that is told with the number."""
    return query_code_for(secret(), row.key_of)


def is_code(row: Callback | None, offered: str) -> bool:
    """Whether ``offered`` is the code of ``row``; takes as long where there is none."""
    wanted = code_of(row) if row else "-"
    try:
        given = normalise_reference(offered)
    except BadReference:
        return False
    return secrets.compare_digest(wanted.encode(), given.encode())


def callback_by(reference: str) -> Callback | None:
    """Return the callback with this number, for whoever has proved or is about to prove that it is theirs."""
    with acting_as(CALLER, on=[reference]):
        return Callback.objects.select_related("window", "desk", "topic", "key").filter(reference=reference).first()


def remember(request: HttpRequest, reference: str) -> None:
    """Keep that this session may see the callback ``reference``; the session gets a new key by that."""
    known = [each for each in request.session.get(KNOWN, []) if each != reference]
    if not (USER in request.session or RESIDENT in request.session):
        request.session.cycle_key()
    request.session[KNOWN] = [*known, reference][-MOST_REMEMBERED:]


def own(request: HttpRequest, reference: str) -> Callback:
    """Return the callback ``reference`` if this session may see it; otherwise there is no such page."""
    try:
        written = normalise_reference(reference)
    except BadReference:
        raise Http404 from None
    row = callback_by(written) if written in request.session.get(KNOWN, []) else None
    if row is None:
        raise Http404
    return row
