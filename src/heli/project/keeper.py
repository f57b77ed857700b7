"""Keeps one PostgreSQL server for as long as any process uses it. Run as a script, with the standard library only.

Every process that uses the server holds a shared lock on one file; the kernel drops the lock however the process
ends. When the keeper gets that lock for itself alone, nobody is left, and it shuts the server down. Should the keeper
die first, the server receives the same signal from the kernel.

Arguments: one JSON object with ``command``, ``user``, ``groups``, ``lock`` and ``log``.
"""

import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
FAST_SHUTDOWN = signal.SIGINT
PAUSE = 0.2

_libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent(parent: int, by: signal.Signals) -> None:
    """Ask the kernel for the signal ``by`` when ``parent`` dies; to be run in the child between fork and exec."""
    _libc.prctl(PR_SET_PDEATHSIG, by, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _last_user_gone(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def keep(order: dict[str, Any]) -> int:
    """Run the server until its last user is gone; return its exit code."""
    parent = os.getpid()
    lock = os.open(order["lock"], os.O_RDWR)
    with Path(order["log"]).open("ab") as log:
        server = subprocess.Popen(
            order["command"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            user=order["user"],
            group=order["group"],
            extra_groups=order["groups"],
            preexec_fn=lambda: end_with_parent(parent, FAST_SHUTDOWN),
        )
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(FAST_SHUTDOWN))
    while server.poll() is None:
        time.sleep(PAUSE)
        if _last_user_gone(lock):
            server.send_signal(FAST_SHUTDOWN)
            server.wait()
    return server.returncode


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sys.exit(keep(json.loads(sys.argv[1])))
