"""Figures kept for a few seconds by each process, so that many screens cost no more than one."""

import threading
import time
from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Generic, TypeVar

T = TypeVar("T")
SECONDS = 10.0
MOST = 200


class Kept(Generic[T]):
    """Values by key, each computed once in ``seconds``; who comes while it is computed waits for it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._values: dict[Hashable, tuple[float, T]] = {}
        self._locks: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the value of ``key``, computed anew when it is older than ``seconds``."""
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            kept = self._values.get(key)
            if kept and time.monotonic() - kept[0] < self.seconds:
                return kept[1]
            value = compute()
            self._keep(key, value)
            return value

    def _keep(self, key: Hashable, value: T) -> None:
        with self._lock:
            self._values[key] = (time.monotonic(), value)
            if len(self._values) > MOST:
                oldest = min(self._values, key=lambda each: self._values[each][0])
                del self._values[oldest]
                self._locks.pop(oldest, None)

    def forget(self) -> None:
        """Compute everything anew at the next use."""
        with self._lock:
            self._values.clear()


def mark_of(content: object) -> str:
    """Return a short mark of ``content``, which changes when it does; for ETags."""
    return sha256(repr(content).encode()).hexdigest()[:16]
