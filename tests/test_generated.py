"""What is generated and kept in the repository equals what would be generated now."""

from pathlib import Path

import pytest

from heli.cases.management.commands.procedures import pages
from heli.project.data_protection.pages import pages as data_classes
from heli.project.management.commands.permissions import permission_pages

DOCS = Path(__file__).parents[1] / "docs"
FOLDER = DOCS / "procedures"


@pytest.mark.parametrize(("name", "text"), pages().items())
def test_the_manual_shows_the_procedures_as_they_are(name, text):
    assert (FOLDER / name).read_text() == text, "run `make docs`"


@pytest.mark.parametrize(("name", "text"), data_classes().items())
def test_the_page_of_data_classes_shows_the_declarations_as_they_are(name, text):
    assert (DOCS / name).read_text() == text, "run `make docs`"


@pytest.mark.parametrize(("name", "text"), permission_pages().items())
def test_the_manual_shows_the_permissions_as_they_are(name, text):
    assert (DOCS / name).read_text() == text, "run `make docs`"
