"""What a visitor's session holds: the cases whose query code they know, and the submissions made here."""

from uuid import UUID

from django.http import HttpRequest

from heli.access.gates import MOST_REMEMBERED, forget, remember
from heli.cases.codes import secret
from heli.kernel.references import query_code_for

SUBMISSIONS = "submissions"


def received(request: HttpRequest, reference: str, key: UUID, *, account: bool = True) -> None:
    """Keep that this session handed in case ``reference`` with submission ``key``; the visitor may follow it.

    ``account`` is False where somebody else than the account that is signed in has written it.
    """
    remember(request, reference, account=account)
    kept = {name: value for name, value in _submissions(request).items() if name != reference}
    newest = list({**kept, reference: key.hex}.items())[-MOST_REMEMBERED:]
    request.session[SUBMISSIONS] = dict(newest)
    request.session.save_within()  # type: ignore[attr-defined]


def query_code(request: HttpRequest, reference: str) -> str:
    """Return the query code of a case handed in during this session; empty when it was handed in elsewhere.

    Only the key of the submission is kept, never the code: it is derived again, so that a reload loses nothing.
    """
    key = submission(request, reference)
    return query_code_for(secret(), UUID(key)) if key else ""


def submission(request: HttpRequest, reference: str) -> str:
    """Return the key under which this session handed the case in; empty when it was handed in elsewhere."""
    key = _submissions(request).get(reference)
    return str(UUID(key)) if key else ""


def received_before(request: HttpRequest, key: str) -> str:
    """Return the reference that submission ``key`` got in this session; empty when it is a new one."""
    wanted = key.replace("-", "").lower()
    return next((reference for reference, each in _submissions(request).items() if each == wanted), "")


def leave(request: HttpRequest, reference: str) -> None:
    """Forget the case on this device."""
    forget(request, reference)
    request.session[SUBMISSIONS] = {name: key for name, key in _submissions(request).items() if name != reference}


def _submissions(request: HttpRequest) -> dict[str, str]:
    found: dict[str, str] = request.session.get(SUBMISSIONS, {})
    return found
