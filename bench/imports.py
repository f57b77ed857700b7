"""Import the real files whole, into a database of their own, and print what became of the rows and how fast.

    python -m bench.imports [--only NAME] [--once] [--json FILE]

The real files are in the folder that HELI_SHARED names, or in ``shared`` beside the source tree.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("HELI_SHARED", ROOT.parent / "shared")) / "data"


def measure(*, only: str = "", times: int = 2) -> list[dict[str, Any]]:
    """Import each file ``times`` over (the second time nothing is added) and return the figures."""
    home = tempfile.mkdtemp(prefix="heli-bench-")
    Path(home).chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HELI_MODE")}
    options = json.dumps({"data": str(DATA), "home": home, "only": only, "times": times})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bench.stage", "importing", options],
            env={**kept, "HELI_HOME": home, "DJANGO_SETTINGS_MODULE": "heli.project.settings"},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)
    figures: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Import, print, keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", help="one layout, such as chicago311")
    parser.add_argument("--once", action="store_true", help="do not import again to show that nothing is added")
    parser.add_argument("--json", type=Path, help="where the figures go as JSON")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit("no real files: set HELI_SHARED to the folder that holds data/")
    figures = measure(only=options.only, times=1 if options.once else 2)
    for each in figures:
        print(json.dumps(each, ensure_ascii=False))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
