import pytest

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
