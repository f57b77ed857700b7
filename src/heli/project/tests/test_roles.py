"""The role that serves works with rows and can neither own, drop nor rewrite what must last."""

from contextlib import suppress
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.db.models import F

from heli.audit.tests.tampering import as_owner
from heli.cases.models import Case
from heli.project.cli import needs_owner
from heli.project.roles import ADVANCING, FROZEN, KEPT, grant, powers, refuse_power
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db

SHAPES = (
    "CREATE TABLE mine (id int)",
    "ALTER TABLE cases_case ADD COLUMN mine int",
    "ALTER TABLE cases_case DISABLE TRIGGER ALL",
    "ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY heli_read ON audit_entry",
    "CREATE POLICY mine ON audit_entry USING (true)",
    "DROP TRIGGER audit_entry_frozen ON audit_entry",
    "DROP TABLE people_contact",
    "CREATE OR REPLACE FUNCTION heli_sees(wanted bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "SET session_replication_role = replica",
    "ALTER ROLE heli_app BYPASSRLS",
    "DELETE FROM django_migrations",
)


def refused(statement: str) -> None:
    no = pytest.raises(ProgrammingError, match=r"permission denied|must be owner|must have")
    with no, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_suite_acts_as_the_role_that_serves():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("heli_app",)
    assert powers() == []


def test_no_table_changes_its_shape_or_guards():
    for statement in SHAPES:
        refused(statement)


def test_what_must_last_is_neither_deleted_nor_emptied_nor_rewritten():
    case = reported(build()).case
    for model in (*FROZEN, *KEPT):
        table = model._meta.db_table
        refused(f"DELETE FROM {table}")
        refused(f"TRUNCATE {table} CASCADE")
        if model in FROZEN:
            refused(f"UPDATE {table} SET {model._meta.pk.column} = {model._meta.pk.column}")
    assert Case.objects.filter(pk=case.pk).update(title="new") == 1


@pytest.mark.parametrize("model", ADVANCING)
def test_only_how_far_the_making_of_it_is_can_change(model):
    table = model._meta.db_table
    for field in model._meta.concrete_fields:
        if field.column not in ADVANCING[model]:
            refused(f"UPDATE {table} SET {field.column} = {field.column}")
    changing = model._meta.get_field(ADVANCING[model][0].removesuffix("_id"))
    assert model.objects.select_for_update().update(**{changing.name: F(changing.name)}) == 0


def test_every_table_of_heli_can_be_read_by_the_role():
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [model._meta.db_table])
            assert cursor.fetchone() == (True,), model


def test_a_new_table_is_given_without_another_word():
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id bigserial PRIMARY KEY, name text)")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO later (name) VALUES ('x') RETURNING id")
        assert cursor.fetchone() == (1,)


def test_the_role_itself_cannot_take_more():
    with suppress(ProgrammingError), transaction.atomic():
        grant("heli_app")
    refused("DELETE FROM cases_case")


def test_grants_may_be_run_again_and_printed():
    with as_owner():
        call_command("database_grants", stdout=(told := StringIO()))
    assert told.getvalue() == "heli_app may serve.\n"
    call_command("database_grants", "--print", "--role", "clerk", stdout=(printed := StringIO()))
    assert 'REVOKE UPDATE, DELETE ON "audit_entry" FROM "clerk";' in printed.getvalue()


def test_a_role_that_is_missing_is_made_by_those_who_may():
    with as_owner():
        assert grant("heli_test_clerk")
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'heli_test_clerk'")
            assert cursor.fetchone() == (True, False, False)


def test_production_is_not_served_by_the_owner(settings):
    settings.PRODUCTION, settings.HELI_ALLOW_OWNER = True, False
    refuse_power()
    with as_owner():
        with pytest.raises(CommandError, match=r"too powerful \(SUPERUSER.*owner of the tables"):
            refuse_power()
        settings.HELI_ALLOW_OWNER = True
        refuse_power()
        settings.PRODUCTION, settings.HELI_ALLOW_OWNER = False, False
        refuse_power()


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("migrate", True),
        ("prepare", True),
        ("manage migrate", True),
        ("demo --reset", True),
        ("database grants", True),
        ("database-grants", True),
        ("serve --port 1", False),
        ("worker", False),
        ("audit verify", False),
        ("import requests demo", False),
        ("", False),
    ],
)
def test_only_what_builds_the_database_runs_as_its_owner(words, owner):
    assert needs_owner(words.split()) == owner
