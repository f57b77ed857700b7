"""Write the bill of materials (CycloneDX 1.6) of what runs, from the lock files: `make sbom`.

The same locks give the same bytes: no clock, no chance, no network.
"""

import json
import re
import sys
import uuid
from hashlib import sha256
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[1]
PYTHON, NODE = ROOT / "requirements.txt", ROOT / "frontend" / "package-lock.json"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def python_parts(text: str) -> list[Component]:
    """Return the pinned packages of a requirements file, each with the hashes of its files."""
    pins = list(_PIN.finditer(text))
    ends = [*(pin.start() for pin in pins[1:]), len(text)]
    return [_python(pin, text[pin.start() : end]) for pin, end in zip(pins, ends, strict=True)]


def _python(pin: "re.Match[str]", block: str) -> Component:
    name, version = pin.group(1).lower(), pin.group(2)
    hashes = [
        HashType(alg=HashAlgorithm.SHA_256, content=found) for found in re.findall(r"sha256:([0-9a-f]{64})", block)
    ]
    return _component("pypi", name, version, hashes)


def node_parts(text: str) -> list[Component]:
    """Return what the pages are built of; tools of the build are left out."""
    packages = json.loads(text)["packages"].items()
    return [
        _component("npm", path.rpartition("node_modules/")[2], facts["version"], [])
        for path, facts in packages
        if path and not facts.get("dev")
    ]


def _component(kind: str, name: str, version: str, hashes: list[HashType]) -> Component:
    space, _slash, short = name.rpartition("/")
    url = PackageURL(type=kind, namespace=space or None, name=short, version=version)
    return Component(
        type=ComponentType.LIBRARY, name=name, version=version, purl=url, bom_ref=url.to_string(), hashes=hashes
    )


def bill(python: str, node: str) -> str:
    """Return the bill as JSON."""
    bom = Bom(components=[*python_parts(python), *node_parts(node)])
    bom.serial_number = uuid.UUID(bytes=sha256((python + node).encode()).digest()[:16], version=4)
    written = json.loads(JsonV1Dot6(bom).output_as_string())
    written["metadata"].pop("timestamp", None)
    return json.dumps(written, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(bill(PYTHON.read_text("utf-8"), NODE.read_text("utf-8")))
