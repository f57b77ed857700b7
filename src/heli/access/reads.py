"""The log of reads of personal data: written with every read, shown to the person whose data they are."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone

from heli.access.actors import Actor
from heli.access.context import acting_as
from heli.audit.models import Entry
from heli.audit.record import write

VERB = "read"


def chain_of(reference: str) -> str:
    """Return the chain of the reads of case ``reference``; apart from its history, so that readers stop no act."""
    return f"reads/{reference}"


def log_read(reference: str, *, by: Actor, purpose: str, what: Sequence[str] = ("contact",)) -> Entry:
    """Record that ``by`` reads personal data of case ``reference``; in the transaction of the read.

    ``purpose`` is a short code ("handling", "verifying", "export"); ``what`` names the data.
    """
    duties = [{"unit": post.unit_id, "duty": post.duty} for post in by.posts]
    data = {"purpose": purpose, "what": list(what), "posts": duties}
    with acting_as(by):
        return write(chain_of(reference), VERB, at=timezone.now(), actor=by.key, data=data)


def reads_of(reference: str) -> QuerySet[Entry]:
    """Return the reads of personal data of case ``reference``, the newest first."""
    return Entry.objects.filter(chain=chain_of(reference), verb=VERB).order_by("-seq")
