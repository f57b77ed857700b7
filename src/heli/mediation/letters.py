"""What a step adds to the papers that it issues; ``heli.mediation.paper_kinds`` declares the papers."""

from typing import Any

from heli.cases.models import Case
from heli.cases.people_models import Party
from heli.kernel.references import own_number

#: What is told to both sides when the talks end (People's Mediation Law, art. 26).
OTHER_WAYS = "可以依法通过仲裁、行政、司法等途径维护自己的权利；申请仲裁、提起诉讼有期限的，请注意在期限内提出。"


def turned_away(case: Case, reason: str, where: str) -> dict[str, Any]:
    """Return what the letter says by which an application is turned away."""
    return {"request": case.dispute.request, "reason": reason, "remedy": where}


def invitation(case: Case, party: Party) -> dict[str, Any]:
    """Return what the invitation says; the query code stands on no paper that is kept."""
    return {"addressee": party.contact.name, "own_number": own_number(case.reference, party.side or 0)}


def ending(case: Case, reason: str, ways: str = "") -> dict[str, Any]:
    """Return what the letter says by which the talks end: why, and the other ways."""
    return {"request": case.dispute.request, "reason": reason or "当事人要求终止调解。", "remedy": ways or OTHER_WAYS}
