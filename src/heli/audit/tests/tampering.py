"""Changes that the database refuses to everybody but a superuser who switches its triggers off."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def tamper(statement: str, values: Sequence[Any] = ()) -> None:
    """Run ``statement`` as a superuser with all triggers off, foreign keys among them.

    What the test itself has written is checked before, while it still holds together.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")
