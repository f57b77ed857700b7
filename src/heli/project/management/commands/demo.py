"""`heli demo`: a demo district, built once, with web server and worker; Ctrl-C stops everything, the data stay."""

import contextlib
import fcntl
import os
import shutil
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from heli.project.postgres import Cluster, cluster_at
from heli.project.postgres_programs import PostgresError
from heli.project.supervisor import Child, GaveUpError, Supervisor

PORTS_TRIED = 50
READY_SECONDS = 120.0


def free_port(host: str, wanted: int) -> int:
    """Return ``wanted``, or the next port that nobody listens on."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    raise CommandError(f"No free port from {wanted} to {wanted + PORTS_TRIED - 1}.")


def answers(address: str) -> bool:
    """Say whether the site is up."""
    try:
        with urlopen(f"{address}healthz", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


class Command(BaseCommand):
    """Build and serve the demo district."""

    help = "Build a demo district if there is none, then serve it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare address and the reset."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000, help="this one or the next free one")
        parser.add_argument("--reset", action="store_true", help="remove the demo district's data and stop")
        parser.add_argument("--build-only", action="store_true", help="build the district and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, serve, wait, stop."""
        with self._alone():
            if options["reset"]:
                self._reset()
                return
            began = time.monotonic()
            self._build()
            if not options["build_only"]:
                self._serve(options["host"], free_port(options["host"], options["port"]), began)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep a second demo on the same data away."""
        home: Path = settings.HELI_HOME
        home.mkdir(parents=True, exist_ok=True)
        with (home / "demo.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandError("The demo runs already; stop it first (Ctrl-C where it runs).") from None
            yield

    def _cluster(self) -> Cluster | None:
        place = settings.DATABASES["default"].get("CLUSTER")
        return cluster_at(**place) if place else None

    def _reset(self) -> None:
        cluster = self._cluster()
        if cluster is None:
            raise CommandError("DATABASE_URL names a server of yours; Heli does not empty it.")
        connections.close_all()
        try:
            cluster.remove()
        except PostgresError as error:
            raise CommandError(str(error)) from error
        for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
            shutil.rmtree(folder, ignore_errors=True)
        self._half_built.unlink(missing_ok=True)
        self.stdout.write("The demo district's data are gone.")

    @property
    def _half_built(self) -> Path:
        """A mark that lies there while the district is being built, and stays when that is cut short."""
        return Path(settings.HELI_HOME) / "demo.unfinished"

    def _build(self) -> None:
        if self._half_built.exists():
            self.stdout.write("An earlier build was cut short; starting over.")
            self._reset()
        call_command("prepare", stdout=self.stdout)
        if not get_user_model().objects.exists():
            self._half_built.touch()
            call_command("demo_district", stdout=self.stdout)
            self._half_built.unlink()
        connections.close_all()

    def _serve(self, host: str, port: int, began: float) -> None:
        heli, log = [sys.executable, "-m", "heli.project"], Path(settings.HELI_HOME) / "demo.log"
        # Letters lead to the port that was free, not to the usual one.
        os.environ.setdefault("HELI_BASE_URL", f"http://{host}:{port}")
        web = Child("web server", [*heli, "serve", "--host", host, "--port", str(port)], log)
        supervisor = Supervisor([web, Child("worker", [*heli, "worker"], log)], say=self.stderr.write)
        supervisor.listen()
        supervisor.start()
        try:
            self._announce(f"http://{host}:{port}/", began, supervisor)
            supervisor.watch()
        except GaveUpError as error:
            raise CommandError(f"{error}; see {log}") from error
        finally:
            self.stdout.write("\nStopping …")
            supervisor.stop()
            self.stdout.write("Stopped; the data stay.")

    def _announce(self, address: str, began: float, supervisor: Supervisor) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not supervisor.stopping and not answers(address):
            if time.monotonic() > deadline:
                raise CommandError(f"The web server does not answer at {address}")
            time.sleep(0.1)
        if supervisor.stopping:
            return
        self.stdout.write(f"\nHeli runs at {address} (ready in {time.monotonic() - began:.1f} s)\n")
        call_command("demo_accounts", stdout=self.stdout)
        connections.close_all()
        printed = ", with the letters and codes that would be sent" if "console" in settings.EMAIL_BACKEND else ""
        self.stdout.write(f"Log{printed}: {settings.HELI_HOME / 'demo.log'}")
        self.stdout.write("Ctrl-C stops everything; the data stay. `make demo-reset` starts over.")
        self.stdout.flush()
