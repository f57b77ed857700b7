"""Two hundred people book at one reception centre: `make bench-reception`. A part of ``bench.stage``.

Their acts are done by a few workers, each with a connection that it keeps, as the threads of the site do; waiting for a
worker counts. First all ask in the same instant, for times that do not suffice; then each goes on for some rounds, with
a pause before every act as somebody who reads and types has it. Doubles are pairs at one window that overlap. Then as
many go the whole way over the pages (``bench.visitors``).
"""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import machine, visitors
from bench.writing import write_page
from heli.access.actors import NOBODY
from heli.access.context import acting_as
from heli.kernel.decisions import Denied
from heli.organizations.models import Unit, UnitKind
from heli.places.revisions import bump
from heli.reception.booking import Details, Wish, book, cancel, hold
from heli.reception.known import REVISION, known
from heli.reception.models import TAKING, Appointment, Centre, Opening, Service, Window
from heli.reception.slots import NO_NEEDS, days_of, free_times

BOOKERS, WORKERS, WINDOWS, ROUNDS = 200, 8, 8, 2
PAUSE = (5.0, 20.0)
AIM = 300.0
PAGE = Path(__file__).resolve().parents[1] / "docs" / "bench.md"
BEGIN, END = "<!-- reception: begin -->", "<!-- reception: end -->"
_workers = ThreadPoolExecutor(WORKERS)


def run(*, bookers: int = BOOKERS, rounds: int = ROUNDS, write: bool = False) -> dict[str, Any]:
    """Build, book, count; answer milliseconds and doubles, and write docs/bench.md if asked to."""
    call_command("migrate", verbosity=0)
    service = _centre()
    before = machine.calibration()
    burst, pauses = _Taken(), _Taken()
    _together(bookers, lambda number: _booked(service, burst, random.Random(number), hot=True))
    _together(bookers, lambda number: _go_on(service, pauses, random.Random(number), rounds))
    pages = visitors.measure(_centre(windows=WINDOWS * 2).pk, bookers, _database())
    result = {"at once": burst.figures(), "with pauses": pauses.figures(), "doubles": doubles(), **before}
    result["pages"] = pages
    if write:
        write_page(PAGE, _report(result, bookers, rounds), begin=BEGIN, end=END)
    return result


class _Taken:
    """Times of acts in milliseconds, and what became of them."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.booked = self.refused = 0
        self.errors: list[str] = []

    def act(self, what: Callable[[], Any]) -> Any:
        """Time ``what``, the wait for a worker included."""
        began = time.perf_counter()
        try:
            return _workers.submit(_as_nobody, what).result()
        except Exception as error:  # noqa: BLE001 - counted and told
            self.errors.append(repr(error))
            return None
        finally:
            self.times.append((time.perf_counter() - began) * 1000)

    def figures(self) -> dict[str, float]:
        """Return the median, the 95th of a hundred, the longest, and the counts."""
        return {
            "acts": len(self.times),
            "booked": self.booked,
            "refused": self.refused,
            "errors": len(self.errors),
            "p50": round(median(self.times), 1),
            "p95": round(quantiles(self.times, n=20)[-1], 1),
            "longest": round(max(self.times), 1),
        }


def _as_nobody(what: Callable[[], Any]) -> Any:
    with acting_as(NOBODY):
        return what()


def _database() -> int:
    """Return the process of the database server, of which all that answer are children."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return machine.parent(cursor.fetchone()[0])


def _centre(windows: int = WINDOWS) -> Service:
    """Make a centre of its own for this run, with so many windows open all day."""
    mark = uuid4().hex[:8]
    unit = Unit.objects.create(code=f"bench-{mark}", name="接访", kind=UnitKind.DEPARTMENT, path=f"{mark}/")
    centre = Centre.objects.create(code=f"bench-{mark}", name="接访中心", unit=unit, address="x")
    service = Service.objects.create(centre=centre, letter="A", name="信访", minutes=20)
    for number in range(windows):
        Window.objects.create(centre=centre, number=number + 1, unit=unit).services.add(service)
    for weekday in range(8):
        Opening.objects.create(
            centre=centre, weekday=weekday, opens=clock(9), closes=clock(17), since=datetime(2020, 1, 1, tzinfo=UTC)
        )
    bump(REVISION)
    return service


