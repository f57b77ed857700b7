"""Browsers that an account has signed in from: a stranger's failures elsewhere never delay them.

The cookie holds for each account a keyed hash of its name and a random number, signed; it opens nothing.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from heli.access.keyed import keyed

COOKIE = "heli_device"
SALT = "heli.device"
MOST_ACCOUNTS = 5
SECONDS = 180 * 24 * 60 * 60


def device_of(request: HttpRequest, account: str) -> str:
    """Return the number of this browser for ``account``; empty where the account has never signed in here."""
    return _known(request).get(_name(account), "")


def remember_device(request: HttpRequest, account: str) -> None:
    """Make this browser known to ``account``; ``keep`` writes it to the answer."""
    known = _known(request)
    number = known.pop(_name(account), "") or secrets.token_hex(8)
    newest = [*known.items(), (_name(account), number)][-MOST_ACCOUNTS:]
    request.heli_device = dict(newest)  # type: ignore[attr-defined]


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Write the cookie where this request has made the browser known."""
    known = getattr(request, "heli_device", None)
    if known:
        response.set_cookie(
            COOKIE,
            signing.dumps(known, salt=SALT),
            max_age=SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            path="/accounts/",
        )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        found: dict[str, str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return {}
    return found


def _name(account: str) -> str:
    return keyed("device", account.casefold())[:16]
