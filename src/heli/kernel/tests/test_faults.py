"""Fault points: nothing where nothing is armed, the named end at the named time where it is."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from heli.kernel.faults import FaultError, arm, reach


@pytest.fixture(autouse=True)
def disarmed():
    yield
    arm("")


def test_an_unarmed_point_does_nothing():
    arm("")
    reach("act.before_commit")


def test_raises_at_the_time_that_was_named_and_only_then(tmp_path: Path):
    arm("act.before_commit:2:raise, act.written", tmp_path / "log")
    reach("act.before_commit")
    with pytest.raises(FaultError):
        reach("act.before_commit")
    reach("act.before_commit")
    assert (tmp_path / "log").read_text() == "act.before_commit\n"


@pytest.mark.parametrize("order", ["no.such_point", "act.written:1:explode", "act.written:x"])
def test_an_order_that_names_no_point_is_refused(order: str):
    with pytest.raises(ValueError, match=r"fault point|invalid literal"):
        arm(order)


def test_kills_the_process():
    words = "from heli.kernel.faults import arm, reach; arm('act.written'); reach('act.written'); print('alive')"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, check=False, env=os.environ)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, b"")
