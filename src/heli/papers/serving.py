"""Answers that carry a stored file. Who may see it is decided by the caller, before."""

from typing import TypeVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag

from heli.papers import shelf
from heli.papers.models import StoredFile

R = TypeVar("R", bound=HttpResponseBase)

#: Should a file hold something active after all, the browser neither runs it nor lets it load anything.
POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def file_response(stored: StoredFile, *, inline_image: bool, small: bool = False) -> HttpResponseBase:
    """Return ``stored`` as an answer; a file that is missing or not checked yet is a missing page (Http404).

    Only a picture that Heli has encoded itself is shown in place, and only where ``inline_image`` asks for it;
    everything else is offered for saving. ``small`` returns a picture's thumbnail.
    """
    if not stored.is_clean:
        raise Http404
    small = small and stored.is_image
    try:
        file = shelf.path_of(stored.digest, shelf.SMALL if small else "").open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        file,
        as_attachment=not (inline_image and stored.is_image),
        filename=stored.name,
        content_type="image/jpeg" if small else stored.content_type,
    )
    response["ETag"] = quote_etag(f"{stored.digest}{'.small' if small else ''}")
    return guarded(response)


def paper_response(content: bytes, name: str) -> HttpResponse:
    """Return a rendered paper (PDF) for saving under ``name``."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return guarded(response)


def guarded(response: R) -> R:
    """Set what every answer with a file says to the browser: no guessing, nothing active, no shared copies."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response


def unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return ``response``, or the short answer that the browser's copy is still right."""
    if response.get("ETag") not in parse_etags(request.headers.get("If-None-Match", "")):
        return response
    response.close()
    return guarded(HttpResponseNotModified())
