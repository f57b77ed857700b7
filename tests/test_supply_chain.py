"""The bill of materials and the question for known faults."""

import json
import re
from pathlib import Path

from tools.sbom import NODE, PYTHON, bill

ROOT = Path(__file__).parents[1]


def test_the_bill_names_every_locked_package_with_its_hashes_and_is_the_same_each_time():
    python, node = PYTHON.read_text("utf-8"), NODE.read_text("utf-8")
    written = bill(python, node)
    assert written == bill(python, node)
    parts = {part["purl"]: part for part in json.loads(written)["components"]}
    pins = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==([^\s;\\]+)", python, re.MULTILINE)
    assert len(pins) > 40
    for name, version in pins:
        assert any(purl.startswith(f"pkg:pypi/{name.lower()}@{version}") for purl in parts), name
    django = next(part for purl, part in parts.items() if purl.startswith("pkg:pypi/django@"))
    assert django["hashes"]
    assert any(purl.startswith("pkg:npm/htmx.org@") for purl in parts)
    assert not any("esbuild" in purl for purl in parts)


def test_another_lock_is_another_bill():
    python, node = PYTHON.read_text("utf-8"), NODE.read_text("utf-8")
    other = re.sub(r"^django==\S+", "django==0.0.1", python, flags=re.MULTILINE)
    assert bill(other, node) != bill(python, node)
    assert "pkg:pypi/django@0.0.1" in bill(other, node)


def test_an_audit_that_cannot_ask_fails():
    order = (ROOT / "Makefile").read_text("utf-8")
    assert "pip-audit --strict " in order
    assert "|| true" not in order.split("\naudit:")[1].split("\n\n")[0]
