"""The loads of a run, one after the other, on the running site."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from bench import machine
from bench.figures import Load, load_of
from bench.load import Call, once, put
from bench.scenarios import PAGES, STEPS, Opened, Scenarios

MANY = 8
WALLS = ("/wall/figures", "/wall/")
EXPORTS = 3


class Loading:
    """Puts every load on the site at ``port``; the figures collect in ``loads``.

    ``server`` and ``database`` are the processes whose children answer.
    """

    def __init__(
        self, port: int, server: int, database: int, cast: dict[str, Any], *, seconds: float, say: Callable[[str], None]
    ) -> None:
        self.port, self.server, self.database = port, server, database
        self.seconds, self.say = seconds, say
        self.scenarios = Scenarios(cast)
        self.loads: list[Load] = []
        self.memory: dict[str, float] = {}
        self.export: dict[str, float] = {}
        self.wall = next((path for path in WALLS if self._answers(path)), "")

    def _answers(self, path: str) -> bool:
        return once(self.port, next(self.scenarios.wall(path)))[0] == 200

    def run(self) -> None:
        """Put all loads on the site: pages first, so that what opening adds does not change them."""
        self.memory["server_before"] = machine.memory_mb(self.server)
        self._pages("queue of 50", self.scenarios.queue())
        for name in PAGES:
            self._pages(name, self.scenarios.page(name))
        for kind in self.scenarios.cast["words"]:
            self._pages(kind, self.scenarios.search(kind))
        if self.wall:
            self._pages("wall", self.scenarios.wall(self.wall))
        self._export()
        self._pages("open a case", self.scenarios.openings())
        self._pages("report by the page", self.scenarios.forms())
        self._life()
        self.memory["server_after"] = machine.memory_mb(self.server)

    def _pages(self, name: str, calls: Iterator[Call]) -> None:
        put(self.port, islice(calls, MANY), clients=MANY, seconds=self.seconds)
        for clients in (1, MANY):
            self._load(name, calls, clients)

    def _life(self) -> None:
        """Take the opened cases through all steps, one half by one client and the other by eight."""
        half = len(self.scenarios.opened) // 2
        halves = {1: self.scenarios.opened[:half], MANY: self.scenarios.opened[half:]}
        for step in STEPS:
            for clients, cases in halves.items():
                done: list[Opened] = []
                self._load(f"step {step}", self.scenarios.steps(step, cases, done), clients)
                halves[clients] = done

    def _load(self, name: str, calls: Iterable[Call], clients: int) -> None:
        before = machine.speed()
        site, database = machine.cpu_seconds(self.server), machine.cpu_seconds(self.database)
        taken = put(self.port, calls, clients=clients, seconds=self.seconds)
        cpu = machine.cpu_seconds(self.server) - site, machine.cpu_seconds(self.database) - database
        loop = (before + machine.speed()) / 2
        found = load_of(
            name, clients=clients, times=taken.times, errors=taken.errors, seconds=taken.seconds, cpu=cpu, loop=loop
        )
        self.loads.append(found)
        self.say(f"{name}, {clients}: {found.rate}/s, p50 {found.p50} ms, errors {found.errors} {found.first_error}")

    def _export(self) -> None:
        """Fetch the export a few times; the best counts, for one slow moment of the machine says nothing."""
        times, body = [], b""
        for _each in range(EXPORTS):
            began = time.perf_counter()
            status, body, _heads = once(self.port, self.scenarios.export())
            times.append(time.perf_counter() - began)
            if status != 200:
                raise RuntimeError(f"the export answered {status}")
        self.export = {"rows": body.count(b"\n") - 1, "seconds": round(min(times), 2), "bytes": len(body)}
        self.say(f"export: {self.export}")
