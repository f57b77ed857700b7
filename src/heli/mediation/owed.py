"""What is owed by the agreement in force: each instalment with what was said of it last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from heli.access.actors import Actor
from heli.cases.models import Case
from heli.cases.money import yuan
from heli.cases.people_models import Party
from heli.mediation.agreement_models import Clause, Instalment, Performance
from heli.papers.wording import day

#: Of which agreements instalments are owed.
IN_FORCE = Q(clause__agreement__effective_on__isnull=False, clause__agreement__voided_at__isnull=True)


@dataclass(frozen=True)
class Owed:
    """One instalment of the agreement in force. ``said`` is what was said of it last, empty while nothing was."""

    part: Instalment
    said: str

    @property
    def clause(self) -> Clause:
        """The clause that it belongs to."""
        return self.part.clause

    @property
    def key(self) -> int:
        """What forms call it."""
        return self.part.pk

    @property
    def done(self) -> bool:
        """Whether the side to which it is owed has confirmed it."""
        return self.said == Performance.Said.CONFIRMED

    @property
    def debtor_side(self) -> int:
        """The number of the side that owes it, 0 for the first person."""
        return number_of(self.clause.debtor)

    @property
    def creditor_side(self) -> int:
        """The number of the side to which it is owed, 0 for the first person."""
        return number_of(self.clause.creditor)

    @property
    def amount(self) -> str:
        """How much, as it is read; empty where it is not money."""
        return yuan(self.part.amount) if self.part.amount else ""

    @property
    def line(self) -> str:
        """It in one line, in the words of the agreement."""
        parts = (self.clause.words, f"{self.amount}元" if self.amount else "", self._until)
        return "，".join(part for part in parts if part)

    @property
    def _until(self) -> str:
        return f"{day(self.part.due_on)}前" if self.part.due_on else ""

    def late(self, on: date) -> bool:
        """Whether it should be there by ``on``: the day behind, or none agreed on; and is not confirmed."""
        return not self.done and (self.part.due_on is None or self.part.due_on < on)


def number_of(party: Party | None) -> int:
    """Return the number of a party as a side, 0 for the first person and -1 for one who was never let in."""
    if party is None:
        return 0
    return party.side or -1


def owed_in(case: Case) -> list[Owed]:
    """Return every instalment of the agreement in force, what falls due first in front; one statement."""
    last = Performance.objects.filter(instalment=OuterRef("pk")).order_by("-id").values("said")[:1]
    rows = Instalment.objects.filter(IN_FORCE, case=case, clause__removed_at__isnull=True)
    rows = rows.select_related("clause__debtor", "clause__creditor").annotate(last_said=Subquery(last))
    found = [Owed(row, row.last_said or "") for row in rows.order_by("clause__number", "number")]
    return sorted(found, key=lambda each: (each.part.due_on is None, each.part.due_on or date.max))


def next_of(rows: Iterable[Owed]) -> Owed | None:
    """Return what is to be performed next."""
    return next((each for each in rows if not each.done), None)


def of_debtor(rows: Iterable[Owed], actor: Actor) -> list[Owed]:
    """Return what ``actor`` may report as performed: what their side owes, for staff what anybody does."""
    return [each for each in rows if not each.done and (actor.is_staff or each.debtor_side == actor.side)]


def of_creditor(rows: Iterable[Owed], actor: Actor) -> list[Owed]:
    """Return what ``actor`` may confirm: what is owed to their side, for staff what is owed to anybody."""
    return [each for each in rows if not each.done and (actor.is_staff or each.creditor_side == actor.side)]