def _together(bookers: int, act: Callable[[int], None]) -> None:
    """Let ``bookers`` threads begin in one instant and wait for all."""
    gate = threading.Barrier(bookers)

    def one(number: int) -> None:
        gate.wait()
        act(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(bookers)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def _wish(service: Service, dice: random.Random, *, hot: bool) -> Wish | None:
    """Choose among what is free: ``hot`` the first beginnings of the first day, which all want."""
    now = timezone.now()
    days = days_of(known().centres[service.centre_id], now)
    begins = sorted({each.begins for each in free_times(service, NO_NEEDS, days, now)})
    return Wish(service=service, begins=dice.choice(begins[: 8 if hot else None])) if begins else None


def _booked(service: Service, taken: _Taken, dice: random.Random, *, hot: bool, pause: bool = False) -> Any:
    """Look, keep and book; return the appointment, or None where somebody else was first."""
    wish = taken.act(lambda: _wish(service, dice, hot=hot))
    if wish is None:
        return None
    _wait(dice, pause=pause)
    held = taken.act(lambda: hold(wish, key=uuid4()))
    if not isinstance(held, Appointment):
        taken.refused += isinstance(held, Denied)
        return None
    _wait(dice, pause=pause)
    found = taken.act(lambda: book(held, Details(name="周", phone="13900000000")))
    taken.booked += isinstance(found, Appointment)
    return found


def _wait(dice: random.Random, *, pause: bool) -> None:
    if pause:
        time.sleep(dice.uniform(*PAUSE))


def _go_on(service: Service, taken: _Taken, dice: random.Random, rounds: int) -> None:
    """Book again and again, and give every second time back."""
    time.sleep(dice.uniform(0, PAUSE[1]))
    for number in range(rounds):
        found = _booked(service, taken, dice, hot=True, pause=True)
        _wait(dice, pause=True)
        if isinstance(found, Appointment) and number % 2:
            taken.act(lambda row=found: cancel(row))


def doubles() -> int:
    """Return how many pairs of appointments that take their time overlap at one window."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM reception_appointment one JOIN reception_appointment other"
            " ON one.window_id = other.window_id AND one.id < other.id AND one.span && other.span"
            " WHERE one.state = ANY(%s) AND other.state = ANY(%s)",
            [[each.value for each in TAKING]] * 2,
        )
        return int(cursor.fetchone()[0])


def _report(result: dict[str, Any], bookers: int, rounds: int) -> str:
    head = (
        f"{timezone.now():%Y-%m-%d}, {machine.description()}, fixed loop {result['clock']} ms: {bookers} bookers, "
        f"{WINDOWS} windows, {WORKERS} workers; then {rounds} rounds with pauses of "
        f"{PAUSE[0]:.0f} to {PAUSE[1]:.0f} seconds. Doubles: **{result['doubles']}**."
    )
    lines = [
        head,
        "",
        "| load | acts | booked | told that it is taken | errors | p50 ms | p95 ms (aim 300) | longest ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in ("at once", "with pauses"):
        each = result[name]
        aim = "" if each["p95"] < AIM else " **NOT MET**"
        cells = (each["acts"], each["booked"], each["refused"], each["errors"], each["p50"])
        lines.append(
            f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} | {each['p95']:,}{aim} | {each['longest']:,} |"
        )
    return "\n".join([*lines, "", *_pages(result["pages"])])


def _pages(pages: dict[str, dict[str, float]]) -> list[str]:
    """Return what visitors of the pages saw, and what the processors allow."""
    alone = pages["one after the other"]
    cost = alone["site CPU"] + alone["database CPU"]
    lines = [
        "| over HTTP | requests | booked | told that it is taken | errors | p50 ms | p95 ms (aim 300) | longest ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, each in pages.items():
        aim = "" if each["p95"] < AIM else " **NOT MET**"
        cells = (each["acts"], each["booked"], each["refused"], each["errors"], each["p50"])
        lines.append(
            f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} | {each['p95']:,}{aim} | {each['longest']:,} |"
        )
    told = (
        f"A whole visit (five requests) takes {alone['site CPU']} ms of the site's processor and "
        f"{alone['database CPU']} ms of the database's: two cores serve at most {2000 / cost:,.0f} visits a second, "
        f"and the last of {BOOKERS} that come in one instant waits {BOOKERS * cost / 2000:,.1f} s for the whole of it."
    )
    return [*lines, "", told]
