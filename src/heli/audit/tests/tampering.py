"""What only the owner of the tables may do, and changes that not even the owner may make without tampering."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg.pq import TransactionStatus


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """Act in the database as the owner within the block; the suite acts as the role that serves otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        try:
            yield
        finally:
            # A failed transaction takes the change of role back by itself.
            if connection.connection.info.transaction_status != TransactionStatus.INERROR:
                cursor.execute(f"SET ROLE {connection.ops.quote_name(settings.HELI_APPLICATION_ROLE)}")


def tamper(statement: str, values: Sequence[Any] = ()) -> None:
    """Run ``statement`` as a superuser with all triggers off, foreign keys among them.

    What the test itself has written is checked before, while it still holds together.
    """
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")
