"""PostgreSQL, and nothing else: under a role that owns nothing, or under the owner for a few commands.

``DATABASE_URL``             a real server, as ``postgres://user:password@host:5432/name``; its user serves. Without it
                             Heli starts a server of its own.
``HELI_OWNER_DATABASE_URL``  the same database for the owner of the tables: migrations and their like.
``HELI_ALLOW_OWNER``         ``1`` lets a production process serve under a role that row security does not bind.
``HELI_ALLOW_EMBEDDED``      ``1`` lets a production process run on its own embedded server (a small pilot).
``HELI_DATABASE_ROLE``       ``owner`` or ``application``; the command `heli` chooses it for each of its commands.
``HELI_LOCK_SECONDS``        how long a page waits for a locked row or table. Default 5; 0 for ever.
``HELI_STATEMENT_SECONDS``   how long one statement of a page may take. Default 30; 0 for ever.
"""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from heli.project.postgres import Cluster, cluster_at
from heli.project.settings.environment import HELI_HOME, PRODUCTION

__all__ = ["DATABASES", "HELI_ALLOW_OWNER", "HELI_APPLICATION_ROLE", "HELI_LOCK_SECONDS", "HELI_STATEMENT_SECONDS"]

OWNER = os.environ.get("HELI_DATABASE_ROLE") == "owner"


def embedded(home: Path, *, careless: bool = False, owner: bool = OWNER) -> dict[str, Any]:
    """Return Django's settings for a server of our own in ``home``, started by the first connection."""
    cluster = cluster_at(home, careless=careless)
    return {
        "CLUSTER": {"home": home, "careless": careless},
        "ENGINE": "heli.project.embedded",
        "NAME": cluster.database,
        "USER": cluster.user if owner else cluster.application,
        "HOST": str(cluster.socket_folder),
        "PORT": str(cluster.port),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _parsed(url: str) -> dict[str, Any]:
    return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))


def _default() -> dict[str, Any]:
    url, owner_url = os.environ.get("DATABASE_URL", ""), os.environ.get("HELI_OWNER_DATABASE_URL", "")
    if url:
        return _parsed(owner_url if OWNER and owner_url else url)
    if PRODUCTION and os.environ.get("HELI_ALLOW_EMBEDDED") != "1":
        raise ImproperlyConfigured(
            "Production needs DATABASE_URL. Set HELI_ALLOW_EMBEDDED=1 to run on the embedded server on purpose."
        )
    return embedded(HELI_HOME / "pg")


def _application_role() -> str:
    """The role that serves; one address alone names the owner, and the usual name is taken."""
    url = os.environ.get("DATABASE_URL", "")
    return str(_parsed(url)["USER"]) if url and os.environ.get("HELI_OWNER_DATABASE_URL") else Cluster.application


DATABASES = {"default": _default()}
HELI_APPLICATION_ROLE = _application_role()
HELI_ALLOW_OWNER = os.environ.get("HELI_ALLOW_OWNER") == "1"

# Only the web server keeps to these; worker and commands wait as long as it takes.
HELI_LOCK_SECONDS = float(os.environ.get("HELI_LOCK_SECONDS", "5"))
HELI_STATEMENT_SECONDS = float(os.environ.get("HELI_STATEMENT_SECONDS", "30"))
