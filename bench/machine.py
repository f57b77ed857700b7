"""What the machine says of processes, and how fast it is today."""

import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
ROUNDS = 5
STEPS = 1_000_000


def calibration() -> dict[str, float]:
    """Return how long a fixed loop in plain Python takes, the best of five: compare runs by it.

    In milliseconds by the clock and of the processor; the latter also grows where a machine is shared, but less.
    """
    times = [_loop() for _round in range(ROUNDS)]
    return {name: round(min(each[at] for each in times), 1) for at, name in enumerate(("clock", "processor"))}


def speed() -> float:
    """Return the processor time of a tenth of the fixed loop, as milliseconds of the whole: for one moment."""
    return _loop(STEPS // 10)[1] * 10


def _loop(steps: int = STEPS) -> tuple[float, float]:
    began, used, total = time.perf_counter(), time.process_time(), 0
    for step in range(steps):
        total = (total + step * step) % 1_000_003
    return (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000


def description() -> str:
    """Return processor, cores and memory in a few words."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = names[0].partition(":")[2].strip() if names else os.uname().machine
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB"


def load_average() -> float:
    """Return how many processes wanted to run during the last minute."""
    return round(os.getloadavg()[0], 1)


def tree(pid: int) -> list[int]:
    """Return ``pid`` and all its descendants."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (stat := _stat(int(folder.name))):
            parents.setdefault(int(stat[1]), []).append(int(folder.name))
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def parent(pid: int) -> int:
    """Return the process that started ``pid``."""
    return int(_stat(pid)[1])


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that ``pid`` and its living descendants have used."""
    stats = [stat for each in tree(pid) if (stat := _stat(each))]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS


def memory_mb(pid: int) -> float:
    """Return the resident memory of the largest process among ``pid`` and its descendants."""
    return round(max((_resident(each) for each in tree(pid)), default=0) / 1024, 1)


def _stat(pid: int) -> list[str]:
    """Return the fields of the process after its name, from its state on; empty when it has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
