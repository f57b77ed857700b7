"""Run one function of this package in a process of its own: `python -m faults.part MODULE.FUNCTION [JSON]`.

It asks the database as the system, which sees every row.
"""

import json
import sys
from importlib import import_module

import django
from django.utils.module_loading import import_string


def main() -> None:
    """Set Django up, call the function, print its answer as the last line, as JSON."""
    django.setup()
    module, _dot, name = sys.argv[1].partition(".")
    options = json.loads(sys.argv[2] if len(sys.argv) > 2 else "{}")
    acting_as, system = (import_string(f"heli.access.{each}") for each in ("context.acting_as", "actors.SYSTEM"))
    with acting_as(system):
        print(json.dumps(getattr(import_module(f"faults.{module}"), name)(**options), ensure_ascii=False))


if __name__ == "__main__":
    main()
