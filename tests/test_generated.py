"""What is generated and kept in the repository equals what would be generated now."""

from pathlib import Path

import pytest

from heli.cases.management.commands.procedures import pages

FOLDER = Path(__file__).parents[1] / "docs" / "procedures"


@pytest.mark.parametrize(("name", "text"), pages().items())
def test_the_manual_shows_the_procedures_as_they_are(name, text):
    assert (FOLDER / name).read_text() == text, "run `make docs`"
