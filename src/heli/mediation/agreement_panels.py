"""What the case pages show of an agreement: the draft to staff; text, signatures, what is owed, the court to all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from heli.access.actors import Actor
from heli.cases.models import Case, Clock
from heli.mediation.agreement_models import Agreement, Clause, ConfirmationRequest, Signature
from heli.mediation.agreements import clauses_of, has, signatures_of
from heli.mediation.court_law import DISMISSALS, EXCLUSIONS
from heli.mediation.enforcing import enforceable
from heli.mediation.owed import Owed, next_of, number_of, owed_in
from heli.mediation.procedure import MediationProcedure as P
from heli.mediation.sides import Side, sides_of

#: In which states there is nothing to show, and nothing is asked of the database.
_BEFORE = frozenset(state.name for state in (P.applied, P.inviting, P.turned_away, P.refused, P.withdrawn))


@dataclass(frozen=True)
class Line:
    """One instalment as its reader sees it; ``debtor`` and ``creditor`` are what the sides are called, or "you".

    ``late``: its day lies behind and it is not confirmed; what has no day is not called late.
    """

    owed: Owed
    debtor: Side | None
    creditor: Side | None
    late: bool


def agreement_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return what ``mediation/agreement.html`` shows; empty before there can be an agreement."""
    if case.state in _BEFORE:
        return {}
    rows = Agreement.objects.filter(case=case, voided_at__isnull=True).select_related("confirmation")
    versions = list(rows.order_by("version"))
    if not versions:
        return {}
    sides = sides_of(case)
    binding = next((each for each in versions if each.effective_on), None)
    laid = next((each for each in versions if each.presented_at and not each.effective_on), None)
    draft = next((each for each in versions if not each.presented_at), None)
    found: dict[str, Any] = {"agreement": laid or binding, "binds": binding, "laid": laid}
    if draft and actor.is_staff and case.state == P.in_mediation.name:
        found["draft_clauses"] = _draft(draft, sides)
    if laid or binding:
        found |= _signed(laid or binding, sides)
    if binding:
        lines = owed_in(case)
        found |= _performed(lines, sides) | _court(case, binding, sides) | _enforced(binding, lines, sides, actor)
    return found


def _draft(draft: Agreement, sides: list[Side]) -> list[dict[str, Any]]:
    called = {side.key: side.label for side in sides}
    return [
        {
            "clause": clause,
            "debtor": called.get(clause.debtor_id or 0, ""),
            "creditor": called.get(clause.creditor_id or 0, ""),
            "parts": [Owed(_of(clause, part), "") for part in clause.instalments.all()],
        }
        for clause in clauses_of(draft)
    ]


def _of(clause: Clause, part: Any) -> Any:
    part.clause = clause
    return part


def _signed(agreement: Agreement | None, sides: list[Side]) -> dict[str, Any]:
    assert agreement is not None
    rows = signatures_of(agreement)
    signed = {row.party_id or 0 for row in rows if row.part == Signature.Part.SIDE}
    return {
        "signatures": rows,
        "missing": [side for side in sides if side.key not in signed] if not agreement.oral else [],
        "no_mediator": not has(rows, Signature.Part.MEDIATOR),
        "no_seal": not has(rows, Signature.Part.COMMITTEE),
    }


def _performed(rows: list[Owed], sides: list[Side]) -> dict[str, Any]:
    by_key = {side.key: side for side in sides}
    today = timezone.localdate()
    lines = [_line(row, by_key, today) for row in rows]
    return {"owed": lines, "next_owed": next_of(rows), "open_count": sum(not row.done for row in rows)}


def _line(row: Owed, by_key: dict[int, Side], today: date) -> Line:
    late = row.part.due_on is not None and row.late(today)
    return Line(row, by_key.get(row.clause.debtor_id or 0), by_key.get(row.clause.creditor_id or 0), late)


def _enforced(binding: Agreement, rows: list[Owed], sides: list[Side], actor: Actor) -> dict[str, Any]:
    """Until when a court can be asked to enforce it: to officers every clause, to a side what is owed to it."""
    by_key = {side.key: side for side in sides}
    lines = [
        {"line": each, "creditor": by_key.get(each.clause.creditor_id or 0)}
        for each in enforceable(rows, getattr(binding, "confirmation", None), today=timezone.localdate())
        if actor.is_staff or number_of(each.clause.creditor) == actor.side
    ]
    return {"enforced": lines}


def _court(case: Case, binding: Agreement, sides: list[Side]) -> dict[str, Any]:
    found = getattr(binding, "confirmation", None)
    asked = set(ConfirmationRequest.objects.filter(agreement=binding).values_list("party_id", flat=True))
    names = ("confirming", "court_ruling", "objecting", "objecting_third")
    clocks = Clock.objects.filter(case=case, limit__in=names, stopped_at__isnull=True)
    grounds = {**EXCLUSIONS, **DISMISSALS}
    return {
        "confirmation": found,
        "asked_court": [side for side in sides if (side.key or None) in asked],
        "not_asked_court": [side for side in sides if (side.key or None) not in asked],
        "court_times": {clock.limit: clock for clock in clocks},
        "court_grounds": [grounds[each] for each in found.grounds] if found else [],
    }
