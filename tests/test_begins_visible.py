"""Every list, search, count, export and feed of cases begins with what its reader may see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "heli"
BEGINNINGS = {"visible_to", "public", "readable_by"}
#: Functions that read cases otherwise, each with the reason why nothing reaches anybody that way.
ALLOWED = {
    "cases/emergency.py:_case": "finds the case to ask for; who it concerns learns nothing",
    "cases/personal.py:correct_contact": "the person's own cases",
    "portal/views/mine.py:mine": "the person's own cases",
    "retention/clocks.py:due": "the system itself, when periods end",
    "retention/erasing.py:erase": "the system itself, when periods end",
    "retention/journal.py:replay": "the system itself, when periods end",
    "workbench/manage/retention.py:clean_reference": "asks whether it concerns the administrator; shows nothing of it",
    "cases/engine.py:lock": "locks rows that the caller has found",
    "cases/engine.py:perform": "locks the row, then asks for the role",
    "cases/ladder.py:_climb_one": "the system itself, under the lock",
    "cases/upkeep.py:_reckon_case": "the system itself, under the lock",
    "cases/declaring.py:settle": "the system itself takes cases from those concerned",
    "cases/informing.py:may_know": "asks visible_to for each account",
    "cases/informing.py:kept_from": "the references that are left out",
    "cases/linking.py:merge_into": "counts followers of a case that was found",
    "cases/linking.py:separate_from": "counts followers of a case that was found",
    "cases/naming.py:who_handled": "returns accounts to keep out, nothing of the case",
    "cases/verifying.py:_check": "compares the record, prints references only",
    "cases/management/commands/audit_verify.py:_case": "a command of the operator",
    "imports/adopting.py:unused_references": "asks which references are taken",
    "cases/serving.py:_consent": "locks the row of a case that was found",
    "cases/usual/actions.py:urge": "marks a case in which the step was taken",
    "petitions/public_figures.py:compute": "counts the district as a whole for the public, in whole groups of three",
    "insight/counts.py:_numbers": "what is hidden from the actor, to be taken off",
    "cases/parties.py:is_code": "compares a query code",
    "mediation/rooms.py:lay": "locks the row of a case whose room was found",
    "api/presenting.py:_read": "more of a case that was found",
}


def reads(source: str) -> Iterator[tuple[str, str]]:
    """Yield (function, first method) for each use of ``Case.objects``."""
    tree = ast.parse(source)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Case.objects":
                    yield function.name, node.attr


def unguarded(name: str, source: str) -> list[str]:
    return [
        f"{name}:{function}"
        for function, method in reads(source)
        if method not in BEGINNINGS and f"{name}:{function}" not in ALLOWED
    ]


FILES = [
    (str(path.relative_to(SOURCE)), path)
    for path in sorted(SOURCE.rglob("*.py"))
    if not {"tests", "migrations", "demo"} & set(path.parts) and "Case.objects" in path.read_text()
]


@pytest.mark.parametrize(("name", "path"), FILES, ids=[name for name, _path in FILES])
def test_every_read_begins_with_what_may_be_seen(name, path):
    assert unguarded(name, path.read_text()) == []


GUARDED = [
    (name, path) for name, path in FILES if any(method == "visible_to" for _function, method in reads(path.read_text()))
]


@pytest.mark.parametrize(("name", "path"), GUARDED, ids=[name for name, _path in GUARDED])
def test_a_surface_without_it_would_be_noticed(name, path):
    """The mutation: the one word taken away from each surface."""
    source = path.read_text().replace("Case.objects.visible_to", "Case.objects.filter")
    begins = [function for function, method in reads(path.read_text()) if method == "visible_to"]
    assert {f"{name}:{function}" for function in begins} <= {*unguarded(name, source), *ALLOWED}
    assert not {f"{name}:{function}" for function in begins} & set(ALLOWED)


def test_nothing_is_allowed_that_is_no_longer_there():
    used = {f"{name}:{function}" for name, path in FILES for function, _method in reads(path.read_text())}
    assert set(ALLOWED) - used == set()
