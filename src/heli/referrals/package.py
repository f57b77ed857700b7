"""The signed package of a referral: what goes to a body that does not work with Heli, as one file.

A zip with ``referral.json``, the letter as PDF, the files that were passed, ``manifest.json`` with the SHA-256 of each,
and ``manifest.sig``: the Ed25519 signature of the manifest under the key that also signs the audit record, kept apart
by its first line. The same referral gives the same bytes as long as nothing of it changed.
"""

import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from heli.audit.signing import holds, key_id, public_key, sign
from heli.cases.models import Attachment, Case
from heli.cases.parties import parties_of
from heli.papers import shelf
from heli.papers.models import StoredFile
from heli.papers.rendering import render
from heli.people.models import Contact

VERSION: Final = 1
HEAD: Final = "heli referral package v1\n"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
#: Every entry bears this date, so that the bytes depend on the content alone.
_DATE: Final = (2020, 1, 1, 0, 0, 0)
LARGEST: Final = 512 * 1024 * 1024


def package_of(case: Case) -> bytes:
    """Return the package of the referral ``case``; the caller has put on record that its contacts are read."""
    files = {"referral.json": _json(content_of(case)), **_letter(case), **_files(case)}
    listed = [{"path": path, "size": len(data), "sha256": sha256(data).hexdigest()} for path, data in files.items()]
    manifest = _json(
        {
            "version": VERSION,
            "reference": case.reference,
            "offered_at": case.opened_at.isoformat(),
            "key": key_id(public_key()),
            "algorithm": "Ed25519",
            "files": listed,
        }
    )
    _key, signature = sign(HEAD + manifest.decode())
    return _zipped({**files, MANIFEST: manifest, SIGNATURE: signature.hex().encode()})


def content_of(case: Case) -> dict[str, Any]:
    """Return what the other body is told; with some bodies only number and question are exchanged."""
    referral = case.referral
    told: dict[str, Any] = {
        "number": case.reference,
        "from": referral.sender.name if referral.sender else "",
        "to": referral.partner.name,
        "question": referral.question,
    }
    if referral.partner.minimum:
        return told
    consent = {"how": referral.consent, "by": referral.consent_by, "ground": referral.ground}
    return {
        **told,
        "summary": case.text,
        "consent": {**consent, "on": referral.consent_on.isoformat() if referral.consent_on else None},
        "answer_by": case.due_at.isoformat() if case.due_at else None,
        "person": _reached(case.contact),
        "parties": [{"role": each.role, **(_reached(_contact(each.contact_id)) or {})} for each in parties_of(case)],
        "passed": referral.passed,
    }


def _contact(pk: int) -> Contact:
    found: Contact = Contact.objects.select_related("key").get(pk=pk)
    return found


def _reached(contact: Contact | None) -> dict[str, str] | None:
    if contact is None:
        return None
    return {name: getattr(contact, name) for name in ("name", "phone", "email", "address")}


def _letter(case: Case) -> dict[str, bytes]:
    letter = case.papers.filter(paper__kind="referral_letter").select_related("paper").order_by("-id").first()
    return {"letter.pdf": render(letter.paper)} if letter else {}


def _files(case: Case) -> dict[str, bytes]:
    """The files that were passed; what was added to the referral afterwards stays with it."""
    rows = Attachment.objects.filter(
        case=case, purpose=Attachment.Purpose.REPORT, file__state=StoredFile.State.CLEAN
    ).select_related("file")
    return {
        f"files/{number:02d}-{row.file.name.replace('/', '_')}": shelf.path_of(row.file.digest).read_bytes()
        for number, row in enumerate(rows.order_by("id"), start=1)
    }


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as box:
        for path, data in files.items():
            box.writestr(zipfile.ZipInfo(path, _DATE), data, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def faults_of(package: bytes, public: bytes) -> list[str]:
    """Return what is wrong with ``package``, as paths with a word each; none where the key ``public`` signed it all."""
    try:
        with zipfile.ZipFile(BytesIO(package)) as box:
            return _faults(box, public)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, RecursionError) as wrong:
        return [f"not a package: {wrong}"]


def _faults(box: zipfile.ZipFile, public: bytes) -> list[str]:
    names = box.namelist()
    if sum(each.file_size for each in box.infolist()) > LARGEST:
        return ["larger than any package"]
    manifest = box.read(MANIFEST)
    if not holds(public, HEAD + manifest.decode(), bytes.fromhex(box.read(SIGNATURE).decode())):
        return [f"{MANIFEST}: signature differs"]
    listed = {each["path"]: each["sha256"] for each in json.loads(manifest)["files"]}
    found = [f"{path}: there twice" for path in sorted(set(names)) if names.count(path) > 1]
    found += [f"{path}: missing" for path in sorted(listed.keys() - set(names))]
    found += [f"{path}: not in the manifest" for path in sorted(set(names) - listed.keys() - {MANIFEST, SIGNATURE})]
    present = sorted(listed.keys() & set(names))
    return found + [f"{path}: changed" for path in present if sha256(box.read(path)).hexdigest() != listed[path]]
