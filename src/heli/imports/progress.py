"""Showing how a long command comes on: rows, rate, remaining time."""

import sys
import time
from typing import TextIO

from django.utils.translation import gettext as _

from heli.imports.models import ImportRun

INTERVAL = 0.5


class Progress:
    """Writes one line that renews itself on a terminal, and a line every ten seconds elsewhere."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.renews = self.stream.isatty()
        self.began = self.shown = time.monotonic()

    def __call__(self, run: ImportRun, share: float = 0.0) -> None:
        """Show ``run``; ``share`` (0 to 1) of the file has been read, 0 if that is not known."""
        now = time.monotonic()
        if now - self.shown < (INTERVAL if self.renews else 10.0):
            return
        self.shown = now
        text = self.line(run, now - self.began, share)
        self.stream.write(f"\r\x1b[K{text}" if self.renews else f"{text}\n")
        self.stream.flush()

    def line(self, run: ImportRun, seconds: float, share: float) -> str:
        """Return the line after ``seconds``."""
        rate = run.rows / seconds if seconds else 0.0
        text = _("%(rows)d rows, %(rate)d a second") % {"rows": run.rows, "rate": rate}
        if 0 < share < 1:
            left = seconds / share - seconds
            text += _(", %(percent)d %%, about %(left)d s left") % {"percent": share * 100, "left": left}
        return text

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    def end(self) -> None:
        """Clear the line that renews itself."""
        if self.renews:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
