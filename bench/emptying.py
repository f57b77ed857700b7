"""An empty database on the benchmark's own server, to try migrations on."""

from typing import Any

from django.db import connection


def run(*, name: str) -> dict[str, Any]:
    """Make the database ``name`` anew and return where the server is."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    place = connection.settings_dict
    return {"user": place["USER"], "host": place["HOST"], "port": place["PORT"]}
