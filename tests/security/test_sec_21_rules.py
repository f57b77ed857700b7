"""Class 21 and others: what the source may not contain, beside what ruff forbids; rules over the syntax tree."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for path in (ROOT / "src" / "heli").rglob("*.py")
    if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)
)
TEMPLATES = sorted((ROOT / "src" / "heli").rglob("templates/**/*.html"))
Rule = Callable[[ast.AST], bool]


def called(node: ast.AST) -> str:
    """Return the name of what ``node`` calls; empty for other nodes."""
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def built(node: ast.AST) -> bool:
    """Whether a text is put together where it stands."""
    return (
        isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add))
        or (called(node) == "format" and not ast.unparse(node).startswith("sql.SQL("))
    )


def runs_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec", "compile")
    )


def builds_sql(node: ast.AST) -> bool:
    risky = called(node) in ("raw", "extra", "RawSQL") or (
        called(node) in ("execute", "executemany") and _first_is_built(node)
    )
    return risky and _first_is_built(node)


def _first_is_built(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and bool(node.args) and built(node.args[0])


def builds_markup(node: ast.AST) -> bool:
    return called(node) in ("format_html", "SafeString") and _first_is_built(node)


def starts_a_shell(node: ast.AST) -> bool:
    words = {each.arg: each.value for each in node.keywords} if isinstance(node, ast.Call) else {}
    shell = words.get("shell")
    return called(node) in ("system", "popen") or (isinstance(shell, ast.Constant) and shell.value is True)


def asks_by_request(node: ast.AST) -> bool:
    """Whether an attribute, a module or a lookup is named by what a request says."""
    if called(node) not in ("getattr", "setattr", "import_module", "import_string", "__import__"):
        return False
    assert isinstance(node, ast.Call)
    return any(
        isinstance(inner, ast.Attribute) and inner.attr in ("GET", "POST", "body", "headers", "COOKIES")
        for argument in node.args[-2:]
        for inner in ast.walk(argument)
    )


def deletes_a_case(node: ast.AST) -> bool:
    return called(node) == "delete" and "Case.objects" in ast.unparse(node)


def compares_secrets(node: ast.AST) -> bool:
    """Whether texts that must stay secret are compared letter by letter; ``hmac.compare_digest`` is for that."""
    if not (isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq)):
        return False
    sides = [node.left, *node.comparators]
    names = [
        each.attr if isinstance(each, ast.Attribute) else each.id
        for each in sides
        if isinstance(each, ast.Attribute | ast.Name)
    ]
    public = any(isinstance(each, ast.Constant) for each in sides)
    return not public and any(
        re.search(r"(^|_)(token|secret|password|hmac|signature|code_hash)$", name) for name in names
    )


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        runs_text, builds_sql, builds_markup, starts_a_shell, asks_by_request, deletes_a_case,
        compares_secrets,
    )
}  # fmt: skip

BAD = {
    "runs_text": "eval(text)",
    "builds_sql": "cursor.execute(f'SELECT {name}')",
    "builds_markup": "format_html(f'<b>{text}</b>')",
    "starts_a_shell": "subprocess.run(text, shell=True)",
    "asks_by_request": "getattr(model, request.GET['name'])()",
    "deletes_a_case": "Case.objects.filter(pk=1).delete()",
    "compares_secrets": "given == stored.token",
}
GOOD = {
    "runs_text": "re.compile(text)",
    "builds_sql": "cursor.execute('SELECT %s', [name])",
    "builds_markup": "format_html('<b>{}</b>', text)",
    "starts_a_shell": "subprocess.run([program], check=True)",
    "asks_by_request": "getattr(model, name)",
    "deletes_a_case": "Draft.objects.filter(pk=1).delete()",
    "compares_secrets": "compare_digest(given, stored.token)",
}


#: Read by a person. Counting joins statements that Django wrote, every value a parameter; the actor is named before
#: a statement by text of our own, quotes doubled; copied rows and rights name tables by quoted name.
REVIEWED = {
    ("builds_sql", "src/heli/cases/counting.py"),
    ("builds_sql", "src/heli/audit/naming.py"),
    ("builds_sql", "src/heli/cases/copying.py"),
    ("builds_sql", "src/heli/project/roles.py"),
}


def broken(rule: Rule, tree: ast.AST) -> Iterator[int]:
    return (node.lineno for node in ast.walk(tree) if rule(node))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.AST]:
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in SOURCES}


@pytest.mark.parametrize("name", RULES)
def test_each_rule_sees_what_it_forbids_and_nothing_else(name):
    assert list(broken(RULES[name], ast.parse(BAD[name])))
    assert not list(broken(RULES[name], ast.parse(GOOD[name])))


@pytest.mark.parametrize("name", RULES)
def test_the_source_keeps_the_rule(name, trees):
    assert len(trees) > 300
    checked = {path: tree for path, tree in trees.items() if (name, path) not in REVIEWED}
    assert [f"{path}:{line}" for path, tree in checked.items() for line in broken(RULES[name], tree)] == []


def test_templates_trust_nothing_and_load_nothing_from_elsewhere():
    wrong = re.compile(
        r"\|\s*safe\b|safeseq|autoescape\s+off|\son\w+\s*=\s*[\"']|(?<![-\w])style\s*=\s*[\"']|<script(?![^>]*\bsrc=)(?![^>]*json)"
        r"|(?:src|href|action)\s*=\s*[\"'](?:https?:)?//|javascript:"
    )
    assert len(TEMPLATES) > 100
    found = [(path.name, match.group()) for path in TEMPLATES if (match := wrong.search(path.read_text("utf-8")))]
    assert found == []


def test_what_is_built_names_no_other_origin_to_load_from():
    built_files = list((ROOT / "src/heli/project/static/heli").glob("*.css"))
    loading = re.compile(r"(?:url\(|@import\s*)[\"']?(?:https?:)?//")
    assert [path.name for path in built_files if loading.search(path.read_text("utf-8"))] == []


def test_geodata_are_read_without_gdal_and_xml_without_entities(trees):
    """Class 22: no parser of geodata but shapely's and JSON's; XML only through defusedxml."""
    imported = {
        (path, name)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    banned = (
        "django.contrib.gis",
        "osgeo",
        "fiona",
        "rasterio",
        "pyogrio",
        "geopandas",
        "xml.",
        "lxml",
        "pickle",
        "yaml",
    )
    assert [each for each in imported if each[1].startswith(banned)] == []
