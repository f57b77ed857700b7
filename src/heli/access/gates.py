"""Who may enter a page. Every view carries one gate; a test refuses an address without."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from heli.access.actors import Actor
from heli.access.actors import resident as resident_of
from heli.kernel.references import BadReference, normalise_reference
from heli.organizations.models import Duty

View = Callable[..., HttpResponseBase]
SESSION_KEY = "cases"
MOST_REMEMBERED = 20


def public(view: View) -> View:
    """Anybody may enter; the view itself shows public facts only."""
    view.gate = "public"  # type: ignore[attr-defined]
    return view


def staff(*duties: Duty) -> Callable[[View], View]:
    """Only staff with a post in force, with one of ``duties`` where any are named."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor: Actor = request.actor  # type: ignore[attr-defined]
            if not (actor.with_duty(*duties) if duties else actor.posts):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.gate = "staff:" + ",".join(sorted(duties))  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """Anybody with an account, also without a post: for pages that are about the account itself."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.gate = "signed in"  # type: ignore[attr-defined]
    return guarded


def resident(view: View) -> View:
    """Only a resident who has given the query code of the case ``reference``; others find no such page.

    The view receives the actor as keyword ``actor``.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, reference: str, **kwargs: Any) -> HttpResponseBase:
        actor = resident_actor(request, reference)
        if actor is None:
            raise Http404
        return view(request, *args, reference=actor.reference, actor=actor, **kwargs)

    guarded.gate = "resident"  # type: ignore[attr-defined]
    return guarded


def remember(request: HttpRequest, reference: str) -> None:
    """Keep in the session that the visitor has given the query code of ``reference``."""
    known = [each for each in request.session.get(SESSION_KEY, []) if each != reference]
    request.session[SESSION_KEY] = [*known, reference][-MOST_REMEMBERED:]


def resident_actor(request: HttpRequest, reference: str) -> Actor | None:
    """Return the resident of case ``reference`` if this session has given its query code."""
    try:
        plain = normalise_reference(reference)
    except BadReference:
        return None
    return resident_of(plain) if plain in request.session.get(SESSION_KEY, []) else None


def forget(request: HttpRequest, reference: str) -> None:
    """Take the right to case ``reference`` out of the session: the next person at this device must know the code."""
    request.session[SESSION_KEY] = [each for each in request.session.get(SESSION_KEY, []) if each != reference]
