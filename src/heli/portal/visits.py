"""What a visitor's session holds: the cases whose query code they know, and the submissions made here."""

import json
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from heli.access.gates import MOST_REMEMBERED, forget, remember
from heli.cases.codes import secret
from heli.kernel.references import query_code_for

SUBMISSIONS = "submissions"
SENT = "sent"
#: Who goes back and presses the button once more gets a form with a new key: the same words within this time are one.
SAME_WORDS: Final = timedelta(minutes=10)


def received(request: HttpRequest, reference: str, key: UUID, *, account: bool = True) -> None:
    """Keep that this session handed in case ``reference`` with submission ``key``; the visitor may follow it.

    ``account`` is False where somebody else than the account that is signed in has written it.
    """
    remember(request, reference, account=account)
    kept = {name: value for name, value in _submissions(request).items() if name != reference}
    newest = list({**kept, reference: key.hex}.items())[-MOST_REMEMBERED:]
    request.session[SUBMISSIONS] = dict(newest)
    sent = {name: value for name, value in request.session.get(SENT, {}).items() if name != reference}
    sent[reference] = [_digest(request), timezone.now().isoformat()]
    request.session[SENT] = dict(list(sent.items())[-MOST_REMEMBERED:])
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


def just_now(request: HttpRequest) -> str:
    """Return the reference that the very same words got in this session within ``SAME_WORDS``; empty when none did."""
    sent: dict[str, list[str]] = request.session.get(SENT, {})
    digest, since = _digest(request), timezone.now() - SAME_WORDS
    fresh = (name for name, (each, at) in sent.items() if each == digest and datetime.fromisoformat(at) >= since)
    return next(fresh, "")


def leave(request: HttpRequest, reference: str) -> None:
    """Forget the case on this device."""
    forget(request, reference)
    request.session[SUBMISSIONS] = {name: key for name, key in _submissions(request).items() if name != reference}
    request.session[SENT] = {name: sent for name, sent in request.session.get(SENT, {}).items() if name != reference}


def _digest(request: HttpRequest) -> str:
    """Return a keyed hash of all that was typed and chosen, and of the files' names and sizes."""
    typed = sorted(
        (name, values) for name, values in request.POST.lists() if name not in ("key", "csrfmiddlewaretoken")
    )
    files = sorted((each.name or "", each.size or 0) for _name, many in request.FILES.lists() for each in many)
    return salted_hmac("heli.portal.visits", json.dumps([request.path, typed, files])).hexdigest()


def _submissions(request: HttpRequest) -> dict[str, str]:
    found: dict[str, str] = request.session.get(SUBMISSIONS, {})
    return found
