"""Who may enter a page. The gate of a view is its declaration: the view carries the one permission that it needs."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib.auth import SESSION_KEY as USER
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from heli.access.actors import Actor
from heli.access.actors import resident as resident_of
from heli.access.models import Holding
from heli.access.permissions import Circle, Permission
from heli.access.second_factor import half_signed_in
from heli.access.sessions import RESIDENT
from heli.kernel.references import BadReference, normalise_own, split_own

View = Callable[..., HttpResponseBase]
SESSION_KEY = "cases"
#: Where an account that must have a second factor sets one up.
SET_UP = "mfa_index"
MOST_REMEMBERED = 20


def needs(permission: Permission) -> Callable[[View], View]:
    """Let in whom ``permission`` is for, and say so: the view carries it as ``permission``.

    For duties and accounts: whoever is not signed in is led to the sign-in, others are refused. For the resident of a
    case: others find no such page, and the view receives the actor as keyword ``actor``. For anybody and for parties
    the view itself shows public facts only, or asks whether the visitor may see the case.
    """
    enter = _ENTRANCES[permission.circle]

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.permission = permission  # type: ignore[attr-defined]
            return enter(permission, view, request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _open(_permission: Permission, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    return view(request, *args, **kwargs)


def _account(_permission: Permission, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if half_signed_in(request):
        return redirect(SET_UP)
    return view(request, *args, **kwargs)


def _duty(permission: Permission, view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if half_signed_in(request):
        return redirect(SET_UP)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(permission):
        raise PermissionDenied
    return view(request, *args, **kwargs)


def _resident(
    permission: Permission, view: View, request: HttpRequest, *args: Any, reference: str, **kwargs: Any
) -> HttpResponseBase:
    actor = resident_actor(request, reference)
    if actor is None:
        raise Http404
    if actor.side and not permission.of_every_side:
        raise Http404
    return view(request, *args, reference=actor.own_number, actor=actor, **kwargs)


def _resident_account(
    _permission: Permission, view: View, request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    if not request.session.get(RESIDENT):
        return redirect("portal:sign_in")
    return view(request, *args, **kwargs)


_ENTRANCES: dict[Circle, Callable[..., HttpResponseBase]] = {
    Circle.ANYBODY: _open,
    Circle.PARTIES: _open,
    Circle.ACCOUNT: _account,
    Circle.RESIDENT: _resident,
    Circle.RESIDENT_ACCOUNT: _resident_account,
    Circle.DUTIES: _duty,
}


def remember(request: HttpRequest, reference: str, *, account: bool = True) -> None:
    """Keep in the session, and in the account of a resident who has signed in, that the visitor gave the query code.

    ``account`` is False where it was not this account's doing.

    The session gets a new key by that, so that nobody who knew it before, at a shared device for instance, reads along;
    that of somebody who has signed in had a new one then.
    """
    before = request.session.get(SESSION_KEY, [])
    known = [each for each in before if each != reference]
    signed_in = USER in request.session or RESIDENT in request.session
    if request.session.session_key and reference not in before and not signed_in:
        request.session.cycle_key()
    request.session[SESSION_KEY] = [*known, reference][-MOST_REMEMBERED:]
    resident = request.session.get(RESIDENT)
    if resident and account:
        Holding.objects.get_or_create(resident_id=resident, reference=reference)


def resident_actor(request: HttpRequest, reference: str) -> Actor | None:
    """Return the resident of case ``reference`` if this session has given its query code, or their account has.

    ``reference`` may be the own number of a side. The reference alone means the person it belongs to, else whichever
    side is known here.
    """
    try:
        plain = normalise_own(reference)
    except BadReference:
        return None
    return _among(request.session.get(SESSION_KEY, []), plain) or _among(_held(request), plain)


def _among(known: Sequence[str], wanted: str) -> Actor | None:
    sides = (each for each in known if split_own(each)[0] == wanted)
    found = wanted if wanted in known else next(sides, None)
    return resident_of(found) if found else None


def prove(request: HttpRequest, reference: str) -> None:
    """Count the query code of ``reference`` as given, for this request only."""
    request.proved = (*getattr(request, "proved", ()), reference)  # type: ignore[attr-defined]


def proved_references(request: HttpRequest) -> tuple[str, ...]:
    """Return the cases whose query code was given in this session, to the account, or with this request."""
    return (*request.session.get(SESSION_KEY, []), *_held(request), *getattr(request, "proved", ()))


def _held(request: HttpRequest) -> tuple[str, ...]:
    """The cases of the resident who is signed in; looked up once for a request."""
    account = request.session.get(RESIDENT)
    if account and not hasattr(request, "held"):
        rows = Holding.objects.filter(resident=account).values_list("reference", flat=True)
        request.held = tuple(rows)  # type: ignore[attr-defined]
    return getattr(request, "held", ())


def forget(request: HttpRequest, reference: str) -> None:
    """Take the right to case ``reference`` out of the session: the next person at this device must know the code."""
    request.session[SESSION_KEY] = [each for each in request.session.get(SESSION_KEY, []) if each != reference]
    account = request.session.get(RESIDENT)
    if account:
        Holding.objects.filter(resident=account, reference=reference).delete()
