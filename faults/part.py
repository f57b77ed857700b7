"""Run one function of this package in a process of its own: `python -m faults.part MODULE.FUNCTION [JSON]`."""

import json
import sys
from importlib import import_module

import django


def main() -> None:
    """Set Django up, call the function, print its answer as the last line, as JSON."""
    django.setup()
    module, _dot, name = sys.argv[1].partition(".")
    options = json.loads(sys.argv[2] if len(sys.argv) > 2 else "{}")
    print(json.dumps(getattr(import_module(f"faults.{module}"), name)(**options), ensure_ascii=False))


if __name__ == "__main__":
    main()
