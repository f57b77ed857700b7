"""The file for the court: application, agreement, proof of mediation, sides, clauses; signed, as one zip.

What the Interpretation on the Civil Procedure Law asks for in art. 354. Proof of identity and of rights in property is
the sides' own to bring; the list says so.
"""

from typing import Any, Final

from heli.access.actors import Actor
from heli.access.reads import ALL, log_read
from heli.cases.models import Attachment, Case
from heli.cases.people_models import Party
from heli.mediation.agreement_models import Agreement, Confirmation
from heli.mediation.agreement_text import names_of
from heli.mediation.agreements import clauses_of, signatures_of
from heli.mediation.confirming import confirmation_of
from heli.mediation.sides import Side, sides_of
from heli.papers import shelf
from heli.papers.models import StoredFile
from heli.papers.packages import as_json, packed
from heli.papers.rendering import render
from heli.people.models import Contact

KIND: Final = "court confirmation"
#: The papers in it, by the names of their files.
_PAPERS: Final = {
    "mediation_confirmation_application": "1-application.pdf",
    "mediation_agreement": "2-agreement.pdf",
    "mediation_proof": "3-proof-of-mediation.pdf",
}
#: What the sides bring themselves (Interpretation, art. 354).
_TO_BRING: Final = ("当事人身份证明、资格证明", "与调解协议相关的财产权利证明", "委托他人代为申请的，授权委托书")


def court_package(case: Case, *, by: Actor) -> bytes | None:
    """Return the file for the court and keep on record that the contacts in it were read; in a transaction.

    None where no application was prepared.
    """
    found = confirmation_of(case)
    if found is None:
        return None
    log_read(case.reference, by=by, purpose="court", what=("name", "phone", "address"), sides=ALL)
    agreement = found.agreement
    files = {
        **_papers(case),
        "4-sides.json": as_json({"sides": _sides(case, agreement), "to_bring": list(_TO_BRING)}),
        "5-clauses.json": as_json(_clauses(agreement)),
        **_scans(case, agreement),
    }
    return packed(KIND, _facts(case, found), files)


def _facts(case: Case, found: Confirmation) -> dict[str, Any]:
    agreement = found.agreement
    return {
        "reference": case.reference,
        "court": found.court,
        "ground": found.ground,
        "digest": agreement.digest,
        "effective_on": agreement.effective_on.isoformat() if agreement.effective_on else None,
        "prepared_at": found.prepared_at.isoformat(),
    }


def _papers(case: Case) -> dict[str, bytes]:
    found = {}
    for kind, name in _PAPERS.items():
        row = case.papers.filter(paper__kind=kind).select_related("paper").order_by("-id").first()
        if row is not None:
            found[name] = render(row.paper)
    return found


def _sides(case: Case, agreement: Agreement) -> list[dict[str, Any]]:
    lines = [line.strip() for line in agreement.parties.splitlines() if line.strip()]
    pairs = zip(sides_of(case), names_of(agreement.parties), lines, strict=True)
    return [
        {"side": side.number, "name": name, "as_in_the_agreement": line, **_reached(case, side)}
        for side, name, line in pairs
    ]


def _reached(case: Case, side: Side) -> dict[str, str]:
    """How the court reaches a side; what was never left is left out."""
    pk = Party.objects.get(pk=side.party.pk).contact_id if side.party else case.contact_id
    contact = Contact.objects.select_related("key").filter(pk=pk).first()
    found = {name: getattr(contact, name) for name in ("phone", "address")} if contact else {}
    return {name: value for name, value in found.items() if value}


def _clauses(agreement: Agreement) -> dict[str, Any]:
    return {
        "digest": agreement.digest,
        "signatures": [
            {"part": row.part, "name": row.name, "how": row.how, "on": row.on.isoformat(), "digest": row.digest}
            for row in signatures_of(agreement)
        ],
        "clauses": [
            {
                "number": number,
                "what": clause.what,
                "words": clause.words,
                "fen": clause.amount,
                "instalments": [
                    {"number": part.number, "due_on": part.due_on and part.due_on.isoformat(), "fen": part.amount}
                    for part in clause.instalments.all()
                ],
            }
            for number, clause in enumerate(clauses_of(agreement), start=1)
        ],
    }


def _scans(case: Case, agreement: Agreement) -> dict[str, bytes]:
    """The scans of papers on which a side signed this version."""
    events = [row.event_id for row in signatures_of(agreement)]
    rows = Attachment.objects.filter(case=case, event_id__in=events, file__state=StoredFile.State.CLEAN)
    return {
        f"signed/{number:02d}-{row.file.name.replace('/', '_')}": shelf.path_of(row.file.digest).read_bytes()
        for number, row in enumerate(rows.select_related("file").order_by("id"), start=1)
    }
