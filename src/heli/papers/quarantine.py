"""Files that could not be checked when they came: they wait, shown to nobody, until the worker has checked them."""

import logging
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from heli.audit.record import write
from heli.papers import shelf
from heli.papers.examination import NotExamined
from heli.papers.models import StoredFile
from heli.papers.names import clean_name
from heli.papers.refusals import UploadRefused
from heli.papers.sniffing import clean_document

State = StoredFile.State
CHAIN = "files"
_MOST_AT_ONCE = 200

log = logging.getLogger(__name__)


def check_waiting(now: datetime | None = None) -> int:
    """Check the files that wait, the oldest first, and return how many are decided.

    The first one that cannot be checked ends the round: what it needs is away, and the others would need it too.
    """
    decided = 0
    for pk in _waiting():
        try:
            decided += _check(pk, now or timezone.now())
        except NotExamined as failure:
            log.warning("files wait to be checked: %s", failure)
            break
    return decided


def _waiting() -> Iterator[UUID]:
    rows = StoredFile.objects.filter(state=State.QUARANTINED).order_by("uploaded_at", "pk")
    yield from rows.values_list("pk", flat=True)[:_MOST_AT_ONCE]


@transaction.atomic
def _check(pk: UUID, now: datetime) -> bool:
    """Decide about one file; False when somebody else does so just now."""
    row = StoredFile.objects.select_for_update(skip_locked=True).filter(pk=pk, state=State.QUARANTINED).first()
    if row is None:
        return False
    try:
        document = clean_document(shelf.path_of(row.digest).read_bytes(), row.name)
    except FileNotFoundError:
        log.exception("the bytes of a waiting file are gone")
        return False
    except UploadRefused as refusal:
        _settle(row, State.REFUSED, now, reason=str(refusal))
        return True
    if document.waiting:
        raise NotExamined("the virus scanner is away, or no examination can be started")
    row.content_type, row.name = document.content_type, clean_name(row.name, document.suffix)
    _settle(row, State.CLEAN, now)
    return True


def _settle(row: StoredFile, state: str, now: datetime, reason: str = "") -> None:
    row.state = state
    row.save(update_fields=["state", "content_type", "name"])
    data = {"file": str(row.pk), "digest": row.digest, "state": state, "reason": reason}
    write(CHAIN, "file.checked", at=now, actor="system", data=data)
