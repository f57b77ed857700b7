"""Taking files in: checked by content, images re-encoded without metadata, stored outside the web root."""

from typing import IO

from heli.papers.models import StoredFile


class UploadRefused(ValueError):
    """A file that cannot be taken; the text says why, in the reader's language."""


def store(upload: IO[bytes]) -> StoredFile:
    """Check, clean and store ``upload``; raises UploadRefused."""
    raise NotImplementedError
