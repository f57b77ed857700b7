"""Answers that carry a stored file. Who may see it is decided by the caller, before.

Where ``HELI_FILES_HOST`` names a host of its own for files, the site answers with a signed address there, which holds
for a minute and needs no cookie.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from django.conf import settings
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils.http import parse_etags, quote_etag

from heli.papers import shelf
from heli.papers.models import StoredFile

R = TypeVar("R", bound=HttpResponseBase)

#: Should a file hold something active after all, the browser neither runs it nor lets it load anything.
POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

SALT = "file elsewhere"
#: How long a signed address holds: as long as a slow line needs to follow the way there.
LONGEST_SECONDS = 60
ELSEWHERE = "/f/"
#: How a domain finds what a signed address gives out, by its kind: from the key of the file and the case it must be of.
Finder = Callable[[str, str], StoredFile | None]
_finders: Final[dict[str, Finder]] = {}


def register_finder(kind: str, finder: Finder) -> None:
    """Let ``finder`` find files that the host of files gives out as ``kind``; called once from an AppConfig."""
    _finders[kind] = finder


def finder_of(kind: str) -> Finder | None:
    """Return how files of ``kind`` are found; None where no domain has said so."""
    return _finders.get(kind)


def elsewhere(kind: str, pk: object, reference: str) -> HttpResponse:
    """Lead to the host of files, where what case ``reference`` has as ``kind`` and ``pk`` is given out for a minute."""
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    token = signing.dumps([kind, str(pk), reference], salt=SALT)
    response = redirect(f"{scheme}://{settings.HELI_FILES_HOST}{ELSEWHERE}{token}")
    response["Cache-Control"] = "no-store"
    return response


def meant(token: str) -> tuple[str, str, str]:
    """Return kind and key of what a signed address gives out, and of which case; Http404 unless ours and fresh."""
    try:
        kind, pk, reference = signing.loads(token, salt=SALT, max_age=LONGEST_SECONDS)
    except signing.BadSignature as wrong:
        raise Http404 from wrong
    return kind, pk, reference


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
    # Pages of the site show pictures of the other host; whoever has the signed address may have the file.
    response["Cross-Origin-Resource-Policy"] = "cross-origin" if settings.HELI_FILES_HOST else "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response


def unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return ``response``, or the short answer that the browser's copy is still right."""
    if response.get("ETag") not in parse_etags(request.headers.get("If-None-Match", "")):
        return response
    response.close()
    return guarded(HttpResponseNotModified())
