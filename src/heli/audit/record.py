"""Writing to the audit record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from heli.audit.models import Entry
from heli.kernel.chains import canonical_json


def entry(chain: str, verb: str, *, at: datetime, actor: str, data: Mapping[str, Any]) -> Entry:
    """Return an unsaved entry, for writers that insert many at once."""
    content = content_of(chain, verb, at=at, actor=actor, data=data)
    return Entry(chain=chain, at=at, actor=actor, verb=verb, content=content)


def content_of(chain: str, verb: str, *, at: datetime, actor: str, data: Mapping[str, Any]) -> str:
    """Return the canonical text that the entry's hash covers."""
    return canonical_json({"actor": actor, "at": at, "chain": chain, "data": data, "verb": verb})


def write(chain: str, verb: str, *, at: datetime, actor: str, data: Mapping[str, Any]) -> Entry:
    """Append one entry to ``chain`` in the current transaction and return it.

    ``data`` holds JSON values only. The caller's transaction carries the entry: no entry, no change.
    """
    written = entry(chain, verb, at=at, actor=actor, data=data)
    written.save(force_insert=True)
    return written
