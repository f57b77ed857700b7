"""Importing real files whole, into the database that the environment names: what became of the rows, and how fast."""

import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import call_command

from heli.imports.layout_file import load
from heli.imports.running import Options, RequestImport
from heli.service_requests.tests.district import build

FILES = {
    "chicago311": ("311/chicago_sanitation_2011_2014.csv.gz", True),
    "nyc311": ("311/nyc_311_socrata_1000.json", True),
    "messages_replied": ("teddy2020c/messages_replied.csv", False),
    "messages_hot": ("teddy2020c/messages_hot.csv", False),
}


def run(*, data: str, home: str, only: str = "", times: int = 2) -> list[dict[str, Any]]:
    """Found the small test district, import each file (or ``only`` one) ``times`` over, and return the figures."""
    call_command("migrate", verbosity=0)
    build()
    found = []
    for name in [only] if only else FILES:
        for _time in range(times):
            found.append(imported(name, data=Path(data), errors=Path(home) / "errors.csv"))
            print(found[-1], file=sys.stderr, flush=True)
    return found


def imported(name: str, *, data: Path, errors: Path) -> dict[str, Any]:
    """Import one file and return its figures."""
    place, foreign = FILES[name]
    task = RequestImport(data / place, load(name), Options(errors=errors, foreign=foreign, create_categories=True))
    began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    run = task.run(lambda _run, _share: None)
    seconds, spent = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    python = spent.ru_utime + spent.ru_stime - used.ru_utime - used.ru_stime
    return {
        "layout": name,
        "rows": run.rows,
        "accepted": run.accepted,
        "remarks": run.remarks,
        "already_there": run.already_there,
        "rejected": run.rejected,
        "findings": {reason.value: count for reason, count in Counter(task.findings).items()},
        "seconds": round(seconds, 2),
        "rows_per_second": round(run.rows / seconds),
        "python_us_per_row": round(python / run.rows * 1e6),
        "memory_mb": spent.ru_maxrss // 1024,
    }
