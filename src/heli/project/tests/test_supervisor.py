import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from heli.project.management.commands.demo import free_port
from heli.project.supervisor import Child, GaveUpError, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
PARENT = """
import sys, time
from heli.project.supervisor import Child
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"])
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


def running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert free_port("127.0.0.1", taken.getsockname()[1]) > taken.getsockname()[1]


def test_a_fallen_child_is_started_again() -> None:
    child = Child("sleeper", SLEEP)
    supervisor = Supervisor([child], say=lambda text: setattr(supervisor, "stopping", True))
    supervisor.start()
    assert child.process
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    supervisor.watch()
    second = child.process.pid
    supervisor.stop()
    assert second != first
    assert not running(second)


def test_a_child_that_falls_again_and_again_is_given_up() -> None:
    supervisor = Supervisor([Child("faller", [sys.executable, "-c", "raise SystemExit(3)"])], say=lambda text: None)
    supervisor.start()
    with pytest.raises(GaveUpError, match="exit code 3"):
        supervisor.watch()


def test_a_child_that_will_not_stop_is_made_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heli.project.supervisor.STOP_SECONDS", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = Child("deaf", [sys.executable, "-c", deaf])
    supervisor = Supervisor([child], say=lambda text: None)
    supervisor.start()
    time.sleep(0.5)
    supervisor.stop()
    assert child.process
    assert not running(child.process.pid)


def test_children_of_a_killed_supervisor_end_too() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not running(child)


def test_the_wish_to_stop_ends_the_watch() -> None:
    supervisor = Supervisor([], say=lambda text: None)
    threading.Timer(0.3, lambda: setattr(supervisor, "stopping", True)).start()
    supervisor.watch()
    assert supervisor.stopping
