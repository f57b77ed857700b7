"""The agreements of a dispute: the draft, the one to be signed, the one in force, and who still must sign."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.mediation.agreement_models import Agreement, Clause, Instalment, Signature
from heli.mediation.agreement_text import names_of
from heli.mediation.sides import Side, sides_of

#: More than any agreement of neighbours has: a slip, not an agreement.
MOST_CLAUSES, MOST_INSTALMENTS = 30, 60


def draft_of(case: Case) -> Agreement | None:
    """Return the version that is being drafted, None before the first clause."""
    return _last(case, presented_at__isnull=True, voided_at__isnull=True)


def presented(case: Case) -> Agreement | None:
    """Return the version that lies before the sides to be signed."""
    return _last(case, presented_at__isnull=False, voided_at__isnull=True, effective_on__isnull=True)


def in_force(case: Case) -> Agreement | None:
    """Return the agreement that binds the sides now."""
    return _last(case, effective_on__isnull=False, voided_at__isnull=True)


def _last(case: Case, **which: object) -> Agreement | None:
    return Agreement.objects.filter(case=case, **which).order_by("-version").first()


def begun_draft(case: Case) -> Agreement:
    """Return the draft, begun where there is none; in the transaction of the act, under the lock of the case."""
    found = draft_of(case)
    if found is None:
        last = Agreement.objects.filter(case=case).order_by("-version").first()
        found = Agreement.objects.create(case=case, version=last.version + 1 if last else 1)
    return found


def clauses_of(agreement: Agreement) -> list[Clause]:
    """Return the clauses with their instalments, in order; two statements."""
    parts = Prefetch("instalments", Instalment.objects.order_by("number"))
    rows = Clause.objects.filter(agreement=agreement, removed_at__isnull=True)
    return list(rows.order_by("number").prefetch_related(parts))


_SAME = ("number", "what", "debtor_id", "creditor_id", "words", "amount")


def copied(agreement: Agreement) -> Agreement:
    """Return a further version with the same words and clauses, to be changed; nobody has signed it."""
    kept = ("case_id", "parties", "facts", "disputed", "responsibility", "manner")
    fresh = Agreement.objects.create(version=agreement.version + 1, **{name: getattr(agreement, name) for name in kept})
    for clause in clauses_of(agreement):
        values = {name: getattr(clause, name) for name in _SAME}
        again = Clause.objects.create(case_id=clause.case_id, agreement=fresh, **values)
        Instalment.objects.bulk_create(
            Instalment(case_id=each.case_id, clause=again, number=each.number, due_on=each.due_on, amount=each.amount)
            for each in clause.instalments.all()
        )
    return fresh


def names_by_side(case: Case, parties: str) -> Mapping[int, str] | Denied:
    """Return the name that stands for each side in the lines of ``parties``; refused where the lines do not fit."""
    sides, names = sides_of(case), names_of(parties)
    if len(sides) != len(names):
        labels = ", ".join(side.label for side in sides)
        return Denied(
            _("Write a line for each side, in this order: %(sides)s. The name comes first, then a comma.")
            % {"sides": labels}
        )
    if not all(names) or len(set(names)) != len(names):
        return Denied(_("Every line needs a name of its own."))
    return {side.key: name for side, name in zip(sides, names, strict=True)}


def signatures_of(agreement: Agreement) -> list[Signature]:
    """Return the signatures under this version, in the order in which they came."""
    return list(Signature.objects.filter(agreement=agreement).order_by("id"))


def unsigned(case: Case, rows: Sequence[Signature]) -> list[Side]:
    """Return the sides that have not signed."""
    signed = {row.party_id or 0 for row in rows if row.part == Signature.Part.SIDE}
    return [side for side in sides_of(case) if side.key not in signed]


def has(rows: Sequence[Signature], part: str) -> bool:
    """Whether somebody signed as ``part``."""
    return any(row.part == part for row in rows)


def complete_on(case: Case, rows: Sequence[Signature]) -> date | None:
    """Return the day on which the last signature or seal was there (art. 29); None while one is missing."""
    whole = not unsigned(case, rows) and has(rows, Signature.Part.MEDIATOR) and has(rows, Signature.Part.COMMITTEE)
    return max(row.on for row in rows) if whole else None


def today(at: datetime | None) -> date:
    """Return the day of ``at``, or of now, in the district."""
    return timezone.localdate(at) if at else timezone.localdate()
