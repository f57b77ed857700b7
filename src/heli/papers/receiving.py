"""Files that come one by one, ahead of the submission they belong to, each answered with a receipt."""

from collections.abc import Iterable
from hashlib import sha256
from typing import IO
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.papers.fields import MOST_FILES
from heli.papers.models import FileReceipt, StoredFile
from heli.papers.refusals import UploadRefused
from heli.papers.uploads import MOST_BYTES, store

#: Two fields of a form take files at most.
MOST_OF_SUBMISSION = 2 * MOST_FILES


def receive(upload: IO[bytes], *, key: UUID, field: str, by: str) -> FileReceipt:
    """Store ``upload`` for ``field`` of submission ``key``, once: the same bytes again get the same receipt.

    Raises UploadRefused, also where the submission has as many files as it may have.
    """
    digest = digest_of(upload)
    earlier = _found(key, field, digest, by)
    if earlier is not None:
        return earlier
    if FileReceipt.objects.filter(key=key).count() >= MOST_OF_SUBMISSION:
        raise UploadRefused(_("At most %(most)s files at a time.") % {"most": MOST_FILES})
    stored = store(upload)
    try:
        with transaction.atomic():
            return FileReceipt.objects.create(
                key=key, field=field, digest=digest, file=stored, by=by, at=timezone.now()
            )
    except IntegrityError:
        # The same file came at once from another tab; ours is removed with all that nobody claims.
        winner = _found(key, field, digest, by)
        if winner is None:
            raise UploadRefused(_("This file belongs to somebody else's submission.")) from None
        return winner


def digest_of(upload: IO[bytes]) -> str:
    """Return the SHA-256 of the bytes as sent, as far as any file may reach."""
    upload.seek(0)
    digest = sha256(upload.read(MOST_BYTES + 1)).hexdigest()
    upload.seek(0)
    return digest


def _found(key: UUID, field: str, digest: str, by: str) -> FileReceipt | None:
    rows = FileReceipt.objects.select_related("file").filter(key=key, field=field, digest=digest, by=by)
    return rows.first()


def named(ids: Iterable[str], *, key: UUID, by: str) -> dict[str, StoredFile]:
    """Return the files of those receipts in ``ids`` that belong to submission ``key`` of actor ``by``."""
    wanted = {number for each in ids if (number := _uuid(each))}
    rows = FileReceipt.objects.select_related("file").filter(pk__in=wanted, key=key, by=by).order_by("at", "pk")
    return {str(row.pk): row.file for row in rows}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
