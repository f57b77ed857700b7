"""Who calls: staff by session, residents by session or by the query code in a header."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import SessionAuth
from ninja.utils import check_csrf

from heli.access.actors import NOBODY, Actor
from heli.access.actors import resident as resident_of
from heli.access.gates import prove, resident_actor
from heli.access.limits import guess, in_words
from heli.access.permissions import Circle, Permission
from heli.api.refusing import TooManyError
from heli.cases.finding import find
from heli.cases.models import Case
from heli.cases.parties import is_code
from heli.kernel.references import BadReference, normalise_own

CODE_HEADER = "X-Query-Code"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class StaffSession(SessionAuth):
    """A signed-in member of staff whose post is granted ``permission``; unsafe methods need the CSRF token."""

    def __init__(self, permission: Permission) -> None:
        super().__init__()
        self.permission = permission

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return the actor, or None for whoever has no post; HttpError 403 for a post without the permission."""
        request.permission = self.permission  # type: ignore[attr-defined]
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return _granted(actor, self.permission) if actor.posts else None


class OpenDoor:
    """Anybody may call; the operation itself shows public facts only, or asks who acts on the case (``caller``)."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, request: HttpRequest) -> bool:
        """Let the call in, and keep what it declares."""
        request.permission = self.permission  # type: ignore[attr-defined]
        return True


def needs(permission: Permission) -> StaffSession | OpenDoor:
    """Return the ``auth`` of an operation: whom it lets in, and the permission that it declares."""
    return (StaffSession if permission.circle == Circle.DUTIES else OpenDoor)(permission)


def _granted(actor: Actor, permission: Permission) -> Actor:
    if not actor.may(permission):
        raise HttpError(403, _("None of your posts is granted this: %(what)s.") % {"what": permission.label})
    return actor


def caller(request: HttpRequest, reference: str) -> Actor:
    """Return who acts on case ``reference``: staff, the resident who knows its code, or nobody.

    Whoever has sent too many wrong codes is told to wait (HttpError 429).

    What rests on a session cookie must carry the CSRF token when it changes something; HttpError 403 otherwise.
    """
    by_code = _by_code(request, reference)
    if by_code:
        return by_code
    actor: Actor = request.actor  # type: ignore[attr-defined]
    declared: Permission = request.permission  # type: ignore[attr-defined]
    found = _granted(actor, declared) if actor.posts else resident_actor(request, reference)
    if found and request.method not in SAFE_METHODS and check_csrf(request):
        raise HttpError(403, _("The CSRF token is missing or wrong."))
    return found or NOBODY


def _by_code(request: HttpRequest, reference: str) -> Actor | None:
    code = request.headers.get(CODE_HEADER, "")
    if not code:
        return None
    try:
        plain = normalise_own(reference)
    except BadReference:
        return None
    guessed = guess(request, plain, lambda: is_code(plain, code))
    if guessed.wait:
        text = _("There were too many wrong query codes. Please try again in %(wait)s.")
        raise TooManyError(guessed.wait, text % {"wait": in_words(guessed.wait)})
    if not guessed.right:
        return None
    prove(request, plain)
    return resident_of(plain)


def case_for(request: HttpRequest, reference: str) -> tuple[Case | None, Actor]:
    """Return the case if the caller may see it, and the caller; a hidden case is a missing one."""
    actor = caller(request, reference)
    return find(actor.reference or reference, actor), actor
