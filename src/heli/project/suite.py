"""The test suite's databases: copies of one that is migrated once for each state of the migrations.

The server is kept between runs without any durability. Every run has databases of its own, named after the process
that began it, so that several runs do not meet; what a killed run left behind is swept by the next.
"""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from heli.project.postgres import Cluster

APPS = Path(__file__).resolve().parents[1]
STATE = ("*/migrations/*", "**/*.csv", "**/*.json", "../../requirements.txt")
TEMPLATE = "template_"
DATABASE = "test_heli_"


def database_of(run: int) -> str:
    """Return the name of the database of the run that process ``run`` began."""
    return f"{DATABASE}{run}"


def state() -> str:
    """Return a short digest of everything that the migrated database follows from."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in STATE for path in APPS.glob(pattern) if path.is_file()}):
        if path.suffix != ".pyc":
            digest.update(f"{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def migrated_template(cluster: Cluster) -> str:
    """Return the name of a migrated database to copy; made first where there is none yet."""
    name = TEMPLATE + state()
    cluster.attach()
    with (cluster.home / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(cluster.conninfo("postgres"), autocommit=True) as connection:
            present = _swept(connection, name)
            if name not in present:
                _create(connection, cluster, name)
    return name


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _left_behind(database: str, template: str) -> bool:
    if database.startswith(TEMPLATE):
        return database != template
    run = re.match(rf"{DATABASE}(\d+)", database)
    return run is not None and not _alive(int(run[1]))


def _swept(connection: psycopg.Connection, template: str) -> set[str]:
    """Drop what no run needs; return the databases that stay."""
    present = {row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")}
    gone = {name for name in present if _left_behind(name, template)}
    for name in gone:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    return present - gone


def _create(connection: psycopg.Connection, cluster: Cluster, name: str) -> None:
    """Migrate a fresh database in another process, as its owner, and give it its name when it is whole."""
    draft = f"{TEMPLATE}draft"
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(draft)))
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
    url = f"postgres://{cluster.user}@{quote(str(cluster.socket_folder), safe='')}:{cluster.port}/{draft}"
    subprocess.run(
        [sys.executable, "-m", "heli.project", "migrate", "--verbosity", "0"],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "heli.project.settings"},
        check=True,
    )
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
