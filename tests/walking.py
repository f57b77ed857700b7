"""What browser walks begin with: their screens, a district whose people have passwords, and the way in.

``HELI_FACES=all``  main journeys at the widths of a phone, a desk and a wall, as `make faces` does.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from heli.project.tests.test_styleguide_browser import DESK, PHONE
from heli.service_requests.tests.district import District, build

PASSWORD = "korrekt-pferd-batterie"
EVERYTHING = os.environ.get("HELI_FACES") == "all"
WALL = ViewportSize(width=3840, height=2160)


def on_screens(usual: ViewportSize) -> pytest.MarkDecorator:
    """Give a main journey its ``screen``: the one it is usually made at, or every one."""
    screens = [PHONE, DESK, WALL] if EVERYTHING else [usual]
    return pytest.mark.parametrize("screen", screens, ids=lambda each: str(each["width"]), indirect=True)


def staffed(settings: Any, folder: Path) -> District:
    """Build the district, its files below ``folder``; everybody signs in with ``PASSWORD``."""
    settings.MEDIA_ROOT = folder / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    district = build()
    for user in district.people.values():
        user.set_password(PASSWORD)
        user.save()
    return district


def sign_in(page: Page, name: str) -> None:
    """Open the desk and sign in as ``name``."""
    page.goto("/desk/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page).to_have_url(re.compile("/desk/$"))
