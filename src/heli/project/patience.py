"""How long a page waits for the database: where a table is locked, people read so instead of looking at nothing."""

from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper


def limit(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Let each statement on ``connection`` fail that waits or takes too long; the page answers 503 then.

    To be called with each new connection of the web server.
    """
    values = [f"{round(seconds * 1000)}ms" for seconds in (settings.HELI_LOCK_SECONDS, settings.HELI_STATEMENT_SECONDS)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false)", values
        )
