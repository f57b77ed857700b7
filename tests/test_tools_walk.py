"""The workbench's tools in a real browser: palette, keys, the line of news, many at once, viewer, screens in turn."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from heli.cases.models import Attachment, Case
from heli.cases.tests.test_file_views import attached
from heli.project.tests.test_styleguide_browser import DESK
from heli.service_requests.tests.district import District, reported
from heli.workbench import bulk_pages
from tests.walking import sign_in, staffed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Officer = Callable[[str], Page]


@pytest.fixture
def district(transactional_db: None, settings, tmp_path: Path) -> District:
    return staffed(settings, tmp_path)


@pytest.fixture
def officer(browser: Browser, district: District, live_server: LiveServer) -> Iterator[Officer]:
    """Return a function that signs a person in, reading English; their browser's clock is the test's to move."""
    contexts = []

    def enter(name: str) -> Page:
        context = browser.new_context(locale="en", viewport=DESK, base_url=live_server.url)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, name)
        page.clock.install()
        return page

    yield enter
    for context in contexts:
        context.close()


def test_palette_and_keys(officer: Officer, district: District) -> None:
    case = reported(district, text="人民路路灯不亮").case
    page = officer("chen")
    page.goto("/desk/")

    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=option]").first).to_be_visible()
    # Enter comes before what was typed is answered: it takes the answer to it all the same.
    page.keyboard.type(case.reference)
    page.keyboard.press("Enter")
    # Keys act once the scripts of the page have run.
    page.wait_for_url(re.compile(f"/cases/{case.reference}/$"))
    page.keyboard.press("Control+k")
    page.locator("#palette").get_by_role("option", name="Dispatch", exact=False).first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()

    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_url(re.compile("/queue/"))
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#queue tbody input[type=checkbox]")).to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("jx?")
    expect(page.locator("#work-search")).to_have_value("jx?")


def test_what_has_come_is_told_in_the_corner(officer: Officer, district: District) -> None:
    page = officer("east")
    page.goto("/desk/dispatch/")
    expect(page.locator("#live-news")).to_be_hidden()
    reported(district)
    page.clock.run_for(21_000)
    expect(page.locator("#live-news")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main").locator("[data-live='workbench:dispatch']")).to_have_text("1")
    page.locator("#live-news").get_by_role("button", name="Close").click()
    expect(page.locator("#live-news")).to_be_hidden()


def test_many_at_once_with_progress(officer: Officer, district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_pages, "AT_ONCE", 2)
    for _number in range(3):
        reported(district)
    page = officer("chen")
    page.goto("/desk/queue/?tab=open")
    page.get_by_label("Choose all on this page").check()
    page.locator(".bulk-bar").get_by_role("button", name="Dispatch").click()
    page.get_by_label("Unit that must answer").select_option(label="Roads")
    page.get_by_role("button", name="Do it in the chosen matters").click()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "3")
    expect(page.get_by_text("Done in 3 matters.")).to_be_visible()
    assert not Case.objects.filter(state="registered").exists()


def test_pictures_in_the_viewer(officer: Officer, district: District) -> None:
    case = reported(district).case
    for name in ("one.jpg", "two.jpg"):
        attached(case, Attachment.Purpose.REPORT, name=name)
    page = officer("east")
    page.goto(f"/desk/cases/{case.reference}/")
    page.locator("[data-look]").first.click()
    viewer = page.locator("dialog.viewer")
    expect(viewer.locator(".viewer-words")).to_contain_text("1 / 2")
    page.keyboard.press("ArrowRight")
    expect(viewer.locator(".viewer-words")).to_contain_text("2 / 2")
    page.keyboard.press("+")
    expect(viewer).to_have_attribute("data-zoom", "2")
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(page.locator("[data-look]").last).to_be_focused()


def test_screens_in_turn(officer: Officer, district: District) -> None:
    page = officer("chen")
    page.goto("/wall/?screen=round")
    scenes, stop = page.locator(".wall-scene"), page.get_by_role("button", name="Stop")
    expect(stop).to_be_visible()
    page.clock.run_for(20_500)
    expect(scenes.nth(1)).to_be_visible()
    expect(scenes.nth(0)).to_be_hidden()
    stop.click()
    page.clock.run_for(41_000)
    expect(scenes.nth(1)).to_be_visible()
