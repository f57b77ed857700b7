"""What is added to every answer, and which methods are answered at all."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound
from django.shortcuts import render

from heli.cases.file_views import given_out
from heli.papers.serving import ELSEWHERE

Handler = Callable[[HttpRequest], HttpResponse]

METHODS = ("GET", "HEAD", "POST")
API = "/api/"


class Headers:
    """Send what browsers must know with every answer, also with files, redirects and refusals.

    The outermost of all, so that nothing leaves without them; a view that needs another value sets it itself.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.fixed: dict[str, str] = {
            "Content-Security-Policy": settings.CONTENT_SECURITY_POLICY,
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.fixed.items():
            response.headers.setdefault(name, value)
        if _known(request):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _known(request: HttpRequest) -> bool:
    """Whether the visitor has a session: what staff and residents with a query code see is stored nowhere."""
    session = getattr(request, "session", None)
    return session is not None and not session.is_empty()


class FilesHost:
    """Give out files, and nothing else, under the name that ``HELI_FILES_HOST`` gives them; files nowhere else.

    It stands before sessions, pages and static files: no cookie is read or set there.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.HELI_FILES_HOST or request.get_host().lower() != settings.HELI_FILES_HOST:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        token = request.path_info.removeprefix(ELSEWHERE)
        if not request.path_info.startswith(ELSEWHERE) or "/" in token:
            return HttpResponseNotFound(content_type="text/plain")
        try:
            return cast(HttpResponse, given_out(request, token))
        except Http404:
            return HttpResponseNotFound(content_type="text/plain")


class Methods:
    """Answer only the methods that pages and the API use, and say "not allowed" in words."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return _not_allowed(request, ", ".join(METHODS))
        response = self.get_response(request)
        if response.status_code == 405 and not request.path.startswith(API):
            return _not_allowed(request, response.headers.get("Allow", ", ".join(METHODS)))
        return response


def _not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    response = render(request, "405.html", status=405)
    response["Allow"] = allowed
    return response
