"""Measure what row security and the audit record cost: `make bench-rows`.

The same calls, in one process and under the role that serves, with the policies and without them by turns; without
them nobody is named to the database either. Counted is the time on the processor, of this process and of its server
process together, which a busy machine blurs little. The figures are medians of the calls and of the turns' differences.
The record cannot be left out, so its part of each call is timed within it: composing entries and inserting them.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection

from bench import cast, filling
from bench.inside import send
from bench.load import Call
from bench.scenarios import STEPS, Opened, Scenarios
from heli.audit import record
from heli.audit.models import Entry
from heli.audit.naming import GUARDED, declare

Times = dict[str, list[float]]


def run(*, cases: int = 2000, turns: int = 12, calls: int = 12) -> dict[str, Any]:
    """Build, measure with and without by turns; answer milliseconds and percent for each operation."""
    filling.run(cases=cases)
    settings.HELI_REVISION_SECONDS, settings.HELI_REPORTS_AN_HOUR = 3600.0, 1_000_000
    scenarios = Scenarios(cast.run())
    _turn(scenarios, calls, _once)
    taken: dict[bool, Times] = {True: defaultdict(list), False: defaultdict(list)}
    try:
        for number in range(2 * turns):
            # on, off, off, on: what warms up or slows down does so for both.
            on = number % 4 in (0, 3)
            _switch(on=on)
            for name, times in _turn(scenarios, calls, _once).items():
                taken[on][name].append(median(times))
    finally:
        _switch(on=True)
    found = {name: _figures(taken[True][name], taken[False][name]) for name in taken[True]}
    for name, percent in _record(scenarios, turns, calls).items():
        found[name]["record_percent"] = percent
    for name, figures in found.items():
        print(f"{name:24} {figures}", file=sys.stderr, flush=True)
    return found


def _record(scenarios: Scenarios, turns: int, calls: int) -> dict[str, float]:
    """Return the part of each operation that goes into the audit record, in percent of the whole."""
    spent: list[int] = []
    shares: Times = defaultdict(list)

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*words: Any, **named: Any) -> Any:
            began = _used()
            try:
                return work(*words, **named)
            finally:
                spent.append(_used() - began)

        return done

    def share(call: Call) -> float:
        spent.clear()
        whole = _once(call)
        return sum(spent) / 10_000 / whole

    composing, saving = timed(record.content_of), timed(Entry.save)
    with mock.patch.object(record, "content_of", composing), mock.patch.object(Entry, "save", saving):
        for _each in range(turns):
            for name, percent in _turn(scenarios, calls, share).items():
                shares[name] += percent
    return {name: round(median(found), 1) for name, found in shares.items()}


def _figures(guarded: list[float], plain: list[float]) -> dict[str, float]:
    share = median(100 * (one - other) / other for one, other in zip(guarded, plain, strict=True))
    return {"ms": round(median(guarded), 2), "ms_without": round(median(plain), 2), "percent": round(share, 1)}


def _switch(*, on: bool) -> None:
    """Put the policies in force or out of it, as the owner, then act as the role that serves."""
    word = "ENABLE" if on else "DISABLE"
    if declare in connection.execute_wrappers:
        connection.execute_wrappers.remove(declare)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        for table in sorted(GUARDED):
            cursor.execute(f"ALTER TABLE {table} {word} ROW LEVEL SECURITY")
        cursor.execute(f"SET ROLE {connection.ops.quote_name(settings.HELI_APPLICATION_ROLE)}")
    if on:
        connection.execute_wrappers.insert(0, declare)


def _turn(scenarios: Scenarios, calls: int, measure: Callable[[Call], float]) -> Times:
    """Return what ``measure`` says of each call, by operation; cases are opened, moved and looked at."""
    scenarios.opened = []
    times: Times = {"open a case": _timed(scenarios.openings(), calls, measure)}
    moved = list(scenarios.opened)
    for step in STEPS:
        done: list[Opened] = []
        times[f"step {step}"] = _timed(scenarios.steps(step, moved, done), calls, measure)
        moved = done
    times["page of a case"] = _timed(scenarios.page("page of a case"), calls, measure)
    times["queue of 50"] = _timed(scenarios.queue(), calls, measure)
    times["follow one's case"] = _timed(_followed(scenarios.opened), calls, measure)
    return times


def _followed(opened: list[Opened]) -> Iterator[Call]:
    """The resident's reads of their case through the API."""
    for case in opened:
        yield Call("GET", f"/api/cases/{case.reference}", b"", {"X-Query-Code": case.code})


def _timed(calls: Iterator[Call], count: int, measure: Callable[[Call], float]) -> list[float]:
    return [measure(call) for call in islice(calls, count)]


def _once(call: Call) -> float:
    """Make the call and return its milliseconds."""
    return send(call, _used) / 1_000_000


def _used() -> int:
    """Return the nanoseconds on the processor so far, here and in the server process of this connection."""
    server = connection.connection.info.backend_pid
    return time.process_time_ns() + int(Path(f"/proc/{server}/schedstat").read_text().split()[0])
