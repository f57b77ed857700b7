"""A PostgreSQL of our own: initialised and started when first needed, gone when nobody needs it.

The layout under the cluster's folder: ``data`` (the cluster), ``run`` (socket), ``log``, and two lock files:
``start.lock`` is held while somebody initialises or starts, ``users.lock`` is shared by everybody connected.
"""

import contextlib
import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
from psycopg import pq, sql

from heli.project import keeper
from heli.project.postgres_programs import ROOTS_FOLDER, PostgresError, programs, reachable, runner, version

START_SECONDS = 60.0
LEAVE_SECONDS = 10.0
SOCKET_PATH_LIMIT = 107
BUILTIN_LOCALES_SINCE = 17

TUNING = {
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "jit": "off",
    "max_connections": "100",
    "idle_in_transaction_session_timeout": "5min",
    "log_min_duration_statement": "1s",
    "log_line_prefix": "%m [%p] ",
    "autovacuum_vacuum_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.02",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def _keeper(order: Mapping[str, object]) -> "subprocess.Popen[bytes]":
    """Start a keeper out of reach of this process's terminal."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", keeper.__file__, json.dumps(order)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )


class Cluster:
    """One embedded server, with its data under ``home``. Making the object touches nothing.

    ``user`` owns everything and is a superuser; ``application`` is the role under which Heli is served.
    """

    database = "heli"
    user = "heli"
    application = "heli_app"
    port = 5432

    def __init__(self, home: Path, *, careless: bool = False) -> None:
        """``careless``: no durability; for tests."""
        home = home.resolve()
        if os.geteuid() == 0 and home.parent.exists() and not reachable(home.parent / "x"):
            digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
            home = ROOTS_FOLDER / digest
        self.home = home
        self.careless = careless
        self._users_lock: int | None = None

    @property
    def attached(self) -> bool:
        """Whether this process counts among the server's users."""
        return self._users_lock is not None

    @property
    def data(self) -> Path:
        """The folder of the cluster itself."""
        return self.home / "data"

    @functools.cached_property
    def socket_folder(self) -> Path:
        """A private folder for the socket, short enough for the kernel."""
        folder = self.home / "run"
        if len(os.fsencode(folder / f".s.PGSQL.{self.port}")) < SOCKET_PATH_LIMIT:
            return folder
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"heli-{os.geteuid()}-{digest}"

    def conninfo(self, database: str | None = None) -> str:
        """Return a libpq connection string."""
        return psycopg.conninfo.make_conninfo(
            host=str(self.socket_folder), port=self.port, user=self.user, dbname=database or self.database
        )

    def attach(self) -> None:
        """Make sure that the server runs, and that it goes on at least as long as this process."""
        self.home.mkdir(parents=True, exist_ok=True)
        with self._locked("start.lock"):
            if self._users_lock is None:
                self._users_lock = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._users_lock, fcntl.LOCK_SH)
            if not self.answers():
                self._initialise()
                self._start()

    def detach(self) -> None:
        """Give the server up; it stops when nobody else uses it."""
        if self._users_lock is not None:
            os.close(self._users_lock)
            self._users_lock = None

    def remove(self) -> None:
        """Remove all data. Raises ``PostgresError`` while anybody uses them."""
        if not self.home.exists():
            return
        self.detach()
        with self._locked("start.lock"):
            handle = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                self._wait_for(handle)
                shutil.rmtree(self.socket_folder, ignore_errors=True)
                shutil.rmtree(self.home)
            finally:
                os.close(handle)

    def _wait_for(self, users_lock: int) -> None:
        deadline = time.monotonic() + LEAVE_SECONDS
        while not self._left(users_lock):
            if time.monotonic() > deadline:
                raise PostgresError(f"The database in {self.home} is in use; stop Heli first.")
            time.sleep(0.1)

    def _left(self, users_lock: int) -> bool:
        """Take the lock for ourselves alone; ``False`` while there are users, or the server is on its way out."""
        try:
            fcntl.flock(users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if self._lives():
            # The keeper stops the server once it gets this lock.
            fcntl.flock(users_lock, fcntl.LOCK_UN)
            return False
        return True

    def _lives(self) -> bool:
        """Whether the server's process is there; it works in its data, so no other process is taken for it."""
        try:
            process = (self.data / "postmaster.pid").read_text().split()[0]
            return Path(f"/proc/{process}/cwd").readlink() == self.data
        except (OSError, IndexError):
            return False

    def answers(self) -> bool:
        """Say whether the server takes connections; one that has no connection left to give is there as well."""
        conninfo = psycopg.conninfo.make_conninfo(self.conninfo("postgres"), connect_timeout=5)
        return pq.PGconn.ping(conninfo.encode()) == pq.Ping.OK

    @contextlib.contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        handle = os.open(self.home / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _initialise(self) -> None:
        """Make the cluster in a draft folder and rename it when whole, so a killed start leaves nothing half done."""
        if self.data.exists():
            return
        draft = self.home / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        account, folder = runner(), programs()
        account.own(draft)
        builtin = version(folder) >= BUILTIN_LOCALES_SINCE
        provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if builtin else []
        answer = subprocess.run(
            [
                *(folder / "initdb", "-D", draft, "-U", self.user, "--auth=trust", "--encoding=UTF8"),
                *(*provider, "--locale=C" if builtin else "--locale=C.UTF-8"),
                *("--data-checksums", "--no-instructions", *(["--no-sync"] if self.careless else [])),
            ],
            cwd="/",
            user=account.uid,
            group=account.gid,
            extra_groups=account.groups,
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise PostgresError(f"initdb failed: {answer.stderr.strip() or answer.stdout.strip()}")
        draft.rename(self.data)

    def _command(self) -> list[str]:
        settings = {
            **TUNING,
            **(CARELESS if self.careless else {}),
            "listen_addresses": "",
            "unix_socket_directories": '"{}"'.format(str(self.socket_folder).replace('"', '""')),
            "unix_socket_permissions": "0700",
            "port": str(self.port),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(programs() / "postgres"), "-D", str(self.data), *options]

    def _start(self) -> None:
        account, log = runner(), self.home / "log"
        account.own(self.socket_folder)
        log.touch(mode=0o600)
        begins_at = log.stat().st_size
        order = {
            "command": self._command(),
            "user": account.uid,
            "group": account.gid,
            "groups": account.groups,
            "lock": str(self.home / "users.lock"),
            "log": str(log),
        }
        deadline = time.monotonic() + START_SECONDS
        while not self._ready(_keeper(order), deadline):
            if time.monotonic() > deadline:
                said = log.read_bytes()[begins_at:].decode(errors="replace")
                raise PostgresError(f"PostgreSQL does not start. Its log:\n{said}")
            # After a kill the old process may linger for a moment and still own postmaster.pid.
            time.sleep(0.5)
        self._make_database()

    def _ready(self, process: "subprocess.Popen[bytes]", deadline: float) -> bool:
        """Wait until the server answers; ``False`` when it gave up or time ran out."""
        while process.poll() is None and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(0.02)
        return False

    def _make_database(self) -> None:
        with psycopg.connect(self.conninfo("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database]).fetchone()
            if not known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.database)))
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [self.application]).fetchone()
            if not known:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(self.application)))


@functools.cache
def cluster_at(home: Path, *, careless: bool = False) -> Cluster:
    """Return the one object of this process for the cluster in ``home``."""
    return Cluster(home, careless=careless)
