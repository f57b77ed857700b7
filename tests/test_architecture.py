"""What import-linter cannot see: references by name, sizes, templates, lock files."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "heli"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
FLOORS = [re.split(r"\s*[|:]\s*", layer) for layer in next(c for c in CONTRACTS if c["id"] == "layers")["layers"]]
FLOOR_OF = {name: -height for height, names in enumerate(FLOORS) for name in names}
DOMAINS = ["service_requests"]
ROOMS_WITHOUT_HTTP = {"procedure", "rules", "actions", "queries", "models"}
HTTP = ("django.http", "django.shortcuts", "django.views", "ninja", "django_htmx")

FILE_LINES = 500
FUNCTION_LINES = 50
HOSTS = re.compile(r"https?://[^\s\"']*(?:registry|pypi|pythonhosted|npmmirror|mirrors?\.)", re.IGNORECASE)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style\b|\sstyle=[\"']|\son[a-z]+=[\"']")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for folder in (SOURCE, ROOT / "tools", ROOT / "tests", ROOT / "bench", ROOT / "faults", ROOT / "fuzz"):
        for path in folder.rglob("*.py"):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("heli.")]


def test_every_package_has_a_floor() -> None:
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages == set(FLOOR_OF)


def references() -> Iterator[tuple[str, str, str]]:
    """Yield each reference of our models to another of our apps: from app, to app, by field."""
    for model in own_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete else None
            if isinstance(target, type) and target.__module__.startswith("heli."):
                yield model._meta.app_label, target._meta.app_label, str(field)


def test_references_between_models_point_downwards() -> None:
    wrong = [
        field for source, target, field in references() if source != target and FLOOR_OF[target] >= FLOOR_OF[source]
    ]
    assert wrong == []


def imports(tree: ast.Module) -> set[str]:
    """Return the modules that a module names in its imports."""
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_what_happens_knows_nothing_of_http() -> None:
    wrong = [
        str(path)
        for path, tree in modules()
        if path.stem in ROOMS_WITHOUT_HTTP and any(name.startswith(HTTP) for name in imports(tree))
    ]
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("room", ["README.md", "procedure.py", "rules.py", "actions.py", "models.py"])
def test_a_domain_has_its_rooms(domain: str, room: str) -> None:
    assert (SOURCE / domain / room).is_file()


def test_files_are_short() -> None:
    long = [str(path) for path, _ in modules() if len((ROOT / path).read_text().splitlines()) > FILE_LINES]
    assert long == []


def test_functions_are_short() -> None:
    long = [
        f"{path}: {function.name}"
        for path, tree in modules()
        for function in functions(tree)
        if function.end_lineno and function.end_lineno - function.lineno >= FUNCTION_LINES
    ]
    assert long == []


def test_nothing_is_imported_inside_a_function() -> None:
    hidden = [
        f"{path}: {function.name}"
        for path, tree in modules()
        for function in functions(tree)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]
    assert hidden == []


def test_pages_have_nothing_inline() -> None:
    inline = [
        f"{path.relative_to(SOURCE)}: {found.group()}"
        for path in SOURCE.rglob("templates/**/*.html")
        if "email" not in path.parts
        for found in INLINE.finditer(path.read_text())
    ]
    assert inline == []


@pytest.mark.parametrize(
    "path", [*sorted(ROOT.glob("requirements*")), ROOT / "frontend" / "package-lock.json"], ids=lambda path: path.name
)
def test_locks_name_no_host(path: Path) -> None:
    assert HOSTS.findall(path.read_text()) == []
