"""Issuing papers and claiming files."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import SuspiciousOperation

from heli.kernel.chains import canonical_json
from heli.papers.models import IssuedPaper, StoredFile


class FileTaken(SuspiciousOperation):
    """A file that another case has taken meanwhile, or that the clean-up has removed."""


def issue(kind: str, reference: str, content: Mapping[str, Any], *, at: datetime) -> IssuedPaper:
    """Freeze ``content`` (JSON values) as a paper of ``kind`` for case ``reference``, and return it."""
    return IssuedPaper.objects.create(
        kind=kind,
        reference=reference,
        content=dict(content),
        digest=sha256(canonical_json(content).encode()).hexdigest(),
        issued_at=at,
    )


def claim(files: Iterable[StoredFile]) -> None:
    """Mark ``files`` as taken by a case, so that the clean-up leaves them; in the transaction of the act.

    Raises FileTaken where another case was quicker: a file belongs to one case for good.
    """
    wanted = {stored.pk for stored in files}
    if StoredFile.objects.filter(pk__in=wanted, claimed=False).update(claimed=True) != len(wanted):
        raise FileTaken
