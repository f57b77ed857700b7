"""The long form of the tests of hostile input: `python -m fuzz.run`, called by `make fuzz`.

``--cases N``     so many requests to pages, 20,000 by default.
``--each N``      so many requests to each operation of the API in each manner, as described and not, 300 by default.
``--examples N``  so many walks of the procedure's machine, 300 by default.
``--seed N``      other requests.
``--write``       put the figures into docs/trust.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from faults.figures import put, today

TESTS = ("tests/test_fuzz.py", "src/heli/service_requests/tests/test_machine.py")


def main() -> None:
    """Run the tests with long settings and say what they counted."""
    options = _options()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "found"
        environment = {
            **os.environ,
            "HELI_FUZZ_CASES": str(options.cases),
            "HELI_FUZZ_EXAMPLES": str(options.each),
            "HELI_FUZZ_SEED": str(options.seed),
            "HELI_FUZZ_FILE": str(path),
            "HELI_MACHINE_EXAMPLES": str(options.examples),
        }
        words = [sys.executable, "-m", "pytest", "-n0", "--show-capture=no", *TESTS]
        code = subprocess.run(words, env=environment, check=False).returncode
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    minutes = round((time.monotonic() - began) / 60, 1)
    print(_told(found, options.examples, minutes))
    if options.write and found:
        put("fuzz", _told(found, options.examples, minutes))
    sys.exit(code)


def _told(found: list[dict[str, Any]], examples: int, minutes: float) -> str:
    cases = {each["what"]: each["cases"] for each in found}
    statuses: dict[str, int] = {}
    for each in found:
        for status, count in each["statuses"].items():
            statuses[status] = statuses.get(status, 0) + count
    errors = sum(count for status, count in statuses.items() if int(status) >= 500)
    refused = sum(count for status, count in statuses.items() if 400 <= int(status) < 500)
    wrong = sum(len(each["wrong"]) for each in found)
    counted = ", ".join(f"{count:,} to {what}" for what, count in cases.items())
    return (
        f"`make fuzz`, {today()}: {sum(cases.values()):,} hostile requests in {minutes} minutes ({counted}). Answers "
        f"of 500 and above: {errors}. Refused: {refused:,}; kinds of refusals without a clear word in the reader's "
        f"language, and of errors: {wrong}. The machine walked {examples:,} times through the procedure."
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz.run")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--examples", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
