"""The pairs of steps, played on the database of the process that Django is set up in."""

from typing import Any

from heli.service_requests.tests.district import build
from heli.service_requests.tests.pairs import Stage


def run(turns: int) -> dict[str, Any]:
    """Play every pair ``turns`` times, by turns with and without the version that the actors saw."""
    stage = Stage(build())
    pairs = list(stage.pairs())
    found = [text for turn in range(turns) for pair in pairs for text in stage.play(pair, blind=bool(turn % 2))]
    return {
        "pairs": len(pairs),
        "states": len({pair.state for pair in pairs}),
        "played": len(pairs) * turns,
        "wrong": found,
    }
