"""The rounds of a rehearsal: what is broken in each, and how often."""

import contextlib
import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from faults.load import Load
from faults.proxy import MANNERS, WHOLE, Proxy
from faults.scene import WEB_POINTS, WORKER_POINTS, Scene, free_port
from faults.visitor import Ledger, Visitor
from heli.imports.tests.samples import csv_of, layout_in

ROWS, CHUNK = 400, 20
#: A server that is told to stop stops within so long.
STOP_SECONDS = 60.0


def points(scene: Scene, load: Load, kills: int, dice: random.Random) -> dict[str, Any]:
    """Kill web servers and workers at the named points, one after another."""
    orders = {"web_points": [*WEB_POINTS, "export.row"], "worker_points": WORKER_POINTS, "web": 2, "worker": 1}
    scene.order("set " + json.dumps(orders))
    before = scene.deaths()
    while (scene.deaths() - before).total() < kills and scene.in_time:
        time.sleep(0.2)
    return {"kills": (scene.deaths() - before).total(), "by": dict(scene.deaths() - before)}


def at_random(scene: Scene, load: Load, kills: int, dice: random.Random) -> dict[str, Any]:
    """Kill web servers and workers at any moment."""
    scene.order("set " + json.dumps({"web_points": [], "worker_points": [], "web": 3, "worker": 1}))
    by: Counter[str] = Counter()
    while by.total() < kills and scene.in_time:
        time.sleep(dice.uniform(0.05, 0.6))
        role = dice.choice(["web", "web", "web", "worker"])
        scene.order(f"kill {role}")
        by[f"{role}, any moment"] += 1
    return {"kills": by.total(), "by": dict(by)}


def database(scene: Scene, load: Load, kills: int, dice: random.Random) -> dict[str, Any]:
    """Kill the server of one connection, or the whole database, or stop it without a checkpoint."""
    scene.order("set " + json.dumps({"web_points": [], "worker_points": [], "web": 2, "worker": 1}))
    by: Counter[str] = Counter()
    longest = 0.0
    while by.total() < kills and scene.in_time:
        time.sleep(dice.uniform(0.1, 0.8))
        name = dice.choices(["a backend", "the postmaster", "immediate stop"], [5, 3, 2])[0]
        with contextlib.suppress(ProcessLookupError):
            victim = scene.a_backend() if name == "a backend" else scene.postmaster()
            os.kill(victim, signal.SIGQUIT if name == "immediate stop" else signal.SIGKILL)
            by[f"database: {name}"] += 1
        longest = max(longest, scene.wait())
    return {"kills": by.total(), "by": dict(by), "longest_outage": round(longest, 1)}


def granian(scene: Scene, load: Load, kills: int, dice: random.Random) -> dict[str, Any]:
    """Kill the processes of the web server that is used in service, at the points and at any moment."""
    names = [name for name in WEB_POINTS if name != "web.half_sent"]
    before, by = scene.deaths(), Counter[str]()
    while (scene.deaths() - before).total() + by.total() < kills and scene.in_time:
        port = free_port()
        arms = ",".join(f"{name}:{dice.randint(6, 12)}" for name in dice.sample(names, 3))
        other = Load(port, scene.cast, scene.folder, threads=3, seed=dice.randrange(10**6))
        words = ("heli.project", "serve", "--port", str(port), "--processes", "2", "--threads", "4")
        server = scene.start(*words, HELI_FAULT_AT=arms)
        other.start()
        limit = time.monotonic() + 60
        while time.monotonic() < limit and (scene.deaths() - before).total() + by.total() < kills:
            time.sleep(0.5)
        other.stop()
        load.add(other)
        server.kill() if dice.random() < 0.5 else server.terminate()
        by["granian, whole server"] += 1
        server.wait(STOP_SECONDS)
    deaths = {f"{name} (granian)": count for name, count in (scene.deaths() - before).items()}
    return {"kills": sum(deaths.values()) + by.total(), "by": {**deaths, **by}}


def long_acts(scene: Scene, load: Load, kills: int, dice: random.Random) -> dict[str, Any]:
    """Kill imports between their pieces and migrations at any moment; both must go on where they stopped."""
    by: Counter[str] = Counter()
    wrong: list[str] = []
    for number in range(kills):
        if not scene.in_time:
            break
        if number % 4 == 3:
            wrong += _migration(scene, number, dice)
            by["migration"] += 1
        else:
            wrong += _import(scene, number, dice)
            by["import"] += 1
    return {"kills": by.total(), "by": dict(by), "wrong": wrong}


