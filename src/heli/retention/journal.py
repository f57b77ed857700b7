"""The journal of erasures: files outside the database, so that what was erased stays erased after a restore.

A line for each erasure, ``MOMENT KIND REFERENCE``, is appended to ``erasures.txt`` in the folders of the backups and of
the witness before the erasure is committed. It holds no personal data.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from heli.cases.models import Case
from heli.retention.erasing import erase
from heli.retention.models import Kind

NAME = "erasures.txt"


def journals(*folders: Path) -> list[Path]:
    """Return the journals of this installation, and those in further ``folders``."""
    named = [settings.HELI_WITNESS, *([settings.HELI_BACKUP] if settings.HELI_BACKUP else []), *folders]
    return list(dict.fromkeys(folder / NAME for folder in named))


def note(kind: str, reference: str, at: datetime) -> None:
    """Append an erasure to every journal; raises OSError, and then the erasure must not happen."""
    line = f"{at.astimezone(UTC).isoformat(timespec='seconds')} {kind} {reference}\n".encode()
    for path in journals():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def noted(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield kind and reference of each erasure in ``paths`` once; a half-written line is passed over."""
    seen = set()
    for path in paths:
        if not path.exists():
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            words = line.split(" ")
            if len(words) == 3 and words[1] in Kind.values and tuple(words[1:]) not in seen:
                seen.add(tuple(words[1:]))
                yield words[1], words[2]


def replay(paths: Iterable[Path]) -> int:
    """Erase again what ``paths`` say was erased and the database still holds; return how many erasures that were."""
    gone = 0
    for kind, reference in noted(paths):
        case = Case.objects.filter(reference=reference).first()
        if case is not None:
            gone += erase(case, kind, by="system", basis="journal")
    return gone
