"""What browser walks of officers begin with: a district whose people have passwords, and the way in."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from heli.service_requests.tests.district import District, build

PASSWORD = "korrekt-pferd-batterie"


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
