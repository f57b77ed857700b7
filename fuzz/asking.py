"""Requests put to the application in this process, as a server passes them on, and what is wrong with the answers."""

import io
import json
import re
import traceback
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, transaction

CSRF = "a" * 32
KNOWN_LANGUAGES = {"zh-hans": "zh", "en": "en"}


@dataclass
class Ask:
    """One request. ``query`` is as it stands in the request line; ``path`` is without percent signs.

    ``raw_path`` goes before ``path``: bytes that are no text.
    """

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    language: str = "zh-hans"
    session: str = ""
    raw_path: bytes = b""

    def environ(self) -> dict[str, Any]:
        """Return the request as WSGI has it."""
        cookies = f"heli_csrf={CSRF}" + (f"; heli_session={self.session}" if self.session else "")
        return {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": (self.raw_path or self.path.encode("utf-8", "surrogatepass")).decode("latin-1"),
            "QUERY_STRING": self.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": cookies,
            "HTTP_X_CSRFTOKEN": CSRF,
            "HTTP_ACCEPT_LANGUAGE": self.language,
            "CONTENT_TYPE": self.content_type,
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **self.headers,
        }

    def __str__(self) -> str:
        tail = f"{self.content_type!r} {self.body[:300]!r} {self.headers}"
        path = quote(self.raw_path or self.path.encode("utf-8", "surrogatepass"))
        return f"{self.method} {path}?{self.query[:300]} {tail}"


@dataclass
class Told:
    """What came back, and the error that was raised meanwhile, if any."""

    status: int
    headers: dict[str, str]
    body: bytes
    error: str = ""


class Asker:
    """Puts requests; what each wrote is rolled back, so that all meet the same state.

    ``found`` keeps the first answer of each kind that is wrong.
    """

    def __init__(self) -> None:
        self.application = WSGIHandler()
        self.count = 0
        self.statuses: dict[int, int] = {}
        self.found: dict[str, str] = {}

    def put(self, ask: Ask) -> Told:
        """Put one request."""
        raised: list[str] = []

        def keep(sender: Any, **more: Any) -> None:
            raised.append(traceback.format_exc())

        got_request_exception.connect(keep)
        # As in Django's own test client: the connection belongs to the transaction around.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        try:
            # No block of its own: some transactions refuse to be part of another one than the test's.
            point = transaction.savepoint()
            told = self._answer(ask)
            transaction.savepoint_rollback(point)
            # Else thousands would lie in each other, each with a lock of its own.
            transaction.savepoint_commit(point)
            transaction.set_rollback(False)
        finally:
            got_request_exception.disconnect(keep)
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)
        self.count += 1
        self.statuses[told.status] = self.statuses.get(told.status, 0) + 1
        told.error = raised[-1] if raised else ""
        if wrong := fault(ask, told):
            self.found.setdefault(wrong.splitlines()[-1][:200] if told.error else wrong[:60], wrong)
        return told

    def _answer(self, ask: Ask) -> Told:
        begun: list[Any] = []
        reply = self.application(ask.environ(), lambda status, headers: begun.extend([status, headers]))
        try:
            body = b"".join(reply)
        finally:
            reply.close()
        return Told(int(begun[0].split()[0]), {name.lower(): value for name, value in begun[1]}, body)


def fault(ask: Ask, told: Told) -> str:
    """Return what is wrong with the answer: an error of the server, or a refusal that nobody understands."""
    if told.status >= 500:
        return f"{told.status}: {ask}\n{told.error[-3000:]}"
    if told.status < 400 or ask.method == "HEAD" or told.status == 405:
        return ""
    kind = told.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return "" if _told_in_json(told.body) else f"{told.status} without a word: {ask}\n{told.body[:300]!r}"
    if kind.startswith("text/html"):
        return "" if _told_on_page(ask, told.body) else f"{told.status}, not in the reader's language: {ask}"
    return f"{told.status} as {kind}: {ask}\n{told.body[:200]!r}"


def _told_in_json(body: bytes) -> bool:
    found = json.loads(body)
    return isinstance(found, dict) and bool(any(found.get(name) for name in ("detail", "form", "error")))


def _told_on_page(ask: Ask, body: bytes) -> bool:
    """A whole page says its language; a part of a page, put into one, does not."""
    if "HTTP_HX_REQUEST" in ask.headers or b"<html" not in body:
        return bool(body.strip())
    found = re.search(rb'<html[^>]*\blang="([a-z]+)', body)
    return bool(found) and found[1].decode() == KNOWN_LANGUAGES[ask.language]
