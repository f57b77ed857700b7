"""No way past the record: contacts are opened in one place, after the entry is written; history is not deleted."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from heli.audit.tests.tampering import as_owner
from heli.cases.models import Case
from heli.service_requests.tests.district import build, reported

SOURCE = Path(__file__).resolve().parents[1] / "src" / "heli"
#: The one module that may open a contact for staff: it writes the entry first, in the same transaction.
LOGGED_READ = "cases/personal.py"
#: Rows that say what happened. None of them has a reason to go.
HISTORY = {"Case", "Event", "Entry", "Checkpoint", "SealedHead", "SealedGroup", "Erasure", "Hold", "Attachment"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in SOURCE.rglob("*.py"):
        if not {"tests", "migrations"} & set(path.parts):
            yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text())


def names_imported(tree: ast.Module) -> set[str]:
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {alias.name for node in found if node.module == "heli.people.masking" for alias in node.names}


def test_contacts_are_opened_in_one_place():
    assert [path for path, tree in modules() if "open_" in names_imported(tree)] == [LOGGED_READ]


def test_the_entry_is_written_before_the_contact_is_opened():
    tree = ast.parse((SOURCE / LOGGED_READ).read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    openers = [each for each in functions if "open_" in calls(each)]
    assert openers
    for function in openers:
        made = calls(function)
        assert made.index("log_read") < made.index("open_"), function.name


def calls(function: ast.FunctionDef) -> list[str]:
    """Return the names of the functions that ``function`` calls, in the order of the text."""
    found = [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return [node.func.id for node in sorted(found, key=lambda node: (node.lineno, node.col_offset))]


def deleted(tree: ast.Module) -> Iterator[str]:
    """Yield the names at the root of each call of ``delete``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "delete":
            yield from (name.id for name in ast.walk(node.func) if isinstance(name, ast.Name))


def test_no_code_deletes_what_is_history():
    wrong = [f"{path}: {name}" for path, tree in modules() for name in deleted(tree) if name in HISTORY]
    assert wrong == []


@pytest.mark.django_db
def test_the_database_keeps_every_case():
    case = reported(build()).case
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Case.objects.filter(pk=case.pk)._raw_delete("default")
    with as_owner(), pytest.raises(IntegrityError, match="append-only"):
        Case.objects.filter(pk=case.pk)._raw_delete("default")
