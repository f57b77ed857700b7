"""Every address of Heli with the permission that it needs; what libraries bring is declared here, with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja.operation import Operation

from heli.access.permissions import OWN_ACCOUNT, PLATFORM, SIGN_IN, Permission
from heli.api.operations import api

API = "api/"


@dataclass(frozen=True)
class Foreign:
    """The addresses of a library that begin with ``prefix``, the permission that fits them, and why they are there."""

    prefix: str
    permission: Permission
    reason: str | Promise


_VISITOR = _("for those who are not signed in yet; the library asks and limits")
_SELF = _("about the account that is signed in; the library leads others to the sign-in")

#: The longest prefix decides. There is none for all of a library, so that what a new release brings is noticed.
FOREIGN = (
    Foreign("accounts/login/", SIGN_IN, _VISITOR),
    Foreign("accounts/logout/", SIGN_IN, _("ends the session of whoever asks")),
    Foreign("accounts/inactive/", SIGN_IN, _("tells that an account is switched off, without naming one")),
    Foreign("accounts/signup/", SIGN_IN, _("closed: accounts are made by the administrator")),
    Foreign("accounts/reauthenticate/", OWN_ACCOUNT, _SELF),
    Foreign("accounts/password/change/", OWN_ACCOUNT, _SELF),
    Foreign("accounts/password/set/", OWN_ACCOUNT, _SELF),
    Foreign("accounts/password/reset/", SIGN_IN, _VISITOR),
    Foreign("accounts/^password/reset/key/", SIGN_IN, _("an address that was sent to the person by letter")),
    Foreign("accounts/2fa/", OWN_ACCOUNT, _SELF),
    Foreign("accounts/2fa/authenticate/", SIGN_IN, _("the second step of signing in")),
    Foreign("accounts/2fa/webauthn/login/", SIGN_IN, _VISITOR),
    Foreign("i18n/setlang/", PLATFORM, _("chooses the language of the page, changes nothing else")),
    Foreign("api/openapi.json", PLATFORM, _("describes the API; names no case and no person")),
)
#: Address that only gives the API's other addresses their beginning; it answers 404.
API_ROOT = "api-root"


@dataclass(frozen=True)
class Route:
    """One address, its name, the methods if they have permissions of their own, and the declared permission."""

    path: str
    name: str
    methods: tuple[str, ...]
    permission: Permission | None
    reason: str | Promise = ""


def routes() -> list[Route]:
    """Return every route in the order of the addresses; one without a declaration has no permission."""
    found = [*_views(get_resolver()), *_operations()]
    return sorted(found, key=lambda route: (route.path, route.methods))


def undeclared() -> list[Route]:
    """Return the routes that do not say whom they are for."""
    return [route for route in routes() if route.permission is None]


def _views(resolver: Any, prefix: str = "", space: str = "") -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _views(entry, path, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and not _of_operation(entry):
            yield _view(path, f"{space}{entry.name}", entry.callback)


def _of_operation(entry: URLPattern) -> bool:
    """Whether ``entry`` leads to operations, which declare each for itself."""
    return entry.name == API_ROOT or entry.callback.__module__ == Operation.__module__


def _view(path: str, name: str, view: Any) -> Route:
    own: Permission | None = getattr(view, "permission", None)
    if own is not None:
        return Route(path, name, (), own)
    fitting = max((each for each in FOREIGN if path.startswith(each.prefix)), key=_length, default=None)
    return Route(path, name, (), fitting.permission, fitting.reason) if fitting else Route(path, name, (), None)


def _length(foreign: Foreign) -> int:
    return len(foreign.prefix)


def _operations() -> Iterator[Route]:
    for prefix, router in api._routers:  # noqa: SLF001 - the library has no public list of its operations
        for path, view in router.path_operations.items():
            for operation in view.operations:
                declared = [getattr(each, "permission", None) for each in operation.auth_callbacks]
                permission = declared[0] if len(declared) == 1 else None
                address = "/".join(part.strip("/") for part in (prefix, path) if part.strip("/"))
                yield Route(f"{API}{address}", operation.view_func.__name__, tuple(operation.methods), permission)
