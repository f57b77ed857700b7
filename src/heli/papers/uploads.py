"""Taking files in: checked by content, pictures encoded anew without metadata, stored outside the web root."""

import logging
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heli.papers import shelf
from heli.papers.models import StoredFile
from heli.papers.names import clean_name, shown_name
from heli.papers.pictures import clean_picture
from heli.papers.refusals import UploadRefused
from heli.papers.sniffing import clean_document, is_picture

__all__ = ["MOST_BYTES", "MOST_PICTURE_BYTES", "UploadRefused", "check", "store"]

MOST_BYTES = 20 * 1024 * 1024
MOST_PICTURE_BYTES = 15 * 1024 * 1024

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What is written of an upload."""

    content: bytes
    content_type: str
    suffix: str
    width: int | None = None
    height: int | None = None
    small: bytes = b""
    waiting: bool = False


def store(upload: IO[bytes], by: str = "") -> StoredFile:
    """Check, clean and store ``upload`` for the actor with key ``by``; returns an unclaimed file.

    Raises UploadRefused, whose text names the file and says why. The type is found from the content alone; the name
    only labels the file. Nothing half-written stays when the disk is full.
    """
    name = str(getattr(upload, "name", None) or "")
    try:
        content = _read(upload)
        kept = check(content, name)
    except UploadRefused as refusal:
        raise UploadRefused(
            _("“%(name)s”: %(reason)s") % {"name": shown_name(name) or _("file"), "reason": refusal}
        ) from refusal
    return _write(kept, clean_name(name, kept.suffix), by)


def _read(upload: IO[bytes]) -> bytes:
    """Return the bytes of ``upload``, at most one more than the largest file has."""
    upload.seek(0)
    content = upload.read(MOST_BYTES + 1)
    if not content:
        raise UploadRefused(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise _too_large(MOST_BYTES)
    return content


def _too_large(most: int) -> UploadRefused:
    return UploadRefused(_("The file is too large; at most %(most)s MB can be taken.") % {"most": most // 1024 // 1024})


def check(content: bytes, name: str) -> Kept:
    """Return what is kept of an upload with these bytes and this name; raises UploadRefused."""
    if is_picture(content):
        if len(content) > MOST_PICTURE_BYTES:
            raise _too_large(MOST_PICTURE_BYTES)
        picture = clean_picture(content)
        return Kept(picture.content, picture.content_type, picture.suffix, picture.width, picture.height, picture.small)
    document = clean_document(content, name)
    return Kept(document.content, document.content_type, document.suffix, waiting=document.waiting)


def _write(kept: Kept, name: str, by: str) -> StoredFile:
    """Put the bytes on the shelf, then their row in the database; the lock keeps the clean-up away between the two."""
    digest = sha256(kept.content).hexdigest()
    try:
        with transaction.atomic():
            shelf.hold(digest)
            if kept.small:
                shelf.put(digest, kept.small, shelf.SMALL)
            shelf.put(digest, kept.content)
            return StoredFile.objects.create(
                digest=digest,
                name=name,
                content_type=kept.content_type,
                size=len(kept.content),
                width=kept.width,
                height=kept.height,
                uploaded_by=by,
                uploaded_at=timezone.now(),
                state=StoredFile.State.QUARANTINED if kept.waiting else StoredFile.State.CLEAN,
            )
    except OSError as failure:
        log.exception("a file could not be stored")
        raise UploadRefused(
            _(
                "The file could not be saved because the server has no room or its disk fails. Nothing was kept; "
                "please try again later."
            )
        ) from failure
