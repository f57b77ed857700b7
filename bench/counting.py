"""How many statements and commits each operation costs, counted in this process on the benchmark's database."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.load import Call
from bench.scenarios import PAGES, STEPS, Opened, Scenarios

BOUNDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
WRITES = ("INSERT", "UPDATE", "DELETE")


def run(*, cast: dict[str, Any], wall: str) -> dict[str, dict[str, int]]:
    """Return statements and commits by operation; every operation was done once before, so that caches are filled."""
    # What is looked at every two seconds, whatever the number of requests, is left out.
    settings.HELI_REVISION_SECONDS = 3600.0
    scenarios = Scenarios(cast)
    found = {
        "open": _second(scenarios.openings()),
        "report page": _second(scenarios.forms()),
        "queue": _worst(scenarios.queue()),
        **{f"step {step}": _step(scenarios, step) for step in STEPS},
        **{kind: _second(scenarios.search(kind)) for kind in cast["words"]},
        **{name: _second(scenarios.page(name)) for name in PAGES},
        "export": _count(scenarios.export()),
    }
    return {**found, "wall": _second(scenarios.wall(wall))} if wall else found


def _step(scenarios: Scenarios, step: str) -> dict[str, int]:
    done: list[Opened] = []
    found = _second(scenarios.steps(step, scenarios.opened[:2], done))
    scenarios.opened = done
    return found


def _second(calls: Iterator[Call]) -> dict[str, int]:
    first, second = islice(calls, 2)
    _count(first)
    return _count(second)


def _worst(calls: Iterator[Call], tries: int = 12) -> dict[str, int]:
    return max((_count(call) for call in islice(calls, tries)), key=lambda each: each["statements"])


def _count(call: Call) -> dict[str, int]:
    """Send ``call`` and count; raises RuntimeError for an unexpected answer."""
    client = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1", raise_request_exception=True)
    kind = call.headers.get("Content-Type", "application/octet-stream")
    heads = {name: value for name, value in call.headers.items() if name != "Content-Type"}
    with CaptureQueriesContext(connection) as captured:
        answer = client.generic(call.method, call.path, call.body, kind, headers=heads)
        body = b"".join(answer) if answer.streaming else answer.content
    if answer.status_code != call.expect:
        raise RuntimeError(f"{call.path}: {answer.status_code} {body[:500].decode(errors='replace')}")
    call.done(body)
    return _tally([query["sql"] for query in captured.captured_queries])


def _tally(statements: list[str]) -> dict[str, int]:
    """Count statements apart from the bounds of transactions, and commits of something written."""
    counted, commits, inside, wrote = 0, 0, False, False
    for sql in statements:
        word = sql.lstrip("( ").split(maxsplit=1)[0].upper().rstrip(";")
        counted += word not in BOUNDS
        writes = word in WRITES or "procrastinate_defer" in sql
        if word == "BEGIN":
            inside, wrote = True, False
        elif word == "COMMIT":
            commits += wrote
            inside = False
        elif writes and inside:
            wrote = True
        elif writes:
            commits += 1
    return {"statements": counted, "commits": commits}
