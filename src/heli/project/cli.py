"""The command `heli`: a few commands of its own; every other one is a management command of some app.

``heli import divisions FILE`` runs the management command ``import_divisions``, ``heli audit verify`` runs
``audit_verify``, ``heli procedures`` runs ``procedures``; ``heli manage …`` passes everything on to Django.

Whoever runs a command on the server acts as the system; the jobs of `heli worker` each say so themselves. The database
is asked under the role that serves, and under the owner by the commands that build or rebuild it.
"""

import contextlib
import os
import sys

import django
from django.core.management import execute_from_command_line, get_commands
from django.db import DatabaseError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

OWNERS = frozenset(
    {"backup", "createcachetable", "database_grants", "demo", "demo_district", "flush", "makemigrations", "migrate"}
    | {"prepare", "restore", "showmigrations", "sqlmigrate"}
)
UNPREPARED = (
    "The database is empty or of another version of Heli. Run `heli prepare` and try again.\n"
    "数据库为空，或与本版本的合力不符。请先运行 heli prepare，然后重试。"
)
SERVING = frozenset({"serve", "worker"})


def command_for(words: list[str], known: set[str]) -> list[str]:
    """Return the words for Django: the longest known name made of the first words, then the rest."""
    if words[:1] == ["manage"]:
        return words[1:]
    for count in (3, 2, 1):
        name = "_".join(word.replace("-", "_") for word in words[:count])
        if len(words) >= count and name in known:
            return [name, *words[count:]]
    return words


def needs_owner(words: list[str]) -> bool:
    """Whether the command that ``words`` name builds or rebuilds the database."""
    plain = [word.replace("-", "_") for word in words if word != "manage"]
    return any("_".join(plain[:count]) in OWNERS for count in (1, 2, 3))


def main() -> None:
    """Run one command and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heli.project.settings")
    os.environ["HELI_DATABASE_ROLE"] = "owner" if needs_owner(sys.argv[1:]) else "application"
    django.setup()
    words = command_for(sys.argv[1:], set(get_commands()))
    with contextlib.nullcontext() if words[:1] and words[0] in SERVING else _as_system():
        try:
            execute_from_command_line(["heli", *words])
        except ProgrammingError:
            if needs_owner(words) or not unprepared():
                raise
            sys.exit(UNPREPARED)


def unprepared() -> bool:
    """Whether the database lacks migrations of this version, or is empty."""
    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return True


def _as_system() -> contextlib.AbstractContextManager[None]:
    """Ask as the system; looked up by name, because models are there only once Django is set up."""
    acting_as = import_string("heli.access.context.acting_as")
    return acting_as(import_string("heli.access.actors.SYSTEM"))  # type: ignore[no-any-return]
