"""Runs a few processes together: starts them, restarts one that falls, stops all of them."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from heli.project.keeper import end_with_parent

STOP_SECONDS = 10.0
SHORT_LIFE_SECONDS = 5.0
SHORT_LIVES_ALLOWED = 3


class GaveUpError(RuntimeError):
    """A process falls again and again."""


@dataclass
class Child:
    """One process; ``command`` is its program and arguments, ``log`` the file that takes what it prints."""

    name: str
    command: list[str]
    log: Path = Path(os.devnull)
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    short_lives: int = 0

    def start(self) -> None:
        """Start it in a session of its own, so that the terminal's Ctrl-C reaches the supervisor alone."""
        parent = os.getpid()
        self.started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: end_with_parent(parent, signal.SIGTERM),
            )

    def fallen(self) -> bool:
        """Say whether it has ended; raises ``GaveUpError`` after several short lives in a row."""
        if self.process is None or self.process.poll() is None:
            return False
        short = time.monotonic() - self.started_at < SHORT_LIFE_SECONDS
        self.short_lives = self.short_lives + 1 if short else 0
        if self.short_lives >= SHORT_LIVES_ALLOWED:
            raise GaveUpError(f"{self.name} ends again and again (exit code {self.process.returncode})")
        return True


@dataclass
class Supervisor:
    """Several children and the signal to stop them."""

    children: list[Child]
    say: Callable[[str], None]
    stopping: bool = field(default=False, init=False)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def listen(self) -> None:
        """Take SIGINT, SIGTERM and SIGHUP as the wish to stop."""
        for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wish, self._stop)

    def start(self) -> None:
        """Start all children."""
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Restart what falls, until told to stop."""
        while not self.stopping:
            time.sleep(0.2)
            for child in self.children:
                if child.fallen():
                    self.say(f"{child.name} has ended; starting it again")
                    child.start()

    def stop(self) -> None:
        """Ask all children to end, and insist after a while."""
        running = [c.process for c in self.children if c.process and c.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
