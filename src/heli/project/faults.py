"""Fault points around a request, for the settings of rehearsals; and the check that production has none."""

import os
from collections.abc import Callable, Iterator
from typing import Any, cast

from django.conf import settings
from django.core.checks import Error
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from heli.kernel.faults import reach


class Faults:
    """First of the middleware: a point before anything of the body is read, another when half the reply is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST":
            reach("web.before_body")
        response = self.get_response(request)
        if request.method != "POST" or response.streaming:
            return response
        return _in_halves(cast(HttpResponse, response))


def _in_halves(response: HttpResponse) -> StreamingHttpResponse:
    """Return ``response`` such that a point lies in the middle of it."""
    content = response.content
    half = StreamingHttpResponse(_halves(content), status=response.status_code, headers=dict(response.headers))
    half.cookies = response.cookies
    half.headers["Content-Length"] = str(len(content))
    return half


def _halves(content: bytes) -> Iterator[bytes]:
    middle = len(content) // 2
    yield content[:middle]
    reach("web.half_sent")
    yield content[middle:]


class BreakingUpload(FileUploadHandler):
    """First of the upload handlers: a point at each piece of a file; keeps nothing."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the piece on."""
        reach("web.mid_upload")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""


def check_no_faults(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuse fault points in production."""
    if settings.PRODUCTION and (os.environ.get("HELI_FAULT_AT") or "heli.project.faults.Faults" in settings.MIDDLEWARE):
        return [Error("HELI_FAULT_AT is set in production.", hint="Unset it.", id="heli.E010")]
    return []
