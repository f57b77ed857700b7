"""Run one part of the benchmark that needs Django, in a process of its own: `python -m bench.stage NAME [JSON]`.

The environment says which database; parts act in it as its owner and as the system. The part's
``run(**options)`` answers what is printed as the last line, as JSON.
"""

import json
import os
import sys
from importlib import import_module

import django
from django.utils.module_loading import import_string


def main() -> None:
    """Set Django up, then import and run the part."""
    os.environ["HELI_DATABASE_ROLE"] = "owner"
    django.setup()
    name, options = sys.argv[1], json.loads(sys.argv[2] if len(sys.argv) > 2 else "{}")
    acting_as, system = (import_string(f"heli.access.{each}") for each in ("context.acting_as", "actors.SYSTEM"))
    with acting_as(system):
        print(json.dumps(import_module(f"bench.{name}").run(**options), ensure_ascii=False))


if __name__ == "__main__":
    main()
