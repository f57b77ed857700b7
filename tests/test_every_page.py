"""Every page in a real browser: accessible, no wider than its screen, no script refused or broken.

``HELI_FACES=all``  in both languages, every page at a wall's width as well, axe at each width, as `make faces` does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route
from pytest_django.live_server_helper import LiveServer

from heli.project.tests.test_styleguide_browser import DESK, PHONE, too_wide, violations
from tests.page_list import PageOf, pages, step_pages
from tests.security.district_of_all import World, make
from tests.walking import EVERYTHING, WALL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: What tells the frames of pages apart: their style, and where their links lead.
FRAME = """[document.body.className,
  ...[...document.querySelectorAll("body > :not(main) a")].filter((each) => !each.closest("main"))
    .map((each) => each.pathname)].join(" ")"""
LANGUAGES = ("en", "zh-CN") if EVERYTHING else ("zh-CN",)


class Visitors:
    """The people of a district, each with a tab of their own."""

    def __init__(self, browser: Browser, world: World, address: str, language: str) -> None:
        self._browser, self._world, self._address, self._language = browser, world, address, language
        self._tabs: dict[str, Page] = {}
        self.frames = set[str]()
        self.broken: list[str] = []

    def tab(self, who: str) -> Page:
        """Return the tab of ``who``, who is signed in."""
        if who not in self._tabs:
            context = self._browser.new_context(locale=self._language, base_url=self._address)
            cookies = self._world.clients[who].cookies
            context.add_cookies(
                [{"name": each.key, "value": each.value, "url": self._address} for each in cookies.values()]
            )
            self._tabs[who] = context.new_page()
            self._tabs[who].on("pageerror", lambda error: self.broken.append(f"{self._tabs[who].url}: {error}"))
        return self._tabs[who]

    def leave(self) -> None:
        """Close all tabs."""
        for tab in self._tabs.values():
            tab.context.close()


@pytest.fixture
def world(transactional_db: None, settings, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_REVISION_SECONDS = 60.0
    return make()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listed", [pages, step_pages])
def test_every_page_is_accessible_and_fits_its_screen(
    browser: Browser,
    live_server: LiveServer,
    world: World,
    listed: Callable[[World], list[PageOf]],
    language: str,
) -> None:
    listed_pages = listed(world)
    visitors = Visitors(browser, world, live_server.url, language)
    faults, seen = list[str](), set[str]()
    for page in listed_pages:
        if page.address in seen:
            continue
        answer = world.clients[page.who].get(page.address, headers={"accept-language": language})
        if is_page(answer):
            seen.add(page.address)
            tab = visitors.tab(page.who)
            with showing(tab, page.address, answer):
                faults += [f"{page} {fault}" for fault in look(tab, page.address, visitors.frames)]
    visitors.leave()
    assert faults == []
    assert visitors.broken == []
    assert len(seen) > 30


def is_page(answer: Any) -> bool:
    """Whether an answer is a whole page, neither a refusal nor a file nor a part of a page."""
    html = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return html and b"<main" in answer.content


@contextmanager
def showing(tab: Page, address: str, answer: Any) -> Iterator[None]:
    """Hand ``answer`` to the browser when it asks for the page, which the server need not make once more."""

    def hand_over(route: Route) -> None:
        route.fulfill(status=answer.status_code, headers=dict(answer.items()), body=answer.content)

    tab.route(address, hand_over, times=1)
    yield
    tab.unroute(address)


def look(tab: Page, address: str, frames: set[str]) -> Iterator[str]:
    """Open a page and yield what is wrong with it at the widths of a desk and a phone, and of a wall for its pages.

    The frame that stands around many pages is asked about once for each navigation in it.
    """
    tab.goto(address)
    frame = tab.evaluate(FRAME)
    part = "html" if EVERYTHING or frame not in frames else "main"
    frames.add(frame)
    for screen in (WALL, DESK, PHONE) if EVERYTHING or "wall" in address else (DESK, PHONE):
        tab.set_viewport_size(screen)
        if wide := too_wide(tab):
            yield f"is {wide} px too wide for {screen['width']} px"
        if EVERYTHING or screen is PHONE:
            yield from violations(tab, part)
