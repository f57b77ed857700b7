"""Rehearse faults and say what was lost: `python -m faults.run`, called by `make faults`.

``--kills N``   about so many faults in all, 2,000 by default.
``--minutes N`` stop breaking things after so long, 40 by default.
``--rounds A,B`` only these rounds.
``--seed N``    other faults in another order.
``--write``     put the figures into docs/trust.md.
``--keep``      leave the folder of the installation for a look.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from faults.figures import write
from faults.load import Load
from faults.rounds import ROUNDS
from faults.scene import Scene

#: The share of the time after which each round ends, however many faults are left.
LENGTHS = {"points": 0.5, "random": 0.12, "database": 0.13, "granian": 0.08, "line": 0.07, "disk": 0.04, "long": 0.06}
#: Rounds that the visitors need not disturb.
CALM = ("disk", "long")
SMALL_DISK = "size=160m,mode=0755"


def main() -> None:
    """Run the rounds one after another on one installation, then check everything."""
    options = _options()
    began, dice, scene = time.monotonic(), random.Random(options.seed), Scene(seed=options.seed)
    print(f"installation in {scene.folder}", flush=True)
    report: dict[str, Any] = {"rounds": {}}
    try:
        with _small_disk(scene.home / "files"):
            scene.prepare()
            scene.raise_nursery()
            scene.wait()
            load = Load(scene.port, scene.cast, scene.folder, threads=5, seed=options.seed)
            load.start()
            for name in options.rounds:
                if name in CALM:
                    load.stop()
                act, share = ROUNDS[name]
                scene.round_ends = time.monotonic() + 60 * options.minutes * LENGTHS[name]
                report["rounds"][name] = found = act(scene, load, max(1, options.kills * share // 1000), dice)
                print(f"{time.monotonic() - began:6.0f} s  {name}: {json.dumps(found, ensure_ascii=False)}", flush=True)
            load.stop()
            report["settled"] = scene.settle()
            report["sent"] = dict(load.sums)
            report["refusals"] = sorted(set(load.refusals))[:10]
            report["checked"] = scene.check()
    finally:
        scene.end()
    report["minutes"] = round((time.monotonic() - began) / 60, 1)
    print(json.dumps(report, indent=1, ensure_ascii=False))
    if options.write:
        write(report)
    failures = _failures(report)
    if not options.keep and not failures:
        shutil.rmtree(scene.folder, ignore_errors=True)
    sys.exit(f"{len(failures)} failures; the first: {failures[0]}" if failures else 0)


def _failures(report: dict[str, Any]) -> list[str]:
    checked = report["checked"]
    rounds = [text for each in report["rounds"].values() for text in each.get("wrong", [])]
    orphans = [f"orphan jobs: {report['settled']}"] if report["settled"]["doing"] else []
    return [*checked["lost"], *checked["doubled"], *checked["wrong"], *rounds, *orphans]


@contextlib.contextmanager
def _small_disk(folder: Path) -> Any:
    """Mount a small file system of memory at ``folder`` where that is allowed."""
    folder.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", SMALL_DISK, "heli", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(words, check=False, capture_output=True).returncode == 0
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m faults.run")
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=40.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=lambda text: text.split(","), default=list(ROUNDS))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
