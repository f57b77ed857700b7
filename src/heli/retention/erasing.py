"""Erasing: the key of the person is destroyed, the bytes of files are removed; the case and its history stay."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from heli.audit.record import write
from heli.cases.models import Attachment, Case
from heli.cases.parties import forget_parties
from heli.papers import shelf
from heli.papers.issuing import forget_addressees
from heli.people.keys import destroy_key
from heli.retention.keepers import keepers
from heli.retention.models import Erasure, Kind, Planned


def erase(
    case: Case,
    kind: str,
    *,
    by: str,
    basis: str,
    at: datetime | None = None,
    first: Callable[[str, str, datetime], object] = lambda kind, reference, at: None,
) -> bool:
    """Erase data of ``kind`` of ``case``; False where that was done before.

    ``first`` is called within the transaction, before anything is committed; where it fails nothing is erased. Bytes
    of files go after the commit; `sweep` removes what a killed process left.
    """
    now = at or timezone.now()
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).select_related("contact").get(pk=case.pk)
        if Erasure.objects.filter(case=locked, kind=kind).exists():
            return False
        digests = _digests(locked) if kind == Kind.FILES else []
        if kind == Kind.CONTACT and locked.contact and locked.contact.key_id:
            destroy_key(locked.contact.key_id)
        if kind == Kind.CONTACT:
            forget_addressees(locked.reference)
            forget_parties(locked)
            for keeper in keepers():
                keeper.forget(locked)
        Erasure.objects.create(case=locked, kind=kind, at=now, digests=digests)
        Planned.objects.filter(case=locked, kind=kind).delete()
        data = {"basis": basis, "digests": digests}
        write(case.reference, f"erase_{kind}", at=now, actor=by, data=data)
        first(kind, case.reference, now)
    remove_bytes(digests)
    return True


def _digests(case: Case) -> list[str]:
    own = set(Attachment.objects.filter(case=case).values_list("file__digest", flat=True))
    return sorted(own.union(*(keeper.digests(case) for keeper in keepers())))


def remove_bytes(digests: list[str]) -> int:
    """Remove the bytes of ``digests`` that no case still keeps; return how many were there."""
    gone = 0
    for digest in digests:
        with transaction.atomic():
            shelf.hold(digest)
            if not _kept(digest) and shelf.path_of(digest).exists():
                shelf.remove(digest)
                gone += 1
    return gone


def _kept(digest: str) -> bool:
    """Whether another case, whose files were not erased, has the same bytes."""
    erased = Erasure.objects.filter(kind=Kind.FILES).values("case")
    attached = Attachment.objects.filter(file__digest=digest).exclude(case__in=erased).exists()
    return attached or any(keeper.keeps(digest, erased) for keeper in keepers())


def sweep() -> int:
    """Remove the bytes that a process killed between commit and removal has left."""
    gone = 0
    for digests in Erasure.objects.filter(kind=Kind.FILES).values_list("digests", flat=True).iterator():
        gone += remove_bytes([digest for digest in digests if shelf.path_of(digest).exists()])
    return gone
