"""Migrating, one at a time: a second one waits for the first, even for what a killed one has left under way."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

#: Any number that no other lock of the database's sessions uses.
LOCK = 0x48454C49


class Command(Migrate):
    """Django's command, under a lock of the database that ends with the connection."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate. Raises what Django's command raises."""
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            super().handle(*args, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
