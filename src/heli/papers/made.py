"""Files that Heli itself has made, kept as stored files: nothing in them needs to be examined."""

from hashlib import sha256

from django.utils import timezone

from heli.papers import shelf
from heli.papers.models import StoredFile


def keep_made(content: bytes, name: str, content_type: str, *, by: str, claimed: bool = False) -> StoredFile:
    """Keep ``content`` as a file called ``name``, made for the actor with key ``by``; in the transaction of the act.

    One that is not ``claimed`` is removed after a day unless a case takes it. Raises OSError where the disk is full.
    """
    digest = sha256(content).hexdigest()
    shelf.hold(digest)
    shelf.put(digest, content)
    return StoredFile.objects.create(
        digest=digest,
        name=name,
        content_type=content_type,
        size=len(content),
        uploaded_by=by,
        uploaded_at=timezone.now(),
        claimed=claimed,
        state=StoredFile.State.CLEAN,
    )
