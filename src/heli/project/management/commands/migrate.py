"""Migrating, one at a time: a second one waits for the first, even for what a killed one has left under way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

#: Any number that no other lock of the database's sessions uses.
LOCK = 0x48454C49

Model = tuple[str, str]
Find = Callable[..., set[Model]]


class Command(Migrate):
    """Django's command, under a lock of the database that ends with the connection."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate. Raises what Django's command raises."""
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            with sparing(connection):
                super().handle(*args, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def sparing(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Draw fewer models anew while an empty database is migrated: all steps follow one another in one process there.

    After each of some three hundred operations Django draws the changed model anew, with every model that hangs
    together with it by any relation: here nearly all. That is three quarters of the time of a first migration.
    """
    find = ProjectState._find_reload_model  # type: ignore[attr-defined]  # noqa: SLF001
    if not MigrationRecorder(connection).applied_migrations():
        ProjectState._find_reload_model = _sparingly(find)  # type: ignore[attr-defined]  # noqa: SLF001
    try:
        yield
    finally:
        ProjectState._find_reload_model = find  # type: ignore[attr-defined]  # noqa: SLF001


def _sparingly(find: Find) -> Find:
    """Return ``find`` for the models to draw anew, without those that a change of the tables does not read.

    Where a model is new, or changed in what no other refers to (Django's ``delay``), it is drawn alone; Django is told
    that relations are behind (``is_delayed``) and draws everything before Python of a migration sees it.
    """

    def found(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[Model]:  # noqa: FBT001, FBT002
        new = model_name not in state.apps.all_models[app_label]
        base = f"{app_label}.{model_name}"
        inherited = any(base in map(str, each.bases) for each in state.models.values())
        if (new or delay) and not inherited:
            state.is_delayed = True
            return {(app_label, model_name)}
        return find(state, app_label, model_name, delay)

    return found
