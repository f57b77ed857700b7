"""The log of reads of personal data: written with every read, shown to the person whose data they are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.audit.models import Entry
from heli.audit.record import write
from heli.kernel.procedures import Text

VERB = "read"
#: The person a case belongs to, among those whose data are read; the other sides go by their numbers.
FIRST: Final = (0,)
#: Everybody's in the case.
ALL: Final = None

_words: dict[str, Text] = {}


def describe(words: Mapping[str, Text]) -> None:
    """Name codes of purposes and of data that the reads of a domain use; called once from its AppConfig."""
    _words.update(words)


def described(code: str) -> str:
    """Return what ``code`` is called in the reader's language; the code itself where nobody has named it."""
    return str(_words.get(code, code))


def chain_of(reference: str) -> str:
    """Return the chain of the reads of case ``reference``; apart from its history, so that readers stop no act."""
    return f"reads/{reference}"


def log_read(
    reference: str,
    *,
    by: Actor,
    purpose: str,
    what: Sequence[str] = ("contact",),
    sides: Iterable[int] | None = FIRST,
) -> Entry:
    """Record that ``by`` reads personal data of case ``reference``; in the transaction of the read.

    ``purpose`` is a short code ("handling", "verifying", "export"); ``what`` names the data, ``sides`` whose they are:
    ``FIRST``, numbers of sides, or ``ALL``.
    """
    duties = [{"unit": post.unit_id, "duty": post.duty} for post in by.posts]
    data: dict[str, Any] = {"purpose": purpose, "what": list(what), "posts": duties}
    if sides != FIRST:
        data["sides"] = None if sides is None else sorted(set(sides))
    with acting_as(by):
        return write(chain_of(reference), VERB, at=timezone.now(), actor=by.key, data=data)


def concerns(data: Mapping[str, Any], side: int) -> bool:
    """Whether an entry with this ``data`` is a read of what belongs to ``side``; 0 is the person of the case."""
    sides = data.get("sides", FIRST)
    return sides is None or side in sides


def reads_of(reference: str) -> QuerySet[Entry]:
    """Return the reads of personal data of case ``reference``, the newest first."""
    return Entry.objects.filter(chain=chain_of(reference), verb=VERB).order_by("-seq")
