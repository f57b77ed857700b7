"""Processor time of one request, measured in this process with Django's test client: no server, no sockets.

`python -m bench.stage processor '{"rounds": 40}'`, in the environment of ``bench.run``, on the database that a run has
left. Each time stands beside that of the fixed loop around it; compare by their quotient, for the machine is shared.
``profile`` names one operation whose functions are told, dearest first, instead.
"""

import cProfile
import io
import pstats
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings

from bench import cast as casting
from bench import machine
from bench.inside import plainly, send
from bench.load import Call
from bench.scenarios import PAGES, STEPS, Opened, Scenarios

WARM = 6


def run(*, rounds: int = 40, only: str = "", profile: str = "", lines: int = 60) -> dict[str, Any]:
    """Return milliseconds of the processor by operation: of a request, of the fixed loop, and their quotient."""
    settings.HELI_REVISION_SECONDS = 3600.0
    scenarios = Scenarios(casting.run())
    found: dict[str, Any] = {}
    for name, calls in _operations(scenarios, rounds):
        if profile and name == profile:
            _profiled(calls, rounds, lines)
        elif profile and not name.startswith(("open", "step")):
            continue
        elif not only or name == only or name.startswith(("open", "step")):
            found[name] = _timed(calls, rounds)
    return found


def _operations(scenarios: Scenarios, rounds: int) -> Iterator[tuple[str, Iterator[Call]]]:
    yield "queue of 50", scenarios.queue()
    for name in PAGES:
        yield name, scenarios.page(name)
    for kind in scenarios.cast["words"]:
        yield kind, scenarios.search(kind)
    yield "report by the page", scenarios.forms()
    yield "open a case", scenarios.openings()
    cases = scenarios.opened
    for step in STEPS:
        done: list[Opened] = []
        yield f"step {step}", scenarios.steps(step, cases, done)
        cases = done


def _timed(calls: Iterator[Call], rounds: int) -> dict[str, float]:
    for call in islice(calls, WARM):
        _send(call)
    before, used, count = machine.speed(), 0.0, 0
    for call in islice(calls, rounds):
        used += _send(call)
        count += 1
    loop = (before + machine.speed()) / 2
    each = used / max(count, 1) * 1000
    return {"ms": round(each, 1), "loop_ms": round(loop, 1), "quotient": round(each / loop, 3)}


def _profiled(calls: Iterator[Call], rounds: int, lines: int) -> None:
    for call in islice(calls, WARM):
        _send(call)
    profiler = cProfile.Profile(time.process_time)
    for call in islice(calls, rounds):
        _send(call, profiler.runcall)
    text = io.StringIO()
    pstats.Stats(profiler, stream=text).sort_stats("tottime").print_stats(lines).sort_stats("cumtime").print_stats(
        lines
    )
    print(text.getvalue(), file=sys.stderr)


def _send(call: Call, runs: Callable[..., Any] = plainly) -> float:
    """Send ``call`` and return the seconds of the processor that it took."""
    return send(call, time.process_time_ns, runs) / 1_000_000_000
