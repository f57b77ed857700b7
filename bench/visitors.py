"""Two hundred visitors at the pages of the reception centre, over HTTP: the part of ``bench.reception`` with a server.

The site runs as in ordinary service, with as many processes as there are cores. Each visitor has a browser of their own
with cookies and an address of their own, and goes the whole way: times, keeping one, the form, sending it, the
confirmation. "In one instant" all send the form that books together; "within a minute" each comes at some moment of it.
"""

import contextlib
import http.client
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean, median, quantiles
from urllib.parse import urlencode

from bench import machine
from bench.load import TIMEOUT, Call, once
from bench.run import ROOT, free_port

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BEGINS = re.compile(r'name="begins" value="([^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MINUTE = 60.0
READY = 60.0


@contextlib.contextmanager
def site(processes: int, threads: int) -> Iterator[tuple[int, int]]:
    """Run the site on the database of the environment; yields its port and its process."""
    port = free_port()
    words = [sys.executable, "-m", "heli.project", "serve", "--port", str(port)]
    words += ["--processes", str(processes), "--threads", str(threads)]
    own = {name: text for name, text in os.environ.items() if name != "HELI_DATABASE_ROLE"}
    log = Path(os.environ["HELI_HOME"]) / "server.log"
    subprocess.run([*words[:3], "collectstatic", "--noinput", "-v0"], env=own, cwd=ROOT, check=True)
    with log.open("ab") as told:
        running = subprocess.Popen(words, env={**own, "HELI_PROXIES": "1"}, cwd=ROOT, stdout=told, stderr=told)
    try:
        _wait_for(port, running)
        yield port, running.pid
    finally:
        running.terminate()
        running.wait(READY)


def _wait_for(port: int, running: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + READY
    while running.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            if once(port, Call("GET", "/healthz"))[0] == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the site does not start")


class Visitor:
    """One browser. ``times`` are the milliseconds of each of its requests by what was asked."""

    def __init__(self, port: int, number: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        self.number, self.dice = number, random.Random(number)
        self.cookies: dict[str, str] = {}
        self.times: dict[str, float] = {}
        self.token = self.error = ""
        self.booked = self.refused = False

    def choose(self, service: int) -> bool:
        """Look at the times, keep one and open the form; False where somebody else was first."""
        page = self._ask("times", f"/visit/service/{service}/")[1]
        found = BEGINS.findall(page)
        sent = {"begins": self.dice.choice(found)} if found else {}
        where = self._ask("keep", f"/visit/service/{service}/keep/", sent)[2] if sent else ""
        self.refused = not where.endswith("/details/")
        if not self.refused:
            self._ask("form", where)
        return not self.refused

    def book(self) -> None:
        """Send the form, and read the confirmation."""
        who = {"name": "周", "phone": f"139{self.dice.randrange(10**8):08}"}
        status, _page, where = self._ask("book", "/visit/details/", who)
        if status == 302 and "/mine/" in where:
            self.booked = self._ask("confirmation", where)[0] == 200
        else:
            self.error = self.error or f"booking answered {status} {where}"

    def _ask(self, name: str, path: str, sent: dict[str, str] | None = None) -> tuple[int, str, str]:
        heads = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        heads["X-Forwarded-For"] = f"10.1.{self.number // 250}.{self.number % 250 + 1}"
        body = urlencode({**sent, "csrfmiddlewaretoken": self.token}) if sent is not None else None
        began = time.perf_counter()
        self.line.request("GET" if body is None else "POST", path, body, {**heads, **(FORM if body else {})})
        answer = self.line.getresponse()
        page = answer.read().decode()
        self.times[name] = (time.perf_counter() - began) * 1000
        for each in answer.headers.get_all("Set-Cookie") or ():
            key, value = each.split(";", 1)[0].split("=", 1)
            self.cookies[key] = value
        self.token = (TOKEN.findall(page) or [self.token])[0]
        if answer.status >= 400:
            self.error = f"{path} answered {answer.status}"
        return answer.status, page, answer.headers.get("Location", "")


def measure(service: int, visitors: int, database: int) -> dict[str, dict[str, float]]:
    """Return the figures of both ways to come, and of one visitor after the other, by name."""
    with site(os.cpu_count() or 1, 4) as (port, server):
        for number in range(10):
            _whole(Visitor(port, 9000 + number), service)
        used = machine.cpu_seconds(server), machine.cpu_seconds(database)
        alone = [_whole(Visitor(port, 8000 + number), service) for number in range(20)]
        cpu = machine.cpu_seconds(server) - used[0], machine.cpu_seconds(database) - used[1]
        minute = _in_a_minute(port, service, visitors)
        instant = _in_one_instant(port, service, visitors)
    each = {"site CPU": round(cpu[0] / len(alone) * 1000, 1), "database CPU": round(cpu[1] / len(alone) * 1000, 1)}
    return {
        "one after the other": {**_figures(alone), **each},
        "within a minute": _figures(minute),
        "in one instant": _figures(instant, "book"),
    }


def _whole(visitor: Visitor, service: int) -> Visitor:
    if visitor.choose(service):
        visitor.book()
    return visitor


def _in_a_minute(port: int, service: int, visitors: int) -> list[Visitor]:
    """Let each come at some moment of a minute, and take some seconds to fill the form in."""

    def come(visitor: Visitor) -> None:
        time.sleep(visitor.dice.uniform(0, MINUTE - 10))
        if visitor.choose(service):
            time.sleep(visitor.dice.uniform(3, 10))
            visitor.book()

    return _together([Visitor(port, number) for number in range(visitors)], come)


def _in_one_instant(port: int, service: int, visitors: int) -> list[Visitor]:
    """Let all have a time and the form before them, a few after another, and send it together."""
    waiting = [Visitor(port, 1000 + number) for number in range(visitors)]
    ready = [each for each in waiting if each.choose(service)]
    gate = threading.Barrier(max(len(ready), 1))

    def send(visitor: Visitor) -> None:
        gate.wait()
        visitor.book()

    return _together(ready, send)


def _together(visitors: list[Visitor], act: Callable[[Visitor], None]) -> list[Visitor]:
    def safely(visitor: Visitor) -> None:
        try:
            act(visitor)
        except Exception as error:  # noqa: BLE001 - counted and told
            visitor.error = repr(error)

    threads = [threading.Thread(target=safely, args=(each,)) for each in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return visitors


def _figures(visitors: list[Visitor], only: str = "") -> dict[str, float]:
    times = [spent for each in visitors for name, spent in each.times.items() if not only or name == only]
    books = [each.times["book"] for each in visitors if "book" in each.times]
    return {
        "acts": len(times),
        "booked": sum(each.booked for each in visitors),
        "refused": sum(each.refused for each in visitors),
        "errors": sum(bool(each.error) for each in visitors),
        "p50": round(median(times), 1),
        "p95": round(quantiles(times, n=20)[-1], 1),
        "longest": round(max(times), 1),
        "booking": round(mean(books), 1) if books else 0.0,
    }