def _import(scene: Scene, number: int, dice: random.Random) -> list[str]:
    folder = scene.folder / f"import-{number}"
    folder.mkdir()
    path = folder / "ledger.csv"
    path.write_text(csv_of(*({"编号": f"{number}-{row}"} for row in range(ROWS))), encoding="utf-8")
    layout_in(folder)
    words = (
        "heli.project",
        "import",
        "requests",
        str(path),
        "--layout",
        str(folder / "ledger.toml"),
        f"--chunk={CHUNK}",
    )
    words = (*words, "--create-categories")
    died = scene.start(*words, HELI_FAULT_AT=f"import.chunk:{dice.randint(1, ROWS // CHUNK - 1)}")
    died.communicate()
    scene.call(*words, "--resume")
    counts = scene.ask("checking.imported", prefix=f"{number}-")
    return [] if counts["rows"] == counts["cases"] == ROWS else [f"import {number}: {counts} instead of {ROWS}"]


def _migration(scene: Scene, number: int, dice: random.Random) -> list[str]:
    name = f"migrated_{number}"
    with psycopg.connect(scene.conninfo(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    assert scene.cluster
    url = f"postgres://{scene.cluster.user}@{quote(str(scene.cluster.socket_folder), safe='')}:5432/{name}"
    died = scene.start("heli.project", "migrate", DATABASE_URL=url)
    with contextlib.suppress(subprocess.TimeoutExpired):
        died.wait(dice.uniform(3, 12))
    died.kill()
    died.communicate()
    for words in (("migrate", "--verbosity", "0"), ("migrate", "--check")):
        again = scene.start("heli.project", *words, DATABASE_URL=url)
        again.communicate()
        if again.returncode:
            return [f"migration {number}: {words} failed after a kill"]
    return []


def connection(scene: Scene, load: Load, kills: int, dice: random.Random) -> dict[str, Any]:
    """Refuse, cut, silence and slow the line between the site and its database."""
    assert scene.cluster
    proxy = Proxy(scene.cluster.socket_folder / ".s.PGSQL.5432")
    other = Scene(scene.folder / "behind-a-line", database=f"postgres://heli_app@127.0.0.1:{proxy.port}/heli")
    other.home, other.sink, other.cast, other.fault_log = scene.home, scene.sink, scene.cast, scene.fault_log
    began = time.monotonic()
    other.raise_nursery(web=2, worker=1)
    by: Counter[str] = Counter()
    longest = 0.0
    visitors = Load(other.port, scene.cast, scene.folder, threads=3, seed=dice.randrange(10**6))
    try:
        other.wait()
        scene.round_ends += time.monotonic() - began
        visitors.start()
        for number in range(kills):
            if not scene.in_time:
                break
            manner = MANNERS[number % len(MANNERS)]
            proxy.turn(manner)
            time.sleep(dice.uniform(1, 4))
            proxy.turn(WHOLE)
            by[f"line: {manner}"] += 1
            longest = max(longest, other.wait())
            time.sleep(0.5)
    finally:
        visitors.stop()
        load.add(visitors)
        other.halt()
    return {"kills": by.total(), "by": dict(by), "longest_outage": round(longest, 1)}


def disk(scene: Scene, load: Load, kills: int, dice: random.Random) -> dict[str, Any]:
    """Fill the disk that takes the uploads, then free it: nobody is told "received" of what was not."""
    shelf = scene.home / "files"
    shelf.mkdir(exist_ok=True)
    if not os.path.ismount(shelf):
        return {"kills": 0, "by": {}, "note": "no small file system could be mounted here"}
    scene.order("set " + json.dumps({"web_points": [], "worker_points": []}))
    scene.wait()
    by: Counter[str] = Counter()
    wrong: list[str] = []
    visitor = Visitor(scene.port, Ledger(scene.folder / "ledger-disk.jsonl"), dice)
    for number in range(kills):
        ballast = _fill(shelf)
        told = len(visitor.refused)
        if visitor.report_on_page(scene.cast["place"]):
            wrong.append(f"disk full, time {number}: a receipt was given")
        elif len(visitor.refused) == told:
            wrong.append(f"disk full, time {number}: no clear refusal")
        else:
            visitor.refused.pop()
        ballast.unlink()
        if not visitor.report_on_page(scene.cast["place"]):
            wrong.append(f"disk full, time {number}: the service did not return")
        by["disk full"] += 1
    return {"kills": by.total(), "by": dict(by), "wrong": wrong}


def _fill(folder: Path) -> Path:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    return ballast


Round = Callable[[Scene, Load, int, random.Random], dict[str, Any]]
#: Each with the share of all kills that falls to it, for a thousand.
ROUNDS: dict[str, tuple[Round, int]] = {
    "points": (points, 640),
    "random": (at_random, 230),
    "database": (database, 90),
    "granian": (granian, 15),
    "line": (connection, 12),
    "disk": (disk, 8),
    "long": (long_acts, 5),
}
