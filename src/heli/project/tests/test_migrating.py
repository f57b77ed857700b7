"""Migrations run one at a time."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import AddIndex, RunPython
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Index

from heli.audit.tests.tampering import as_owner
from heli.project.management.commands.migrate import LOCK, sparing

pytestmark = pytest.mark.django_db


def test_a_second_one_waits_for_the_first() -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            call_command("migrate", verbosity=0)
    finally:
        other.close()


def test_it_lets_the_next_one_begin() -> None:
    call_command("migrate", "--check")
    with connection.copy().cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        assert cursor.fetchone() == (True,)
        cursor.connection.close()


def test_the_tables_of_an_empty_database_are_those_of_the_models() -> None:
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                meta = model._meta
                there = connection.introspection.get_table_description(cursor, meta.db_table)
                assert {(each.name, each.null_ok) for each in there} == {
                    (each.column, each.null) for each in meta.local_concrete_fields
                }, meta.label
                kept = connection.introspection.get_constraints(cursor, meta.db_table)
                assert {each.name for each in (*meta.indexes, *meta.constraints)} <= set(kept), meta.label


def empty() -> None:
    """Let the database look, for the rest of the test, as if no migration had been applied."""
    with as_owner():
        MigrationRecorder(connection).migration_qs.all().delete()


def drawn_by(operation, *, fresh: bool) -> int:
    """Return how many models are drawn anew for an operation on cases in an empty database, or in one in use."""
    state = MigrationExecutor(connection).loader.project_state()
    before = dict(state.apps.all_models["cases"]), dict(state.apps.all_models["organizations"])
    if fresh:
        empty()
    with sparing(connection):
        operation.state_forwards("cases", state)
    assert state.is_delayed
    after = state.apps.all_models["cases"], state.apps.all_models["organizations"]
    return sum(then[name] is not now[name] for then, now in zip(before, after, strict=True) for name in then)


def test_only_in_an_empty_database_is_a_changed_model_drawn_alone() -> None:
    add = AddIndex("case", Index(fields=["state", "opened_at"], name="cases_test"))
    assert drawn_by(add, fresh=False) > 5
    assert drawn_by(add, fresh=True) == 1


def test_python_of_a_migration_sees_every_relation() -> None:
    """Django draws all anew before it runs Python, once relations are behind."""
    state = MigrationExecutor(connection).loader.project_state()
    kept = state.apps.get_model("cases", "event")
    empty()
    with sparing(connection):
        AddIndex("case", Index(fields=["state", "opened_at"], name="cases_test")).state_forwards("cases", state)
    assert state.apps.get_model("cases", "event") is kept
    seen = []
    RunPython(lambda known, _editor: seen.append(known)).database_forwards(
        "cases", connection.schema_editor(), state, state
    )
    [known] = seen
    case = known.get_model("cases", "case")
    assert known.get_model("cases", "event")._meta.get_field("case").related_model is case
