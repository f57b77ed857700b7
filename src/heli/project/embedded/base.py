"""Django's PostgreSQL backend; the first connection of a process starts the embedded server."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base

from heli.project.postgres import cluster_at


class DatabaseWrapper(base.DatabaseWrapper):
    """Attach to the server before the first connection, and again when it has gone."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; start the server first where it does not run."""
        cluster = cluster_at(**self.settings_dict["CLUSTER"])
        if not cluster.attached:
            cluster.attach()
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            cluster.attach()
            return super().get_new_connection(conn_params)
