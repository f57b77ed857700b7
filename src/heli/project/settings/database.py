"""PostgreSQL, and nothing else.

``DATABASE_URL``         a real server, as ``postgres://user:password@host:5432/name``. Without it Heli starts its own.
``HELI_ALLOW_EMBEDDED``  ``1`` lets a production process run on its own embedded server (a small pilot).
``HELI_LOCK_SECONDS``    how long a page waits for a locked row or table before it answers 503. Default 5; 0 for ever.
``HELI_STATEMENT_SECONDS``  how long one statement of a page may take. Default 30; 0 for ever.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from heli.project.postgres import cluster_at
from heli.project.settings.environment import HELI_HOME, PRODUCTION

__all__ = ["DATABASES", "HELI_LOCK_SECONDS", "HELI_STATEMENT_SECONDS"]


def embedded(home: Path, *, careless: bool = False) -> dict[str, Any]:
    """Return Django's settings for a server of our own in ``home``, started by the first connection."""
    cluster = cluster_at(home, careless=careless)
    return {
        "CLUSTER": {"home": home, "careless": careless},
        "ENGINE": "heli.project.embedded",
        "NAME": cluster.database,
        "USER": cluster.user,
        "HOST": str(cluster.socket_folder),
        "PORT": str(cluster.port),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _default() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL", "")
    if url:
        return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    if PRODUCTION and os.environ.get("HELI_ALLOW_EMBEDDED") != "1":
        raise ImproperlyConfigured(
            "Production needs DATABASE_URL. Set HELI_ALLOW_EMBEDDED=1 to run on the embedded server on purpose."
        )
    return embedded(HELI_HOME / "pg")


DATABASES = {"default": _default()}

# Only the web server keeps to these; worker and commands wait as long as it takes.
HELI_LOCK_SECONDS = float(os.environ.get("HELI_LOCK_SECONDS", "5"))
HELI_STATEMENT_SECONDS = float(os.environ.get("HELI_STATEMENT_SECONDS", "30"))
