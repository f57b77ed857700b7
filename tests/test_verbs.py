"""Every act that is written to the audit record has a name for auditors, in both languages."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.utils import translation

from heli.access.models import Decision
from heli.cases.kinds import kinds
from heli.imports.charting import Outcome
from heli.kernel.ledgers import Movement
from heli.retention.models import Kind
from heli.workbench.manage.sections import SECTIONS
from heli.workbench.verbs import VERBS

SOURCE = Path(__file__).resolve().parent.parent / "src" / "heli"
#: Functions of the record whose second argument is the act.
WRITERS = {"write", "entry", "content_of"}
#: What acts put together from parts can be called, by the text of their expression.
FAMILIES = {
    "f'erase_{kind}'": {f"erase_{kind}" for kind in Kind.values},
    "f'emergency.{row.decision}'": {f"emergency.{each}" for each in (Decision.CONFIRMED, Decision.REFUSED)},
    "f'area_{outcome.value}'": {f"area_{each}" for each in (Outcome.MADE, Outcome.FILLED, Outcome.CHANGED)},
    "f\"{name}.{('change' if before else 'create')}\"": {
        f"{section.model._meta.model_name}.{act}"
        for section in SECTIONS.values()
        for act in ("change", *(["create"] if section.creates else []))
    }
    | {"replytemplate.change", "replytemplate.create", "fund.change", "fund.create", "budgetline.create"},
    "movement.value": {each.value for each in Movement},
    "f'callback.{state}'": {f"callback.{state}" for state in ("reached", "again", "unreached", "cancelled")},
}
#: Acts of cases: the engine and the import write the name of the step.
STEPS = {"step.name"}


def meant(verb: ast.expr, tree: ast.Module, module: str) -> Iterator[str]:
    """Yield the acts that the expression ``verb`` can be; ValueError for one that nobody can tell."""
    text = ast.unparse(verb)
    if isinstance(verb, ast.Constant):
        yield str(verb.value)
    elif isinstance(verb, ast.IfExp):
        yield from meant(verb.body, tree, module)
        yield from meant(verb.orelse, tree, module)
    elif text in FAMILIES:
        yield from FAMILIES[text]
    elif text == "verb":
        yield from handed_on(tree, module)
    elif isinstance(verb, ast.Name) and text.isupper():
        yield getattr(import_module(module), text)
    elif text not in STEPS:
        msg = f"{module}: which acts can {text} be?"
        raise ValueError(msg)


def handed_on(tree: ast.Module, module: str) -> Iterator[str]:
    """Yield what the functions of ``tree`` that hand on their parameter ``verb`` are called with."""
    for function in ast.walk(tree):
        names = [each.arg for each in function.args.args] if isinstance(function, ast.FunctionDef) else []
        if "verb" in names:
            place = names.index("verb") - ("self" in names)
            for call in calls(tree, {function.name}):
                # A function that hands on a ``verb`` of its own is asked for itself.
                if ast.unparse(call.args[place]) != "verb":
                    yield from meant(call.args[place], tree, module)


def calls(tree: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    """Yield the calls of functions and methods called ``names``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
            yield node


def written(source: str, module: str) -> set[str]:
    """Return the acts that ``source`` writes to the audit record."""
    tree = ast.parse(source)
    if "from heli.audit.record import" not in source or module == "heli.audit.record":
        return set()
    imported = {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "heli.audit.record"
        for name in node.names
    }
    found = [call for call in calls(tree, imported & WRITERS) if isinstance(call.func, ast.Name)]
    return {act for call in found for act in meant(call.args[1], tree, module)}


def all_written() -> set[str]:
    acts: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if "tests" not in path.parts:
            module = ".".join(("heli", *path.relative_to(SOURCE).with_suffix("").parts))
            acts |= written(path.read_text(), module)
    return acts


def test_acts_are_found_however_they_are_written():
    source = (
        "from heli.audit.record import write\n"
        "def a(): write('chain', 'one', at=1)\n"
        "def b(verb): write('chain', verb, at=1)\n"
        "def c(): b('two' if d else 'three')\n"
        "def e(): write('chain', f'erase_{kind}', at=1)\n"
    )
    assert written(source, "heli.example") == {"one", "two", "three", *(f"erase_{kind}" for kind in Kind.values)}
    with pytest.raises(ValueError, match="which acts"):
        written("from heli.audit.record import write\nwrite('chain', name, at=1)", "heli.example")


def test_every_act_has_a_name():
    acts = all_written()
    assert {"sign_in", "emergency.end", "resume", "denied", "resident.sign_out", "area_made", "unit.create"} <= acts
    assert sorted(acts - set(VERBS)) == []


def test_names_of_acts_stand_in_both_languages():
    labels = dict(VERBS) | {step.name: step.label for kind in kinds() for step in kind.procedure.steps()}
    for act, label in labels.items():
        with translation.override("en"):
            english = str(label)
        with translation.override("zh-hans"):
            chinese = str(label)
        assert english.isascii() or "’" in english, act
        assert any("\u4e00" <= each <= "\u9fff" for each in chinese), act
