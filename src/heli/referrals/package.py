"""The signed package of a referral: what goes to a body that does not work with Heli, as one file.

It holds ``referral.json``, the letter as PDF and the files that were passed, signed as `heli.papers.packages` does it.
The same referral gives the same bytes as long as nothing of it changed.
"""

from typing import Any, Final

from heli.cases.models import Attachment, Case
from heli.cases.parties import parties_of
from heli.papers import shelf
from heli.papers.models import StoredFile
from heli.papers.packages import as_json, packed
from heli.papers.rendering import render
from heli.people.models import Contact

KIND: Final = "referral"


def package_of(case: Case) -> bytes:
    """Return the package of the referral ``case``; the caller has put on record that its contacts are read."""
    files = {"referral.json": as_json(content_of(case)), **_letter(case), **_files(case)}
    return packed(KIND, {"reference": case.reference, "offered_at": case.opened_at.isoformat()}, files)


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
