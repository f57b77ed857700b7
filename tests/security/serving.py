"""The server of ordinary service, as `heli serve` starts it, and sockets that say to it what no client would."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

HEADS = b"\r\n\r\n"
LONGEST_SECONDS = 60.0


@dataclass(frozen=True)
class Reply:
    """One answer as it came over the line."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int

    def say(self, raw: bytes, *, patience: float = 5.0) -> tuple[bytes, bool]:
        """Send ``raw``; return all that came back, and whether the server closed the line."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as line:
            line.sendall(raw)
            found = b""
            try:
                while piece := line.recv(65536):
                    found += piece
            except TimeoutError:
                return found, False
            except ConnectionResetError:
                pass
            return found, True

    def ask(self, method: str, path: str, *lines: str, body: bytes = b"", host: str = "127.0.0.1") -> Reply:
        """Send a well-formed request and return the answer."""
        head = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *lines]
        if body:
            head.append(f"Content-Length: {len(body)}")
        found, _closed = self.say("\r\n".join(head).encode() + HEADS + body, patience=30.0)
        return reply(found)


def reply(raw: bytes) -> Reply:
    """Read the first answer of ``raw``."""
    head, _gap, body = raw.partition(HEADS)
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Reply(int(first.split()[1]), {name.lower(): value.strip() for name, _colon, value in pairs}, body)


def database_url() -> str:
    """Return the address of the database of the tests, for the role that serves."""
    has = connection.settings_dict
    place = f"{quote(str(has['HOST']), safe='')}:{has['PORT'] or 5432}"
    return f"postgres://{settings.HELI_APPLICATION_ROLE}@{place}/{has['NAME']}"


@contextmanager
def served(home: Path, **environment: str) -> Iterator[Served]:
    """Run `heli serve` under the settings of the tests, on a free port, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [str(Path(sys.executable).with_name("heli")), "serve", "--port", str(port), "--threads", "2"]
    more = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "heli.project.settings.testing", **environment}
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(words, env={**os.environ, **more}, stdout=log, stderr=log)
        try:
            yield _ready(Served(port), process, home)
        finally:
            process.terminate()
            process.wait(15)


def _ready(server: Served, process: "subprocess.Popen[bytes]", home: Path) -> Served:
    until = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            server.ask("GET", "/healthz")
        except (OSError, IndexError, ValueError):
            time.sleep(0.2)
        else:
            return server
    raise RuntimeError((home / "server.log").read_text(errors="replace")[-3000:])
