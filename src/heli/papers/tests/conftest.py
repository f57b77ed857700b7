"""What tests of files share: a shelf of their own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def shelf_root(tmp_path: Path, settings) -> Path:
    """Return the folder in which this test's files are stored."""
    root = tmp_path / "files"
    settings.MEDIA_ROOT = root
    return root
