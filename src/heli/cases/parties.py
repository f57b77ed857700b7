"""The people of a case besides the first: who speaks for many, who acts for another, who stands on the other side."""

from collections.abc import Iterable
from dataclasses import dataclass

from heli.cases.models import Case
from heli.cases.people_models import Party
from heli.people.keys import destroy_key
from heli.people.models import Contact


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


def forget_parties(case: Case) -> None:
    """Make unreadable for good how the people of ``case`` were reached, copies included."""
    for key in Party.objects.filter(case=case, contact__key__isnull=False).values_list("contact__key_id", flat=True):
        destroy_key(key)
