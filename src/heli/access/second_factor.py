"""Who must show a second factor, and whether this session has."""

from typing import Final

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpRequest

from heli.access.actors import Actor
from heli.organizations.settings import district

#: Signed in with a password only where more is asked for: may set a second factor up, and is nobody everywhere else.
HALF: Final = Actor(key="half", name="")


def required(actor: Actor) -> bool:
    """Whether the district asks a second factor of one of the actor's duties."""
    return any(post.duty in district().second_factor for post in actor.posts)


def shown(request: HttpRequest) -> bool:
    """Whether an authenticator, passkey or recovery code was shown in this session."""
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    return any(each.get("method") == "mfa" for each in methods)


def lacking(request: HttpRequest, actor: Actor) -> bool:
    """Whether the session must show a second factor before it has any right."""
    return not shown(request) and required(actor)


def half_signed_in(request: HttpRequest) -> bool:
    """Whether whoever is signed in must set a second factor up first."""
    return getattr(request, "actor", None) == HALF
