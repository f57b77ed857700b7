"""Telling a part of the demo district in a process of its own, beside the others."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from django.db import connection, connections

T = TypeVar("T")


@contextmanager
def apart(work: Callable[..., T], *given: Any, processes: int) -> Iterator[Callable[[], T]]:
    """Begin ``work`` in a forked process and give what waits for its answer; with one process it is done when asked.

    What ``work`` is given and answers must be picklable. It finds what is committed before. What it raises is raised
    to who asks for the answer.
    """
    if processes == 1:
        yield lambda: work(*given)
        return
    # A forked process must not talk through its parent's connection.
    connections.close_all()
    with ProcessPoolExecutor(1, mp_context=get_context("fork"), initializer=hurry) as pool:
        told = pool.submit(work, *given)
        yield told.result


def hurry() -> None:
    """Let this process's connection not wait for the disk at each commit: a build that is cut short starts over."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
