"""Every ordered pair of steps that two people may take at the same moment: `make pairs`, on a database of its own.

``--write`` puts the figures into docs/trust.md.
"""

import json
import shutil
import sys
import time

from faults.figures import put, today
from faults.scene import Scene


def main() -> None:
    """Set an installation up, play, and say what did not hold."""
    began, scene = time.monotonic(), Scene()
    try:
        assert scene.cluster
        scene.cluster.attach()
        scene.call("heli.project", "migrate", "--verbosity", "0")
        report = scene.ask("playing.run", turns=2)
    finally:
        scene.end()
    report["minutes"] = round((time.monotonic() - began) / 60, 1)
    print(json.dumps(report, indent=1, ensure_ascii=False))
    if "--write" in sys.argv:
        put(
            "pairs",
            f"`make pairs`, {today()}: {report['pairs']} ordered pairs of steps in {report['states']} states, each "
            f"played with and without the version that the actors saw ({report['played']:,} times in "
            f"{report['minutes']} minutes): {len(report['wrong'])} lost updates, deadlocks or illegal orders.",
        )
    shutil.rmtree(scene.folder, ignore_errors=True)
    sys.exit(1 if report["wrong"] else 0)


if __name__ == "__main__":
    main()
