"""The organisation of the demo district is whole: nothing without an owner, nobody without a unit."""

import json
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[4] / "samples"
Document = dict[str, Any]


@pytest.fixture(scope="module")
def organization() -> Document:
    document: Document = json.loads((SAMPLES / "organization.json").read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def grids() -> list[str]:
    features = json.loads((SAMPLES / "district.geojson").read_text(encoding="utf-8"))["features"]
    return [f["properties"]["code"] for f in features if f["properties"]["level"] == "grid"]


def leaves(organization: Document) -> list[str]:
    return [leaf["code"] for group in organization["categories"] for leaf in group["categories"]]


def owners(rules: list[Document], category: str, grid: str) -> set[str]:
    """The units named by the most specific rules: the finer category first, then the smaller area."""
    fitting = [
        rule
        for rule in rules
        if rule["category"] in {category, category.partition(".")[0]} and grid.startswith(rule["area"] or "")
    ]
    weights = [(len(rule["category"]), len(rule["area"] or "")) for rule in fitting]
    best = max(weights, default=None)
    found = {rule["unit"] for rule, weight in zip(fitting, weights, strict=True) if weight == best}
    return found or {"centre"}


def test_every_category_has_exactly_one_owner_in_every_grid(organization: Document, grids: list[str]) -> None:
    units = {unit["code"] for unit in organization["units"]}
    for category in leaves(organization):
        rules = [r for r in organization["responsibility"] if r["category"] in {category, category.partition(".")[0]}]
        found = [owners(rules, category, grid) for grid in grids]
        assert all(len(owner) == 1 and owner <= units for owner in found), category


def test_rules_name_known_categories_and_units(organization: Document) -> None:
    known = {*leaves(organization), *(group["code"] for group in organization["categories"])}
    assert {rule["category"] for rule in organization["responsibility"]} <= known


def test_there_are_forty_two_units_each_with_a_leader_and_two_members(organization: Document) -> None:
    assert len(organization["units"]) == 42
    for unit in organization["units"]:
        posts = [person["post"] for person in organization["staff"] if person["unit"] == unit["code"]]
        assert posts.count("leader") == 1
        assert posts.count("member") >= 2


def test_the_petition_office_has_coordinators_and_a_window_and_a_street_takes_petitions_in(
    organization: Document,
) -> None:
    offices = [unit["code"] for unit in organization["units"] if unit["kind"] == "petition_office"]
    assert len(offices) == 1
    posts = [person["post"] for person in organization["staff"] if person["unit"] == offices[0]]
    assert (posts.count("coordinator"), posts.count("intake")) == (2, 1)
    at_counters = [person["unit"] for person in organization["staff"] if person["post"] == "intake"]
    assert at_counters.count("centre-001") == 2


def test_every_grid_has_one_grid_worker(organization: Document, grids: list[str]) -> None:
    covered = [grid for person in organization["staff"] for grid in person.get("grids", [])]
    assert sorted(covered) == sorted(grids)


def test_user_names_are_given_once(organization: Document) -> None:
    names = [person["username"] for person in organization["staff"]]
    assert len(set(names)) == len(names)


def test_every_category_has_stories_notes_and_answers(organization: Document) -> None:
    document = json.loads((SAMPLES / "stories.json").read_text(encoding="utf-8"))
    of_petitions = {
        leaf["code"] for group in organization["categories"] if group.get("families") for leaf in group["categories"]
    }
    assert len(of_petitions) == 13
    assert (
        set(leaves(organization)) - of_petitions
        == {story["category"] for story in document["stories"]}
        == set(document["work"])
    )
