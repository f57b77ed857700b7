"""Every request knows who acts, and every refusal is on record."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from heli.access.actors import NOBODY, Actor, staff
from heli.access.denials import is_denial, record_denial


class ActorMiddleware:
    """Set ``request.actor``: the signed-in member of staff with today's posts, or nobody. Costs nothing until read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


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
    return staff(request.user, timezone.localdate())
