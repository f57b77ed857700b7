"""What browser walks begin with: their screens, a district whose people have passwords, and the way in.

``HELI_FACES=all``  main journeys at the widths of a phone, a desk and a wall, as `make faces` does.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from heli.papers.tests.samples import picture
from heli.people.models import User
from heli.project.tests.test_styleguide_browser import DESK, PHONE, too_wide, violations
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


class Screens:
    """A browser for each who takes part in a walk, reading Chinese if not told otherwise: residents on phones, officers
    at desks."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._contexts: list[BrowserContext] = []

    def phone(self, *, scripts: bool = True, language: str = "zh-CN") -> Page:
        """Return the page of somebody on a phone."""
        return self._open(PHONE, scripts=scripts, language=language).new_page()

    def desk(self, user: User, screen: ViewportSize = DESK, language: str = "zh-CN") -> Page:
        """Return the page of an officer who has signed in; how one signs in is walked elsewhere."""
        client, name, context = Client(), site.SESSION_COOKIE_NAME, self._open(screen, language=language)
        client.force_login(user)
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self._address}])
        return context.new_page()

    def close(self) -> None:
        """Close every browser that was opened."""
        for context in self._contexts:
            context.close()

    def _open(self, screen: ViewportSize, *, scripts: bool = True, language: str = "zh-CN") -> BrowserContext:
        context = self._browser.new_context(
            locale=language, viewport=screen, base_url=self._address, java_script_enabled=scripts
        )
        self._contexts.append(context)
        return context


def look(page: Page) -> None:
    """The page fits its screen and breaks no rule of accessibility."""
    assert too_wide(page) == 0, page.url
    assert violations(page) == [], page.url


def go(page: Page, by: Locator) -> None:
    """Click what leads to another page, and be there: it may have the address, and the words, of the one before."""
    with page.expect_navigation():
        by.click()


def press(page: Page, name: str) -> None:
    """Press the button of the page that is called ``name``, and be where it leads."""
    go(page, page.get_by_role("main").get_by_role("button", name=name, exact=True))


def fill_in(form: Locator, **values: str) -> None:
    """Fill in fields by their names: texts, days, choices, and pictures whose value is the name of their file."""
    for name, value in values.items():
        field = form.locator(f"[name={name}]")
        kind = field.first.evaluate("it => it.type")
        if kind == "radio":
            form.locator(f"label:has([name={name}][value='{value}']), [name={name}][value='{value}'] + label").click()
        elif kind == "file":
            field.set_input_files([{"name": value, "mimeType": "image/jpeg", "buffer": picture(size=(60, 40))}])
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def find_case(page: Page, reference: str) -> None:
    """Open a matter from the lists of somebody's first page, where it must stand."""
    page.goto("/desk/")
    page.locator(f".desk-home .panel:not(:has(.task-list)) a[href*='/cases/{reference}/']").first.click()
    expect(page.locator("#act")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/cases/{reference}/$"))


def open_step(page: Page, step: str) -> Locator:
    """Go from the page of a matter to the form of a step, as its officer finds it there, and return the form."""
    page.wait_for_load_state()
    form = page.locator(f"#step-form[action$='/{step}/']")
    if not form.count():
        link = page.locator(f"#act a[href$='/{step}/']")
        if not link.is_visible():
            page.locator("#act .case-more summary").click()
        go(page, link)
    expect(form).to_be_visible()
    return form


def take_step(page: Page, step: str, **values: str) -> None:
    """Take a step from the page of a matter; afterwards the page of the matter is there and says that it was done."""
    form = open_step(page, step)
    fill_in(form, **values)
    go(page, form.locator(".actions [type=submit]").first)
    expect(page.locator(".message-success")).to_be_visible()
    expect(page.locator("#act")).to_be_visible()
