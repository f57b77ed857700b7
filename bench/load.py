"""Putting load on the site over HTTP: plain connections, kept alive, a bounded number of requests in a bounded time."""

import http.client
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

TIMEOUT = 60.0


@dataclass(frozen=True)
class Call:
    """One request. ``expect`` is the status of a good answer; ``done`` is told the body of it."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    expect: int = 200
    done: Callable[[bytes], object] = lambda body: None


@dataclass
class Taken:
    """What the clients saw: times of good answers in milliseconds, and what was wrong with the others."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0


def put(port: int, calls: Iterable[Call], *, clients: int, seconds: float) -> Taken:
    """Send ``calls`` by ``clients`` connections at once until they run out or ``seconds`` are over."""
    taken, source = Taken(), _Shared(iter(calls))
    began = time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(port, source, taken, began + seconds), daemon=True)
        for _each in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.seconds = time.perf_counter() - began
    return taken


def once(port: int, call: Call) -> tuple[int, bytes, dict[str, str]]:
    """Send one request on a connection of its own; returns status, body and headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request(call.method, call.path, call.body or None, call.headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())
    finally:
        connection.close()


class _Shared(Iterator[Call]):
    """An iterator that several threads may share."""

    def __init__(self, source: Iterator[Call]) -> None:
        self._source, self._lock = source, threading.Lock()

    def __next__(self) -> Call:
        with self._lock:
            return next(self._source)


def _client(port: int, source: Iterator[Call], taken: Taken, until: float) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    for call in source:
        began = time.perf_counter()
        if began >= until:
            break
        try:
            connection.request(call.method, call.path, call.body or None, call.headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            taken.errors.append(f"{call.method} {call.path}: {error!r}")
            connection.close()
            continue
        if answer.status == call.expect:
            taken.times.append((time.perf_counter() - began) * 1000)
            call.done(body)
        else:
            taken.errors.append(f"{call.method} {call.path}: {answer.status} {body[:80].decode(errors='replace')}")
    connection.close()
