"""Points at which a rehearsal of faults kills the process or raises; in ordinary service a point does nothing.

``arm`` takes ``NAME``, ``NAME:NTH`` or ``NAME:NTH:raise``, several separated by commas: the process ends, as by
SIGKILL, when it reaches the point for the NTH time. Only the settings for rehearsals arm anything.
"""

import os
import signal
from pathlib import Path

POINTS = (
    "web.before_body",
    "web.mid_upload",
    "file.synced",
    "file.named",
    "act.written",
    "act.before_commit",
    "act.after_commit",
    "web.half_sent",
    "job.claimed",
    "letter.accepted",
    "letter.marked",
    "import.chunk",
    "export.row",
)


class FaultError(RuntimeError):
    """What an armed point raises where it is told to raise."""


_armed: dict[str, tuple[int, bool]] = {}
_log: list[Path] = []


def arm(order: str, log: Path | None = None) -> None:
    """Arm the points that ``order`` names, and no others; each fault adds its name as a line to ``log``.

    Raises ValueError for an unknown point.
    """
    found: dict[str, tuple[int, bool]] = {}
    for each in filter(None, order.split(",")):
        name, _colon, rest = each.strip().partition(":")
        number, _colon, manner = rest.partition(":")
        if name not in POINTS or manner not in ("", "raise"):
            raise ValueError(f"there is no fault point {each!r}")
        found[name] = (int(number or 1), manner == "raise")
    _armed.clear()
    _armed.update(found)
    _log[:] = [log] if log else []


def reach(point: str) -> None:
    """Pass ``point``; where it is armed and this is the time, the process ends here."""
    if _armed and point in _armed:
        _count_down(point)


def _count_down(point: str) -> None:
    left, raises = _armed[point]
    _armed[point] = (left - 1, raises)
    if left != 1:
        return
    for path in _log:
        with path.open("a", encoding="utf-8") as lines:
            lines.write(f"{point}\n")
    if raises:
        raise FaultError(point)
    os.kill(os.getpid(), signal.SIGKILL)
