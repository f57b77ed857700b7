"""Run one part of the benchmark that needs Django, in a process of its own: `python -m bench.stage NAME [JSON]`.

The environment says which database. The part's ``run(**options)`` answers what is printed as the last line, as JSON.
"""

import json
import sys
from importlib import import_module

import django


def main() -> None:
    """Set Django up, then import and run the part."""
    django.setup()
    name, options = sys.argv[1], json.loads(sys.argv[2] if len(sys.argv) > 2 else "{}")
    print(json.dumps(import_module(f"bench.{name}").run(**options), ensure_ascii=False))


if __name__ == "__main__":
    main()
