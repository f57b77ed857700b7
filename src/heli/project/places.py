"""This installation, as backups see it."""

import psycopg
from django.conf import settings
from django.db import connection

from heli.audit.naming import SETTING, SYSTEM
from heli.project.backup import Place


def present_place() -> Place:
    """Return where this installation's database and folders are; its own server is started where there is one.

    Whoever connects there does so as the system.
    """
    connection.ensure_connection()
    wanted = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname", "sslmode", "sslrootcert")
    named = {"options": f"-c {SETTING}={SYSTEM}"}
    conninfo = psycopg.conninfo.make_conninfo(**{name: wanted[name] for name in names if wanted.get(name)}, **named)
    return Place(conninfo, settings.HELI_HOME)
