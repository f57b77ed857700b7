"""Class 20, at the server of ordinary service: headers, methods, forwarded names, and requests that smuggle others."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from heli.audit.tests.tampering import tamper
from tests.security.serving import Reply, Served, reply, served
from tests.security.test_sec_20_headers import GOLDEN

HOST = b"Host: 127.0.0.1\r\n"
CLOSE = b"Connection: close\r\n"
#: So that there is a database, even where these tests run alone.
pytestmark = pytest.mark.django_db
HIDDEN = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server commits what it writes, the refusals on record: nobody else's tests may find them."""
    with served(tmp_path_factory.mktemp("server"), HELI_HOSTS="127.0.0.1") as found:
        yield found
    with django_db_blocker.unblock(), transaction.atomic():
        for table in ("audit_entry", "access_counter", "access_denial", "access_session"):
            tamper(f"DELETE FROM {table}")


def drift(answer: Reply) -> dict[str, str | None]:
    """Return what differs from the headers of every answer."""
    has = answer.headers
    found = {name: has.get(name.lower()) for name, value in GOLDEN.items() if has.get(name.lower()) != value}
    if has.get("content-security-policy") != settings.CONTENT_SECURITY_POLICY:
        found["Content-Security-Policy"] = has.get("content-security-policy")
    if has.get("permissions-policy") != settings.PERMISSIONS_POLICY:
        found["Permissions-Policy"] = has.get("permissions-policy")
    # Which server it is may be known, which release may not.
    told = {name: value for name, value in has.items() if name in ("server", "x-powered-by")}
    return found if told == {"server": "granian"} else {**found, **told}


ANSWERS = {
    "a page": ("GET", "/track/", b"", 200),
    "health": ("GET", "/healthz", b"", 200),
    "a static file": ("GET", "/static/heli/favicon.svg", b"", 200),
    "no static file": ("GET", "/static/nothing.css", b"", 404),
    "out of the static files": ("GET", "/static/../../pyproject.toml", b"", 404),
    "no page": ("GET", "/nothing/", b"", 404),
    "bytes that are no text": ("GET", "/%ED%A0%80/", b"", 404),
    "no operation": ("GET", "/api/cases/%ED%A0%80", b"", 404),
    "refused": ("GET", "/api/cases", b"", 401),
    "a redirect": ("GET", "/desk/", b"", 302),
    "without token": ("POST", "/track/", b"a=b", 403),
    "no JSON": ("POST", "/api/cases", b"{", 400),
    "put": ("PUT", "/track/", b"x", 405),
    "trace": ("TRACE", "/", b"", 405),
    "of the post only": ("GET", "/api/files", b"", 405),
    "too large": ("POST", "/api/cases", bytes(3 << 20), 413),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_has_the_headers(server, name):
    method, path, body, status = ANSWERS[name]
    kind = "application/json" if path.startswith("/api/") else "application/x-www-form-urlencoded"
    answer = server.ask(method, path, f"Content-Type: {kind}", body=body)
    assert (answer.status, drift(answer)) == (status, {})
    assert b"TRACE / HTTP" not in answer.body


def test_another_host_is_refused_with_the_headers_too(server):
    answer = server.ask("GET", "/", host="evil.example")
    assert (answer.status, drift(answer)) == (400, {})
    assert b"evil.example" not in answer.body


SPOOFED = (
    "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X-Forwarded-For: 10.1.2.3", "X-Forwarded-Port: 1",
    "Forwarded: for=10.1.2.3;host=evil.example;proto=https", "X-Original-URL: /desk/", "X-Rewrite-URL: /desk/",
    "X-Script-Name: /evil", "X-Forwarded-Prefix: /evil", "X-Remote-User: admin", "Remote-User: admin",
    "X-HTTP-Method-Override: DELETE",
)  # fmt: skip


@pytest.mark.parametrize("path", ["/track/", "/desk/", "/nothing/", "/api/cases"])
def test_what_anybody_can_send_about_the_way_changes_nothing(server, path):
    usual, spoofed = server.ask("GET", path), server.ask("GET", path, *SPOOFED)
    assert (spoofed.status, spoofed.headers.get("location")) == (usual.status, usual.headers.get("location"))
    assert b"evil" not in spoofed.body
    assert not any("evil" in value for value in spoofed.headers.values())


#: What the server itself refuses before anything of Heli runs. Such an answer has no body, so nothing in it can be
#: guessed, framed or run, and the line is closed.
REFUSED = {
    "no request line": b"GARBAGE\r\n\r\n",
    "another protocol": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "headers without end": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 900_000 + b"\r\n\r\n",
    "too many headers": b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X%d: 1\r\n" % n for n in range(500)) + b"\r\n",
    "an address without end": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + CLOSE + b"\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n" + CLOSE + b"\r\n",
    "a bare return in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\rY: b\r\n" + CLOSE + b"\r\n",
    "two lengths": b"POST /track/ HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\nContent-Length: 90\r\n\r\n" + HIDDEN,
    "a list of lengths": b"POST /track/ HTTP/1.1\r\n" + HOST + b"Content-Length: 0, 90\r\n\r\n" + HIDDEN,
    "a folded header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n Transfer-Encoding: chunked\r\n\r\n" + HIDDEN,
    "a blank before the colon": b"POST /track/ HTTP/1.1\r\n" + HOST + b"Content-Length : 90\r\n\r\n" + HIDDEN,
    "an unknown encoding": b"POST /track/ HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: xchunked\r\n\r\n" + HIDDEN,
    "chunked not last": b"POST /track/ HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked, gzip\r\n\r\n" + HIDDEN,
    "a negative length": b"POST /track/ HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n" + HIDDEN,
    "a length with a sign": b"POST /track/ HTTP/1.1\r\n" + HOST + b"Content-Length: +90\r\n\r\n" + HIDDEN,
    "a length in hex": b"POST /track/ HTTP/1.1\r\n" + HOST + b"Content-Length: 0x5a\r\n\r\n" + HIDDEN,
    "a preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + HIDDEN,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_request_is_refused_without_a_body_and_the_line_closed(server, name):
    raw, closed = server.say(REFUSED[name])
    assert closed
    assert raw.count(b"HTTP/1.1 ") <= 1
    if raw:
        answer = reply(raw)
        assert answer.status in (400, 414, 431, 505)
        assert answer.body == b""


#: Two ways to read where a request ends. The second request must never be answered.
BOTH = {
    "length and chunks": b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and length": b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "chunks that are none": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "a chunk too long for its size": b"Transfer-Encoding: chunked\r\n\r\n1\r\nhello\r\n0\r\n\r\n",
    "a size beyond all numbers": b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff1\r\nx\r\n0\r\n\r\n",
    "two encodings": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("name", BOTH)
def test_no_request_hides_behind_another(server, name):
    raw, closed = server.say(b"POST /track/ HTTP/1.1\r\n" + HOST + BOTH[name] + HIDDEN)
    assert closed
    assert raw.count(b"HTTP/1.1 ") <= 1
    assert b"HTTP/1.1 200" not in raw


@pytest.mark.parametrize("head", [b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n"])
def test_without_one_host_there_is_an_answer_in_due_form(server, head):
    raw, _closed = server.say(head.replace(b"\r\n\r\n", b"\r\n" + CLOSE + b"\r\n"))
    answer = reply(raw)
    assert (answer.status, drift(answer)) == (400, {})
