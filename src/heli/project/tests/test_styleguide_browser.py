"""The components in a real browser: no accessibility violation, no refused script, maps and forms that answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

AXE = Path(__file__).parents[4] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=800)
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(drawing_browser: Browser) -> Iterator[Page]:
    context = drawing_browser.new_context(locale="zh-CN", viewport=PHONE)
    yield context.new_page()
    context.close()


def too_wide(page: Page) -> int:
    """How many pixels the page is wider than its screen, once what is drawn by scripts has followed the screen."""
    page.wait_for_load_state()  # a page that a click opened is there before its document is
    measure = "Math.max(0, document.documentElement.scrollWidth - innerWidth)"
    wide: int = page.evaluate(measure)
    return wide and page.evaluate(f"new Promise(done => setTimeout(() => done({measure}), 300))")


def violations(page: Page, part: str = "html") -> list[str]:
    """The rules of WCAG 2.2 AA that the page, or the part of it that a selector names, breaks, with one place each."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run make assets")
    page.wait_for_load_state()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    look = "([part, standard]) => axe.run(part, {runOnly: standard, resultTypes: ['violations'], preload: false})"
    found = page.evaluate(look, [part, STANDARD])
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found["violations"]]


def test_every_page_is_accessible_and_fits_its_screen(page: Page, live_server: LiveServer) -> None:
    for path in ("", "?wrong", "work/", "wall/", "error/404/"):
        page.goto(f"{live_server.url}/styleguide/{path}")
        for screen in (DESK, PHONE):
            page.set_viewport_size(screen)
            assert too_wide(page) == 0, path
        assert violations(page) == [], path


def test_a_place_is_picked_by_tap_and_by_keys(page: Page, live_server: LiveServer) -> None:
    refused: list[str] = []
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.goto(f"{live_server.url}/styleguide/")
    where = page.locator("[data-map=pick]")
    where.scroll_into_view_if_needed()
    canvas = where.locator("canvas")
    expect(where).to_have_attribute("data-state", "ready", timeout=20_000)
    canvas.click()
    expect(where.locator("[role=status]")).to_have_attribute("data-tone", "good")
    before = page.input_value("#id_lat")
    canvas.press("ArrowUp")
    assert float(page.input_value("#id_lat")) > float(before)
    assert refused == []


def test_long_texts_are_counted_and_files_can_be_taken_back(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/styleguide/")
    page.fill("#id_text", "路" * 503)
    expect(page.locator("#id_text_count")).to_have_class("form-count is-over")
    page.set_input_files("#id_photos", [FilePayload(name="a.txt", mimeType="text/plain", buffer=b"a")])
    expect(page.locator(".file-item")).to_have_count(1)
    page.locator(".file-item button").click()
    expect(page.locator(".file-item")).to_have_count(0)
    assert page.evaluate("document.querySelector('#id_photos').files.length") == 0


def test_charts_are_drawn_from_their_tables(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/styleguide/work/")
    for chart in page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
        expect(chart.locator("svg")).to_have_count(1, timeout=20_000)
