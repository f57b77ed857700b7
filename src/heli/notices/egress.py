"""The one way out: every call that Heli makes to another machine over HTTP.

Only hosts that the district has named are called, over HTTPS, at an address of the open internet that was looked up
and judged before the connection is made to this very address; no redirects, no proxies, limited time and answers.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from heli.kernel.addresses import is_open

SECONDS = 10.0
MOST_BYTES = 1024 * 1024
MOST_SENT = 1024 * 1024
_PORTS = {"https": 443, "http": 80}
_PIECE = 64 * 1024

#: Looks a host up and returns its addresses; tests give their own.
Resolver = Callable[[str, int], list[str]]


class EgressRefused(Exception):  # noqa: N818  a decision, no fault
    """The call is not made, or its answer is not taken; the text says why."""


@dataclass(frozen=True)
class Answer:
    """What the other machine said; redirects are answers like others."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of ``host`` as the system knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def call(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    resolver: Resolver = look_up,
) -> Answer:
    """Send one request to a host that the district has named, and return the answer.

    Raises EgressRefused for a host, address, scheme or port that is not allowed and for an answer beyond the limits;
    OSError and http.client.HTTPException where the other machine fails.
    """
    if len(body) > MOST_SENT:
        raise EgressRefused("the body is too large")
    target = _target(url)
    connection = _Connection(target, _address(target, resolver))
    deadline = time.monotonic() + SECONDS
    try:
        connection.request(method, target.path, body=body or None, headers={**(headers or {}), "Connection": "close"})
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), _read(answer, deadline))
    finally:
        connection.close()


def _target(url: str) -> _Target:
    """Take ``url`` apart; raises EgressRefused for whatever is not plainly a named host."""
    if any(letter <= " " or letter in "\\\x7f" for letter in url) or not url.isascii():
        raise EgressRefused("the address is not in its plain form")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise EgressRefused("the address cannot be read") from fault
    schemes = ("https", "http") if settings.HELI_EGRESS_HTTP else ("https",)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in schemes or parts.username is not None or parts.password is not None:
        raise EgressRefused("the address has a scheme or a user that is not allowed")
    if host not in settings.HELI_EGRESS_HOSTS:
        raise EgressRefused("the host is not among those that the district has named")
    if port not in (None, _PORTS[parts.scheme]):
        raise EgressRefused("the port is not the usual one")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Target(parts.scheme, host, _PORTS[parts.scheme], path)


def _address(target: _Target, resolver: Resolver) -> str:
    """Return the address to connect to; one closed address among them refuses them all."""
    addresses = resolver(target.host, target.port)
    if not addresses or not all(is_open(each) for each in addresses):
        raise EgressRefused("the host leads to an address that is not of the open internet")
    return addresses[0]


class _Connection(http.client.HTTPConnection):
    """Connects to an address that was judged before; the certificate must still be the host's."""

    def __init__(self, target: _Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.target, self.address = target, address

    def connect(self) -> None:
        """Connect, without looking the host up again."""
        self.sock = socket.create_connection((self.address, self.target.port), timeout=SECONDS)
        if self.target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)


def _read(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    found = b""
    while piece := answer.read1(_PIECE):
        found += piece
        if len(found) > MOST_BYTES or time.monotonic() > deadline:
            raise EgressRefused("the answer is too large or too slow")
    return found
