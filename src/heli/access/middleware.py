"""Every request knows who acts, every session where it is used from, and every refusal is on record."""

from collections.abc import Callable
from copy import copy

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from heli.access import devices
from heli.access.actors import NOBODY, Actor, staff
from heli.access.context import description
from heli.access.denials import is_denial, record_denial
from heli.access.gates import SET_UP, proved_references
from heli.access.limits import address_of
from heli.access.second_factor import HALF, half_signed_in, lacking
from heli.audit.naming import described_by
from heli.kernel.plain import one_line

#: The names of the library's pages about the account, and those that set a second factor up.
ACCOUNT_PAGES = ("account_", "mfa_")
HALF_MAY = frozenset(
    (
        SET_UP,
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
    )
)


class TrackedSessions(SessionMiddleware):
    """Sessions with address, device and time of the last visit."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the session lazily and tell it where the request comes from."""
        super().process_request(request)
        request.session.address = address_of(request)  # type: ignore[attr-defined]
        device = one_line(request.headers.get("User-Agent", ""), longest=200)
        request.session.device = device  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Note the visit and save what has changed."""
        request.session.note_visit()  # type: ignore[attr-defined]
        devices.keep(request, response)
        return super().process_response(request, response)


class ActorMiddleware:
    """Set ``request.actor``: the signed-in member of staff with today's posts, or nobody. Costs nothing until read.

    An account that must have a second factor and has not shown one in this session is nobody, on pages and in the API.
    The database is asked on behalf of this actor, who also sees the cases whose query code the visitor has given.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        with described_by(lambda: _description(request)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponseBase | None:
        """Lead a half-signed-in session away from the account's other pages; all else asks its gate."""
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name.startswith(ACCOUNT_PAGES) and name not in HALF_MAY and half_signed_in(request):
            return redirect(SET_UP)
        return None


def _description(request: HttpRequest) -> str:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return description(copy(actor), proved_references(request))


class DenialMiddleware:
    """Record every refusal, of pages and of the API alike; stands below the one that sets the actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if is_denial(request, answer.status_code):
            record_denial(request)
        return answer


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return NOBODY
    actor = staff(request.user, timezone.localdate())
    return HALF if lacking(request, actor) else actor
