"""Answers to requests that Django refuses before a view sees them, and to those on which something broke."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from heli.project.middleware import API

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
AWAY = (OperationalError, InterfaceError)
#: After how many seconds a visitor may try again while the database is away.
RETRY_SECONDS = 30
#: Where not even the page of errors can be made, for example because styles were never collected.
LAST_WORDS = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>合力</title>
<h1>系统出错了</h1><p>请稍后再试。</p>
<h1 lang="en">Something broke</h1><p lang="en">Please try again later.</p></html>"""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what is wrong: whoever sends too much learns that, instead of "bad request"."""
    status = 413 if isinstance(exception, TOO_LARGE) else 400
    return render(request, f"{status}.html", status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke, or that the database is away or locked; needs neither database nor session."""
    if isinstance(sys.exc_info()[1], AWAY):
        headers = {"Retry-After": str(RETRY_SECONDS)}
        if request.path.startswith(API):
            told = {"detail": _("We cannot answer for the moment. Please try again in a minute."), "errors": {}}
            return JsonResponse(told, status=503, headers=headers)
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    try:
        return HttpResponse(render_to_string("500.html"), status=500)
    except Exception:  # noqa: BLE001 - whatever is broken, somebody is told, and with the headers of every answer
        return HttpResponse(LAST_WORDS, status=500)
