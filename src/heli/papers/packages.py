"""Signed packages: files that leave Heli or are archived, as one zip that shows who made it and what it holds.

Beside the files stand ``manifest.json``, with size and SHA-256 of each, and ``manifest.sig``: the Ed25519 signature of
the manifest under the key that also signs the audit record, kept apart by a first line that names the kind of package.
The same files and facts give the same bytes.
"""

import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from heli.audit.signing import holds, key_id, public_key, sign

VERSION: Final = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
LARGEST: Final = 512 * 1024 * 1024
#: Every entry bears this date, so that the bytes depend on the content alone.
_DATE: Final = (2020, 1, 1, 0, 0, 0)


def packed(kind: str, facts: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Return the package of ``files`` by their paths; ``kind`` names it, ``facts`` (JSON) stand in the manifest."""
    listed = [{"path": path, "size": len(data), "sha256": sha256(data).hexdigest()} for path, data in files.items()]
    told = {**facts, "kind": kind, "version": VERSION, "key": key_id(public_key()), "algorithm": "Ed25519"}
    manifest = as_json({**told, "files": listed})
    _key, signature = sign(_head(kind) + manifest.decode())
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as box:
        for path, data in {**files, MANIFEST: manifest, SIGNATURE: signature.hex().encode()}.items():
            box.writestr(zipfile.ZipInfo(path, _DATE), data, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def as_json(value: Mapping[str, Any]) -> bytes:
    """Return ``value`` as the same bytes each time, readable by people too."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def faults_of(package: bytes, public: bytes, *, kind: str = "") -> list[str]:
    """Return what is wrong with ``package``, as paths with a word each; none where the key ``public`` signed it all.

    ``kind`` is the one that it must be; any without.
    """
    try:
        with zipfile.ZipFile(BytesIO(package)) as box:
            return _faults(box, public, kind)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, RecursionError) as wrong:
        return [f"not a package: {wrong}"]


def _faults(box: zipfile.ZipFile, public: bytes, kind: str) -> list[str]:
    names = box.namelist()
    if sum(each.file_size for each in box.infolist()) > LARGEST:
        return ["larger than any package"]
    manifest = box.read(MANIFEST)
    told = json.loads(manifest)
    own = str(told.get("kind", ""))
    if not holds(public, _head(own) + manifest.decode(), bytes.fromhex(box.read(SIGNATURE).decode())):
        return [f"{MANIFEST}: signature differs"]
    if kind and own != kind:
        return [f"{MANIFEST}: another kind of package"]
    listed = {each["path"]: each["sha256"] for each in told["files"]}
    present = sorted(listed.keys() & set(names))
    return [
        *(f"{path}: there twice" for path in sorted(set(names)) if names.count(path) > 1),
        *(f"{path}: missing" for path in sorted(listed.keys() - set(names))),
        *(f"{path}: not in the manifest" for path in sorted(set(names) - listed.keys() - {MANIFEST, SIGNATURE})),
        *(f"{path}: changed" for path in present if sha256(box.read(path)).hexdigest() != listed[path]),
    ]


def _head(kind: str) -> str:
    return f"heli {kind} package v{VERSION}\n"
