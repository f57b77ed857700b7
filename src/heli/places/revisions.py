"""Reference data kept in memory by each process and reloaded when they change."""

import threading
import time
import uuid
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.conf import settings

from heli.places.models import Revision

T = TypeVar("T")


class _Tokens:
    """The tokens of all names, read by one statement at most once per interval."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: dict[str, str] = {}
        self.read_at = 0.0

    def of(self, name: str) -> str:
        with self.lock:
            now = time.monotonic()
            if not self.read_at or now - self.read_at >= settings.HELI_REVISION_SECONDS:
                self.known = dict(Revision.objects.values_list("name", "token"))
                self.read_at = now
            return self.known.get(name, "")


_tokens = _Tokens()


def bump(name: str) -> None:
    """Declare the reference data ``name`` changed, in the current transaction."""
    Revision.objects.update_or_create(name=name, defaults={"token": uuid.uuid4().hex})
    forget()


def forget() -> None:
    """Make this process look at the tokens again at the next use."""
    _tokens.read_at = 0.0


class Cached(Generic[T]):
    """A value loaded from reference tables, reloaded when any of ``names`` has changed."""

    def __init__(self, load: Callable[[], T], *names: str) -> None:
        self._load = load
        self._names = names
        self._lock = threading.RLock()
        self._kept: tuple[Hashable, T] | None = None

    def __call__(self) -> T:
        key = tuple(_tokens.of(name) for name in self._names)
        kept = self._kept
        if kept is None or kept[0] != key:
            kept = self._reloaded(key)
        return kept[1]

    def _reloaded(self, key: Hashable) -> tuple[Hashable, T]:
        """Load once, however many threads ask at the same time: each would read the same rows into memory."""
        with self._lock:
            if self._kept is None or self._kept[0] != key:
                self._kept = (key, self._load())
            return self._kept
