"""Where stored files lie: named by the SHA-256 of their bytes, written whole or not at all, for their owner only.

Writers and the clean-up hold a lock on the digest until their transaction ends, so that a file that is just being
stored again is never taken away.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection

from heli.kernel.faults import reach

SMALL = ".small"
_DRAFTS = "drafts"


def root() -> Path:
    """Return the folder of all stored files; it is no part of anything a web server shows."""
    return Path(settings.MEDIA_ROOT)


def path_of(digest: str, part: str = "") -> Path:
    """Return where the file with ``digest`` lies; ``part`` is ``SMALL`` for its thumbnail."""
    return root() / digest[:2] / f"{digest}{part}"


def hold(digest: str) -> None:
    """Let nobody else store or remove the file with ``digest`` until the present transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"file:{digest}"])


def put(digest: str, content: bytes, part: str = "") -> None:
    """Write ``content`` unless it is there; raises OSError, and then nothing is left behind."""
    target = path_of(digest, part)
    if target.exists():
        return
    draft = _folder(_DRAFTS) / uuid4().hex
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        reach("file.synced")
        draft.replace(_folder(digest[:2]) / target.name)
        _settle(target.parent)
        reach("file.named")
    finally:
        draft.unlink(missing_ok=True)


def remove(digest: str) -> None:
    """Remove the file with ``digest`` and its thumbnail."""
    for part in ("", SMALL):
        path_of(digest, part).unlink(missing_ok=True)


def drafts() -> Iterable[Path]:
    """Return what killed writers left half-written."""
    return _folder(_DRAFTS).iterdir()


def folders() -> Iterator[list[Path]]:
    """Yield the stored files, folder by folder, without thumbnails."""
    for folder in sorted(root().glob("[0-9a-f][0-9a-f]")):
        yield [path for path in folder.iterdir() if path.suffix != SMALL]


def _folder(name: str) -> Path:
    root().mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = root() / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _settle(folder: Path) -> None:
    """Make the new name in ``folder`` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
