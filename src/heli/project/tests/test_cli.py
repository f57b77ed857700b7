import sys

import pytest
from django.db import ProgrammingError
from django.db.migrations.recorder import MigrationRecorder

from heli.project import cli
from heli.project.cli import command_for

KNOWN = {"import_divisions", "audit_verify", "procedures", "import", "serve"}


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("import divisions file.csv", "import_divisions file.csv"),
        ("audit verify", "audit_verify"),
        ("procedures --check", "procedures --check"),
        ("manage audit verify", "audit verify"),
        ("import file.csv", "import file.csv"),
        ("unheard of", "unheard of"),
        ("", ""),
    ],
)
def test_the_longest_known_name_wins(words: str, command: str) -> None:
    assert command_for(words.split(), KNOWN) == command.split()


@pytest.fixture
def failing(monkeypatch):
    """Let any command meet a table that is not there."""

    def fail(_words: list[str]) -> None:
        raise ProgrammingError("relation does not exist")

    monkeypatch.setenv("HELI_DATABASE_ROLE", "application")
    monkeypatch.setattr(sys, "argv", ["heli", "audit", "verify"])
    monkeypatch.setattr(cli, "execute_from_command_line", fail)


@pytest.mark.django_db
def test_a_fault_of_the_program_is_not_taken_for_an_old_database(failing) -> None:
    with pytest.raises(ProgrammingError):
        cli.main()


@pytest.mark.django_db
def test_an_old_database_is_told_in_both_languages(failing, monkeypatch) -> None:
    applied = MigrationRecorder.applied_migrations
    monkeypatch.setattr(
        MigrationRecorder,
        "applied_migrations",
        lambda self: {key: row for key, row in applied(self).items() if key[0] != "retention"},
    )
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert "heli prepare" in str(left.value)
    assert "请先运行" in str(left.value)
