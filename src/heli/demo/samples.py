"""The files under `samples/` that the demo district is made from."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "samples"

Document = dict[str, Any]


class NoSamplesError(RuntimeError):
    """The sample files are not there: Heli does not run from its source tree."""


def _read(name: str) -> Document:
    try:
        document: Document = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise NoSamplesError(
            f"{missing.filename} is missing; the demo district is built from the source tree"
        ) from missing
    return document


@cache
def territory() -> list[Document]:
    """The features of the territory, coarse levels first."""
    features: list[Document] = _read("district.geojson")["features"]
    return features


@cache
def roads() -> list[tuple[str, str, list[tuple[float, float]]]]:
    """The main roads: name, English name, points as longitude and latitude."""
    features = _read("basemap.geojson")["features"]
    named = [(each["properties"], each["geometry"]["coordinates"]) for each in features]
    return [(facts["name"], facts["name_en"], points) for facts, points in named if facts["kind"] == "road"]


@cache
def organization() -> Document:
    """Units, categories, responsibility and staff."""
    return _read("organization.json")


@cache
def stories() -> Document:
    """What residents report (`stories`), what units do about it (`work`), and what people say on the way (`talk`)."""
    return _read("stories.json")


@cache
def replies() -> list[Document]:
    """Texts that officers begin an answer with."""
    found: list[Document] = _read("replies.json")["replies"]
    return found


@cache
def petitions() -> Document:
    """What people petition for (`stories`), what is said on the way (`talk`), how each petition goes (`courses`)."""
    return _read("petitions.json")


@cache
def disputes() -> Document:
    """Who mediates (`units`, `staff`), what is disputed (`topics`, `stories`), how each dispute goes (`courses`)."""
    return _read("disputes.json")


@cache
def talks() -> Document:
    """What is said in `rooms` and `sessions` of disputes, the `help` at them, what is asked of others (`referrals`)."""
    return _read("talks.json")
