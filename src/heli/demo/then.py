"""Letting acts happen at a moment of the past: what a story tells, the engine takes down as if then were now."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def as_of(instant: datetime) -> Iterator[None]:
    """Let it be ``instant`` (aware) for everything in the block that asks Django for the time; never nested."""
    with patch.object(timezone, "now", lambda: instant):
        yield
