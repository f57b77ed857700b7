"""The embedded server, on clusters of its own under a short-lived folder."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from heli.project.postgres import SOCKET_PATH_LIMIT, TUNING, Cluster
from heli.project.postgres_programs import PostgresError, program_folders

USER = """
import sys, time
from pathlib import Path
from heli.project.postgres import Cluster
Cluster(Path(sys.argv[1]), careless=True).attach()
print("attached", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """Return the data of a cluster that was initialised once and stopped."""
    with short_lived_folder() as folder:
        cluster = Cluster(folder / "pg", careless=True)
        cluster.attach()
        cluster.detach()
        assert eventually(lambda: not (cluster.data / "postmaster.pid").exists())
        yield cluster.data


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_lived_folder() as folder:
        yield folder


@pytest.fixture
def cluster(folder: Path, made: Path) -> Iterator[Cluster]:
    """Return a stopped cluster that is removed afterwards."""
    copy = copied(made, folder / "pg")
    yield copy
    copy.remove()


@contextlib.contextmanager
def short_lived_folder() -> Iterator[Path]:
    """Make a folder that any user may walk into, so that root's server user may too."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="heli-pg-", dir=memory) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def copied(made: Path, home: Path) -> Cluster:
    home.mkdir(parents=True)
    subprocess.run(["cp", "-a", made, home / "data"], check=True)
    return Cluster(home, careless=True)


def ask(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.conninfo()) as connection:
        row = connection.execute(question).fetchone()
    return row and row[0]


def other_process(cluster: Cluster) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", USER, str(cluster.home)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "attached\n"
    return process


def eventually(true: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def test_starts_with_a_database_and_checksums(cluster: Cluster) -> None:
    cluster.attach()
    assert ask(cluster, "SELECT current_database()") == "heli"
    assert ask(cluster, "SHOW data_checksums") == "on"
    assert ask(cluster, "SHOW server_encoding") == "UTF8"


def test_stops_with_its_last_user(cluster: Cluster) -> None:
    cluster.attach()
    cluster.detach()
    assert eventually(lambda: not cluster.answers())


def test_a_second_process_shares_it_and_outlives_the_first(cluster: Cluster) -> None:
    cluster.attach()
    second = other_process(cluster)
    cluster.detach()
    time.sleep(1)
    assert cluster.answers()
    second.kill()
    second.wait()
    assert eventually(lambda: not cluster.answers())


def test_a_killed_user_leaves_no_server(cluster: Cluster) -> None:
    user = other_process(cluster)
    server = int((cluster.data / "postmaster.pid").read_text().split()[0])
    user.send_signal(signal.SIGKILL)
    user.wait()
    assert eventually(lambda: not (cluster.data / "postmaster.pid").exists())
    assert not cluster.answers()
    assert not Path(f"/proc/{server}/cmdline").exists() or not Path(f"/proc/{server}/cmdline").read_bytes()


def test_a_killed_keeper_takes_the_server_along_and_the_next_user_starts_another(cluster: Cluster) -> None:
    cluster.attach()
    server = int((cluster.data / "postmaster.pid").read_text().split()[0])
    keeper = int(Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(keeper, signal.SIGKILL)
    assert eventually(lambda: not cluster.answers())
    cluster.attach()
    assert ask(cluster, "SELECT 1") == 1


def test_recovers_from_a_killed_server(cluster: Cluster) -> None:
    cluster.attach()
    server = int((cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGKILL)
    assert eventually(lambda: not cluster.answers())
    cluster.attach()
    assert ask(cluster, "SELECT 1") == 1


def test_a_server_without_a_free_connection_is_not_started_again(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TUNING, "max_connections", "10")
    cluster.attach()
    with contextlib.ExitStack() as held:
        with contextlib.suppress(psycopg.OperationalError):
            for _each in range(20):
                held.enter_context(psycopg.connect(cluster.conninfo()))
        with pytest.raises(psycopg.OperationalError, match="too many"):
            psycopg.connect(cluster.conninfo())
        assert cluster.answers()


@pytest.mark.parametrize("name", ["a b", '区 县\'s "1"', "很长的名字" * 12])
def test_runs_under_any_path(folder: Path, made: Path, name: str) -> None:
    cluster = copied(made, folder / name / "pg")
    try:
        cluster.attach()
        assert ask(cluster, "SELECT 1") == 1
        assert len(os.fsencode(cluster.socket_folder)) < SOCKET_PATH_LIMIT
        assert cluster.socket_folder.stat().st_mode & 0o777 == 0o700
    finally:
        cluster.remove()


def test_half_made_data_are_made_again_under_a_difficult_path(folder: Path) -> None:
    cluster = Cluster(folder / "区 县's" / "pg", careless=True)
    draft = cluster.home / "data.draft"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    cluster.attach()
    assert ask(cluster, "SELECT 1") == 1
    cluster.remove()


def test_data_in_use_are_not_removed(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heli.project.postgres.LEAVE_SECONDS", 1.0)
    user = other_process(cluster)
    with pytest.raises(PostgresError, match="in use"):
        cluster.remove()
    user.kill()
    user.wait()


def test_data_are_removed_after_the_server_has_gone_and_not_before(cluster: Cluster) -> None:
    cluster.attach()
    server = int((cluster.data / "postmaster.pid").read_text().split()[0])
    cluster.remove()
    assert not Path(f"/proc/{server}/cwd").exists()
    assert not cluster.home.exists()


def test_a_server_that_cannot_start_says_why(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    (cluster.data / "PG_VERSION").write_text("9.6\n")
    monkeypatch.setattr("heli.project.postgres.START_SECONDS", 1.0)
    with pytest.raises(PostgresError, match=r"initialized by PostgreSQL version 9\.6"):
        cluster.attach()


@pytest.mark.parametrize("programs", list(program_folders())[1:], ids=lambda path: path.parent.name)
def test_other_sets_of_programs_will_do(programs: Path, folder: Path) -> None:
    script = USER.replace("time.sleep(60)", "")
    environment = {**os.environ, "PG_BIN": str(programs)}
    subprocess.run([sys.executable, "-c", script, str(folder / "pg")], env=environment, check=True, timeout=60)
    assert eventually(lambda: not Cluster(folder / "pg").answers())
