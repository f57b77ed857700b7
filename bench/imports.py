"""Import the real files whole, into a database of their own, and print what became of the rows and how fast.

    python bench/imports.py [--only NAME] [--json FILE]

The real files are in the folder that HELI_SHARED names, or in ``shared`` beside the source tree.
"""

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("HELI_SHARED", ROOT.parent / "shared")) / "data"
FILES = {
    "chicago311": ("311/chicago_sanitation_2011_2014.csv.gz", True),
    "nyc311": ("311/nyc_311_socrata_1000.json", True),
    "messages_replied": ("teddy2020c/messages_replied.csv", False),
    "messages_hot": ("teddy2020c/messages_hot.csv", False),
}


def in_database_of_its_own(home: str) -> None:
    """Start an embedded server under ``home`` and found the small test district in it."""
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(HELI_HOME=home, DJANGO_SETTINGS_MODULE="heli.project.settings")
    import django  # noqa: PLC0415 -- only now the environment says which database

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from heli.service_requests.tests.district import build  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    build()


def imported(name: str, *, source: Path, foreign: bool, errors: Path) -> dict[str, Any]:
    """Import one file and return its figures."""
    from heli.imports.layout_file import load  # noqa: PLC0415
    from heli.imports.running import Options, RequestImport  # noqa: PLC0415

    task = RequestImport(source, load(name), Options(errors=errors, foreign=foreign, create_categories=True))
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


def main() -> None:
    """Import each file twice: the second time nothing is added."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", choices=FILES)
    parser.add_argument("--once", action="store_true", help="do not import again to show that nothing is added")
    parser.add_argument("--json", type=Path, help="where the figures go as JSON")
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("no real files: set HELI_SHARED to the folder that holds data/")
    home = tempfile.mkdtemp(prefix="heli-bench-")
    Path(home).chmod(0o755)
    figures = []
    try:
        in_database_of_its_own(home)
        for name, (place, foreign) in FILES.items():
            if options.only in (None, name):
                for _again in range(1 if options.once else 2):
                    figures.append(
                        imported(name, source=SHARED / place, foreign=foreign, errors=Path(home) / "errors.csv")
                    )
                    print(json.dumps(figures[-1], ensure_ascii=False))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
