"""Measure Heli on a database of its own and print the figures beside the aims: `make bench`.

    ARGS="--cases 200000 --seconds 8"   size of the database, time for each load
    ARGS=--short                        loads of two seconds, no import of a real file
    ARGS=--fresh                        build the database anew; otherwise it is kept between runs
    ARGS=--write                        write the figures into docs/bench.md

Everything lies under var/bench: database, log of the server, result.json. The site runs as one server process on a
port of the loopback interface. Real files are looked for in the folder that HELI_SHARED names, or in ``shared`` beside
the source tree.
"""

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench import figures, imports, machine, writing
from bench.load import Call, once
from bench.loading import Loading

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "var" / "bench"
UNFINISHED = HOME / "unfinished"
READY_SECONDS = 60.0
WORKER_SECONDS = 15.0
EMPTY = "heli_bench_empty"


def environment() -> dict[str, str]:
    """Return the environment of all parts: the benchmark's own folder and embedded server."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HELI_MODE")}
    # One address sends everything here, which the limits against floods are made to refuse.
    limits = {"HELI_REPORTS_AN_HOUR": "10000000", "HELI_EXPORTS_A_DAY": "10000000"}
    own = {"HELI_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "heli.project.settings", "HELI_LOG": "ERROR"}
    return {**kept, **limits, **own}


def stage(name: str, /, **options: Any) -> Any:
    """Run a part in a process of its own and return what it answers."""
    command = [sys.executable, "-m", "bench.stage", name, json.dumps(options)]
    done = subprocess.run(command, env=environment(), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def heli(*words: str) -> list[str]:
    """Return the command line of a command of Heli."""
    return [sys.executable, "-m", "heli.project", *words]


def say(line: str) -> None:
    """Tell how far the run is; the report alone goes to standard output."""
    print(line, file=sys.stderr, flush=True)


@contextlib.contextmanager
def running(words: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a process of the site for a while."""
    with (HOME / "server.log").open("ab") as log:
        process = subprocess.Popen(words, env=environment(), cwd=ROOT, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def build(cases: int, *, fresh: bool, **more: Any) -> dict[str, Any]:
    """Bring the database to the wanted size; what was cut short is built anew. ``more`` goes to the filling."""
    HOME.mkdir(parents=True, exist_ok=True)
    if fresh or UNFINISHED.exists():
        subprocess.run(heli("demo", "--reset"), env=environment(), cwd=ROOT, check=True, stdout=sys.stderr)
    else:
        # A database of an earlier run, with the tables and the scripts of today.
        subprocess.run(heli("prepare"), env=environment(), cwd=ROOT, check=True, stdout=sys.stderr)
    UNFINISHED.touch()
    built: dict[str, Any] = stage("filling", cases=cases, **more)
    UNFINISHED.unlink()
    return built


def migrations() -> float:
    """Return how many seconds all migrations take on an empty database of the same server."""
    place = stage("emptying", name=EMPTY)
    address = f"postgres://{place['user']}@{quote(place['host'], safe='')}:{place['port']}/{EMPTY}"
    code = (
        "import django, time; django.setup(); from django.core.management import call_command;"
        "from heli.audit import naming; migrate = naming.by_system(call_command);"
        "began = time.perf_counter(); migrate('migrate', verbosity=0); print(time.perf_counter() - began)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment(), "DATABASE_URL": address},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return round(float(done.stdout.split()[-1]), 2)


def worker_memory() -> float:
    """Let the job worker do what the load left behind, for a while, and return the memory that it holds then."""
    with running(heli("worker")) as process:
        time.sleep(WORKER_SECONDS)
        return machine.memory_mb(process.pid)


def imported() -> dict[str, Any]:
    """Import the largest real file into a database of its own; a reason where that cannot be."""
    if not (imports.DATA / "311").is_dir():
        return {"skipped": "no real file: set HELI_SHARED to the folder that holds data/"}
    try:
        return imports.measure(only="chicago311", times=1)[0]
    except subprocess.CalledProcessError as error:
        return {"skipped": f"the import failed ({error.returncode})"}


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the site answers and has its database; SystemExit when it does not."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            if once(port, Call("GET", "/healthz"))[0] == 200:
                return
        time.sleep(0.05)
    sys.exit(f"The site does not start; see {HOME / 'server.log'}")


def measure(options: argparse.Namespace, built: dict[str, Any]) -> dict[str, Any]:
    """Return all figures of a run."""
    port = free_port()
    say("server")
    began = time.monotonic()
    with running(heli("serve", "--port", str(port), "--processes", "1")) as server:
        wait_for(port, server)
        start = {"seconds:start": round(time.monotonic() - began, 1)}
        cast = stage("cast")
        loading = Loading(port, server.pid, cast["database"], cast, seconds=options.seconds, say=say)
        say("statements")
        counted = stage("counting", cast=cast, wall=loading.wall)
        loading.run()
        result = {"loads": loading.loads, "counted": counted, "memory": loading.memory, "export": loading.export}
        say("migrations on an empty database")
        result["migrations"] = migrations()
        say("job worker")
        result["memory"]["worker"] = worker_memory()
    say("import of a real file" if not options.short else "")
    result["import"] = {"skipped": "a short run"} if options.short else imported()
    return {**result, **start, "built": built}


def figures_of(result: dict[str, Any]) -> dict[str, float]:
    """Return the figures that aims speak of. Rates are those of eight clients, times those of one client."""
    loads: list[figures.Load] = result["loads"]
    one = {each.name: each for each in loads if each.clients == 1}
    many = {each.name: each for each in loads if each.clients > 1}
    counted = result["counted"]
    steps = [each for name, each in counted.items() if name.startswith("step ")]
    taken = [each for name, each in many.items() if name.startswith("step ")]
    seconds = sum(each.requests / each.rate for each in taken if each.rate)
    found = {
        "rate:open": many["open a case"].rate,
        "rate:queue": many["queue of 50"].rate,
        "rate:step": round(sum(each.requests for each in taken) / seconds, 1) if seconds else 0.0,
        "p50:queue": one["queue of 50"].p50,
        "p95:search": max(each.p95 for name, each in one.items() if name.startswith("search")),
        "statements:open": counted["open"]["statements"],
        "commits:open": counted["open"]["commits"],
        "statements:queue": counted["queue"]["statements"],
        "statements:case": counted["page of a case"]["statements"],
        "statements:step": max(each["statements"] for each in steps),
        "commits:step": max(each["commits"] for each in steps),
        "seconds:export": result["export"]["seconds"],
        "seconds:migrations": result["migrations"],
        "errors:all": sum(each.errors for each in loads),
        **{f"memory:{name}": value for name, value in result["memory"].items()},
    }
    rows = result["import"].get("rows_per_second")
    return {**found, "rate:import": rows} if rows else found


def main() -> None:
    """Build, measure, print, keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=8.0, help="for each load")
    parser.add_argument("--short", action="store_true", help="loads of two seconds, no import")
    parser.add_argument("--fresh", action="store_true", help="build the database anew")
    parser.add_argument("--write", action="store_true", help="write docs/bench.md")
    options = parser.parse_args()
    options.seconds = 2.0 if options.short else options.seconds
    began = time.monotonic()
    before = machine.calibration()
    say("database")
    built = build(options.cases, fresh=options.fresh)
    result = measure(options, built)
    result |= {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.description(),
        "calibration": [before, machine.calibration()],
        "load_average": machine.load_average(),
        "minutes": round((time.monotonic() - began) / 60, 1),
        "seconds": options.seconds,
    }
    result["aims"] = figures.judged(figures_of(result))
    report = writing.report(result)
    print(report)
    (HOME / "result.json").write_text(writing.as_json(result), encoding="utf-8")
    if options.write:
        writing.write_page(ROOT / "docs" / "bench.md", report)


if __name__ == "__main__":
    main()
