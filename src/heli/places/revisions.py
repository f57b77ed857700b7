"""Reference data kept in memory by each process and reloaded when they change."""

import threading
import time
import uuid
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.conf import settings

from heli.places.models import Revision

T = TypeVar("T")

_lock = threading.Lock()
_tokens: dict[str, str] = {}
_read_at = 0.0


def bump(name: str) -> None:
    """Declare the reference data ``name`` changed, in the current transaction."""
    Revision.objects.update_or_create(name=name, defaults={"token": uuid.uuid4().hex})
    forget()


def forget() -> None:
    """Make this process look at the tokens again at the next use."""
    global _read_at
    _read_at = 0.0


def _token(name: str) -> str:
    """Return the present token of ``name``; one statement for all names, at most once per interval."""
    global _read_at, _tokens
    with _lock:
        now = time.monotonic()
        if not _read_at or now - _read_at >= settings.HELI_REVISION_SECONDS:
            _tokens = dict(Revision.objects.values_list("name", "token"))
            _read_at = now
        return _tokens.get(name, "")


class Cached(Generic[T]):
    """A value loaded from reference tables, reloaded when any of ``names`` has changed."""

    def __init__(self, load: Callable[[], T], *names: str) -> None:
        self._load = load
        self._names = names
        self._key: Hashable = None
        self._value: T | None = None

    def __call__(self) -> T:
        key = tuple(_token(name) for name in self._names)
        if self._value is None or key != self._key:
            self._value, self._key = self._load(), key
        return self._value
