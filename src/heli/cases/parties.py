"""The people of a case besides the first: who speaks for many, who acts for another, who stands on the other side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Max

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.cases.codes import secret
from heli.cases.models import Case
from heli.cases.people_models import FIRST_SIDE, LAST_SIDE, Party
from heli.kernel.references import hash_query_code, query_code_for, query_code_matches, split_own
from heli.people.keys import destroy_key
from heli.people.models import Contact

#: Compared with where there is no such case, so that a wrong number takes as long as a wrong code.
NO_CODE: Final = "0" * 64


class TooManySidesError(ValueError):
    """A case has room for eight sides besides the person it belongs to."""


@dataclass(frozen=True)
class Named:
    """Somebody named in a case. ``contact`` is unsaved; ``authority`` says by what paper an agent may act."""

    role: str
    contact: Contact
    authority: str = ""


def add_parties(case: Case, people: Iterable[Named]) -> list[Party]:
    """Keep ``people`` with ``case``; in the transaction of the act."""
    kept = []
    for each in people:
        each.contact.save(force_insert=True)
        kept.append(Party.objects.create(case=case, contact=each.contact, role=each.role, authority=each.authority))
    return kept


def parties_of(case: Case) -> list[Party]:
    """Return the people of ``case`` besides the first, without what is sealed of them; one statement."""
    return list(Party.objects.filter(case=case).order_by("id"))


def let_in(party: Party, key: UUID) -> str:
    """Give ``party`` a side and a query code of its own, and return the code; in the transaction of the act.

    The same ``key`` gives the same code; another one a new code, and the one before opens nothing any more. The case's
    row is locked by the caller. TooManySidesError where no number is left.
    """
    case, code = party.case, query_code_for(secret(), key)
    if party.side is None:
        highest = Party.objects.filter(case=case).aggregate(highest=Max("side"))["highest"]
        party.side = (highest or FIRST_SIDE - 1) + 1
    if party.side > LAST_SIDE:
        raise TooManySidesError
    party.query_code = hash_query_code(secret(), case.reference, code)
    party.save(update_fields=["side", "query_code"])
    return code


def is_code(number: str, code: str) -> bool:
    """Whether ``code`` is the query code of the written own number ``number``; of a case or of a side in it."""
    reference, side = split_own(number)
    with acting_as(SYSTEM):
        rows = (
            Party.objects.filter(case__reference=reference, side=side)
            if side
            else Case.objects.filter(reference=reference)
        )
        stored = rows.values_list("query_code", flat=True).first()
    return query_code_matches(secret(), reference, code, stored or NO_CODE)


def reachable_sides(case: Case) -> list[Party]:
    """Return the sides of ``case`` that left an e-mail address; nothing is opened; one statement."""
    rows = Party.objects.filter(case=case, side__isnull=False).select_related("contact").order_by("side")
    return [each for each in rows if each.contact.writable]


def forget_parties(case: Case) -> None:
    """Make unreadable for good how the people of ``case`` were reached, copies included."""
    for key in Party.objects.filter(case=case, contact__key__isnull=False).values_list("contact__key_id", flat=True):
        destroy_key(key)
