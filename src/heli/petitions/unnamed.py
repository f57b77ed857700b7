"""Whether words that are to be published hold somebody of the case (Regulation, art. 36, para. 2, asks for none)."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from heli.cases.models import Case
from heli.cases.people_models import Party
from heli.people.models import Contact

#: A shorter name, or the mere surname, stands in too many words.
SHORTEST_NAME: Final = 2
SHORTEST_ADDRESS: Final = 4
SHORTEST_NUMBER: Final = 6
#: Numbers of mobile phones (11 digits from 13 to 19) and of identity cards (GB 11643: 17 digits and a check mark).
_NUMBER = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|[0-9]{17}[0-9X])(?![0-9])")


def points_at_somebody(case: Case, text: str) -> bool:
    """Whether ``text`` holds the number of ``case``, a name, number or address of its people, or such a number at all.

    Who is meant without being named no program can tell; that stays with whoever publishes.
    """
    said = _plain(text)
    if _NUMBER.search(said) or _plain(case.reference) in said:
        return True
    return any(each in said for each in _marks(case))


def _marks(case: Case) -> Iterator[str]:
    parties = Party.objects.filter(case=case).select_related("contact__key")
    for contact in filter(None, [case.contact, *(party.contact for party in parties)]):
        yield from _of(contact)


def _of(contact: Contact) -> Iterator[str]:
    for value, shortest in (
        (contact.name, SHORTEST_NAME),
        (contact.phone, SHORTEST_NUMBER),
        (contact.email, SHORTEST_NUMBER),
        (contact.address, SHORTEST_ADDRESS),
    ):
        plain = _plain(value or "")
        if len(plain) >= shortest:
            yield plain


def _plain(text: str) -> str:
    """The letters and digits of ``text`` alone, in one width and case."""
    return re.sub(r"[^\w@.]", "", unicodedata.normalize("NFKC", text)).upper()
