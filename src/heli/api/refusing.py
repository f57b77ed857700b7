"""How the API refuses what no operation sees: a body at fault (422), a key that is missing (401), too many calls (429).

All are answered in the shape of ``schemas.Problem``, as the operations themselves do.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from heli.api import schemas

#: Where an error lies, before the name of the field: the source, then the name of the operation's parameter.
_SOURCES = ("body", "query", "path", "header", "cookie", "form", "file")


class TooManyError(HttpError):
    """Somebody calls too often, or has sent too many wrong codes: 429 with ``Retry-After`` in whole seconds."""

    def __init__(self, wait: timedelta, text: str) -> None:
        super().__init__(429, text)
        self.wait = wait


class NoKeyError(HttpError):
    """A call bears no key that opens anything: 401, which names the scheme (RFC 9110, section 11.6.1)."""

    def __init__(self) -> None:
        super().__init__(401, _("This call bears no key that is in force."))


def problem(detail: str, errors: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
    """Return the body of a refusal."""
    return {"detail": detail, "errors": dict(errors or {})}


def field_of(where: Sequence[str | int]) -> str:
    """Return the name of the field that an error lies in, its parts joined by dots; empty for the body as a whole."""
    parts = [str(part) for part in where]
    if parts and parts[0] in _SOURCES:
        del parts[: 2 if parts[0] == "body" else 1]
    return ".".join(parts)


def answer_refusals(api: NinjaAPI) -> None:
    """Let ``api`` answer such refusals; called once."""

    def too_many(request: HttpRequest, refused: Any) -> HttpResponse:
        answer = api.create_response(request, problem(refused.message), status=429)
        answer["Retry-After"] = str(math.ceil(refused.wait.total_seconds()))
        return answer

    def no_key(request: HttpRequest, refused: Any) -> HttpResponse:
        answer = api.create_response(request, problem(refused.message), status=401)
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    def at_fault(request: HttpRequest, refused: Any) -> HttpResponse:
        errors: dict[str, list[str]] = {}
        for each in refused.errors:
            errors.setdefault(field_of(each["loc"]), []).append(str(each["msg"]))
        return api.create_response(request, problem(_("Please check what is marked."), errors), status=422)

    api.add_exception_handler(TooManyError, too_many)
    api.add_exception_handler(NoKeyError, no_key)
    api.add_exception_handler(ValidationError, at_fault)


#: The headers of refusals, for the OpenAPI document.
WAITS: dict[str, Any] = {
    "headers": {
        "Retry-After": {
            "description": "Seconds until the next call is taken.",
            "required": True,
            "schema": {"type": "integer", "minimum": 0},
        }
    }
}
NAMES_SCHEME: dict[str, Any] = {
    "headers": {"WWW-Authenticate": {"description": "Bearer", "required": True, "schema": {"type": "string"}}}
}


def refusing(*statuses: int) -> dict[int, type[schemas.Problem]]:
    """Return what an operation declares of the refusals with these statuses."""
    return dict.fromkeys(statuses, schemas.Problem)
