"""Removing what nobody took: files that no case claimed, bytes without a row, drafts of killed writers."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from heli.papers import shelf
from heli.papers.models import FileReceipt, StoredFile

#: A refused form may take its files up again for a day; the hour is for the form that is being sent just then.
KEPT = timedelta(hours=25)
_BATCH = 200


def remove_unclaimed(now: datetime | None = None) -> int:
    """Remove the files that no case has claimed in time, and return how many rows went."""
    limit = (now or timezone.now()) - KEPT
    gone = 0
    while removed := _remove_some(limit):
        gone += removed
    return gone


@transaction.atomic
def _remove_some(limit: datetime) -> int:
    """Remove one batch; bytes go only when no other row names them, under the lock that writers hold too."""
    old = StoredFile.objects.filter(claimed=False, uploaded_at__lt=limit).order_by("digest", "pk")
    rows = list(old.select_for_update(skip_locked=True)[:_BATCH])
    digests = sorted({row.digest for row in rows})
    for digest in digests:
        shelf.hold(digest)
    StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    still_named = set(StoredFile.objects.filter(digest__in=digests).values_list("digest", flat=True))
    for digest in set(digests) - still_named:
        shelf.remove(digest)
    return len(rows)


def remove_receipts(now: datetime | None = None) -> int:
    """Remove the receipts of files that a case has taken in the meantime; those of others go with their file."""
    return FileReceipt.objects.filter(file__claimed=True, at__lt=(now or timezone.now()) - KEPT).delete()[0]


def remove_strays() -> int:
    """Remove bytes without a row and drafts of killed writers, both older than the time kept; return how many."""
    gone = 0
    for paths in shelf.folders():
        gone += _remove_nameless({path.name for path in paths if _old(path)})
    for draft in shelf.drafts():
        if _old(draft):
            draft.unlink(missing_ok=True)
            gone += 1
    return gone


@transaction.atomic
def _remove_nameless(digests: set[str]) -> int:
    nameless = digests - set(StoredFile.objects.filter(digest__in=digests).values_list("digest", flat=True))
    gone = 0
    for digest in sorted(nameless):
        shelf.hold(digest)
        if not StoredFile.objects.filter(digest=digest).exists():
            shelf.remove(digest)
            gone += 1
    return gone


def _old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > KEPT.total_seconds()
    except FileNotFoundError:
        return False
