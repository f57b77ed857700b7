"""Requests put to the site in this process with Django's test client: no server, no sockets."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.test import Client

from bench.load import Call


def plainly(function: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Call ``function``; what ``send`` does where nothing else is to be measured."""
    return function(*given, **named)


@cache
def _client() -> Client:
    """Return the one client: each new one would set all middleware up, as a server does once."""
    return Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1", raise_request_exception=True)


def send(call: Call, clock: Callable[[], int], runs: Callable[..., Any] = plainly) -> int:
    """Send ``call`` and return what went by on ``clock``; RuntimeError for an unexpected answer."""
    client = _client()
    client.cookies.clear()
    kind = call.headers.get("Content-Type", "application/octet-stream")
    heads = {name: value for name, value in call.headers.items() if name != "Content-Type"}
    began = clock()
    answer = runs(client.generic, call.method, call.path, call.body, kind, headers=heads)
    used = clock() - began
    if answer.status_code != call.expect:
        raise RuntimeError(f"{call.path}: {answer.status_code} {answer.content[:500].decode(errors='replace')}")
    call.done(answer.content)
    return used
