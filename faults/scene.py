"""An installation of its own for a rehearsal: folder, database, web server, worker, mail server, all on 127.0.0.1."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg

from faults.sink import Sink
from heli.project.postgres import Cluster

ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS = 120.0
WEB_POINTS = (
    "web.before_body",
    "web.mid_upload",
    "file.synced",
    "file.named",
    "act.written",
    "act.before_commit",
    "act.after_commit",
    "web.half_sent",
)
WORKER_POINTS = ("job.claimed", "letter.accepted", "letter.marked")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Scene:
    """One installation. ``database`` is a URL of a migrated database; without it the scene has a server of its own."""

    def __init__(self, folder: Path | None = None, *, database: str = "", seed: int = 1, **more: str) -> None:
        if folder:
            folder.mkdir(exist_ok=True)
        self.folder = folder or Path(tempfile.mkdtemp(prefix="heli-faults-"))
        self.folder.chmod(0o755)
        self.home, self.log, self.fault_log = self.folder / "home", self.folder / "log", self.folder / "faults"
        self.home.mkdir(mode=0o755, exist_ok=True)
        self.fault_log.touch()
        self.port, self.seed, self.sink = free_port(), seed, Sink()
        self.cluster = None if database else Cluster(self.home / "pg")
        self.database, self.more = database, more
        self.round_ends = float("inf")
        self.cast: dict[str, Any] = {}
        self.nursery: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What every process of the scene is started with."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HELI_", "DATABASE_URL"))}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "heli.project.settings.faults",
            "HELI_HOME": str(self.home),
            "HELI_SMTP": self.sink.url,
            "HELI_PROXIES": "1",
            "HELI_FAULT_LOG": str(self.fault_log),
            "HELI_LOG": "CRITICAL",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            **({"DATABASE_URL": self.database} if self.database else {}),
            **self.more,
        }

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start ``python -m`` with ``words``; what it says goes to the log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *words],
                env={**self.environment, **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=ROOT,
            )

    def call(self, *words: str) -> bytes:
        """Run ``python -m`` with ``words`` to its end and return what it printed."""
        process = self.start(*words)
        printed, _nothing = process.communicate()
        if process.returncode:
            raise RuntimeError(f"{words} failed; see {self.log}")
        return printed

    def ask(self, part: str, **options: Any) -> Any:
        """Run a function of this package in a process of its own, with the scene's database, and return its answer."""
        return json.loads(self.call("faults.part", part, json.dumps(options)).splitlines()[-1])

    def prepare(self) -> None:
        """Migrate and make the district."""
        if self.cluster:
            # Attached, the server outlives the processes that are killed.
            self.cluster.attach()
            self.call("heli.project", "prepare")
        self.cast = self.ask("cast.run")

    def raise_nursery(self, **order: Any) -> None:
        """Start the process that forks web servers and workers."""
        whole = {
            "port": self.port,
            "seed": self.seed,
            "log": str(self.fault_log),
            "most": 4,
            "web": 2,
            "worker": 1,
            "web_points": [],
            "worker_points": [],
            **order,
        }
        self.nursery = self.start("faults.nursery", json.dumps(whole))
        assert self.nursery.stdout
        if self.nursery.stdout.readline() != b"ready\n":
            raise RuntimeError(f"the nursery does not start; see {self.log}")

    def order(self, text: str) -> None:
        """Send the nursery an order."""
        assert self.nursery
        assert self.nursery.stdin
        self.nursery.stdin.write(f"{text}\n".encode())
        self.nursery.stdin.flush()

    def answers(self) -> bool:
        """Say whether the site is up, database included."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def wait(self, seconds: float = READY_SECONDS) -> float:
        """Wait until the site is up and return how long that took."""
        began = time.monotonic()
        while not self.answers():
            if time.monotonic() - began > seconds:
                raise RuntimeError(f"the site did not come back within {seconds} s; see {self.log}")
            time.sleep(0.05)
        return time.monotonic() - began

    @property
    def in_time(self) -> bool:
        """Whether the present round may go on."""
        return time.monotonic() < self.round_ends

    def deaths(self) -> Counter[str]:
        """Return how often each fault point has struck."""
        return Counter(self.fault_log.read_text().split())

    def conninfo(self) -> str:
        """Return how to reach the scene's own database server."""
        assert self.cluster
        return self.cluster.conninfo()

    def postmaster(self) -> int:
        """Return the process of the scene's own database server; ProcessLookupError while it is down."""
        assert self.cluster
        try:
            return int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            raise ProcessLookupError from None

    def a_backend(self) -> int:
        """Return the process that serves one of the site's connections; ProcessLookupError while there is none."""
        try:
            with psycopg.connect(self.conninfo(), connect_timeout=5, autocommit=True) as connection:
                row = connection.execute(
                    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                    " ORDER BY state = 'active' DESC, random() LIMIT 1"
                ).fetchone()
        except psycopg.Error:
            row = None
        if row is None:
            raise ProcessLookupError
        return int(row[0])

    def settle(self, *, seconds: float = 240.0) -> dict[str, Any]:
        """Let whole children finish the work in hand; return how long until no job was left in a dead hand."""
        self.order("set " + json.dumps({"web_points": [], "worker_points": []}))
        self.wait()
        began, orphans = time.monotonic(), 0.0
        while time.monotonic() - began < seconds:
            state = self.ask("checking.waiting")
            if not state["doing"] and not state["todo"]:
                orphans = orphans or time.monotonic() - began
                if not state["letters"]:
                    break
                self.ask("checking.pass_ten_minutes")
            time.sleep(3)
        return {**self.ask("checking.waiting"), "orphans_gone_after": round(orphans, 1)}

    def check(self) -> dict[str, Any]:
        """Return what holds and what does not."""
        # Too many for a command line.
        letters = self.folder / "letters.json"
        letters.write_text(json.dumps(dict(self.sink.letters)))
        found: dict[str, Any] = self.ask("checking.run_on", folder=str(self.folder), letters=str(letters))
        return found

    def halt(self) -> None:
        """Stop the web servers and workers."""
        if self.nursery:
            with contextlib.suppress(OSError):
                self.order("end")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.nursery.wait(15)
            self.nursery.kill()
            self.nursery.wait()

    def end(self) -> None:
        """Stop everything."""
        self.halt()
        self.sink.shutdown()
        if self.cluster:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.postmaster(), signal.SIGINT)
            self.cluster.detach()
