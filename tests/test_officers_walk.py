"""Officers at work in real browsers: from the dispatch board to a verified result, each in a browser of their own."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from heli.cases.models import Case
from heli.papers.tests.samples import picture
from heli.project.tests.test_styleguide_browser import DESK
from heli.service_requests.tests.district import District, reported
from tests.walking import on_screens, sign_in, staffed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Officer = Callable[[str], Page]


@pytest.fixture
def district(transactional_db: None, settings, tmp_path: Path) -> District:
    return staffed(settings, tmp_path)


@pytest.fixture
def screen(request: pytest.FixtureRequest) -> ViewportSize:
    return getattr(request, "param", DESK)


@pytest.fixture
def officer(browser: Browser, district: District, live_server: LiveServer, screen: ViewportSize) -> Iterator[Officer]:
    """Return a function that signs a person in, in a browser of their own, reading English."""
    contexts = []

    def enter(name: str) -> Page:
        context = browser.new_context(locale="en", viewport=screen, base_url=live_server.url)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, name)
        return page

    yield enter
    for context in contexts:
        context.close()


def take(page: Page, case: Case, step: str) -> None:
    """Open the page of a step."""
    page.goto(f"/desk/cases/{case.reference}/{step}/")


def send(page: Page, label: str) -> None:
    """Press the button of the form and wait for what is told."""
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".message-success")).to_be_visible()


def answer_as_resident(browser: Browser, address: str, reference: str, code: str) -> None:
    resident = browser.new_context(locale="en", base_url=address).new_page()
    resident.goto("/track/")
    resident.get_by_label("Number").fill(reference)
    resident.get_by_label("Query code").fill(code)
    resident.get_by_role("main").get_by_role("button").first.click()
    resident.get_by_role("link", name="Send the information").click()
    resident.get_by_label("What would you like to add?").fill("东门第三盏")
    resident.get_by_role("button", name="Send the information").click()
    expect(resident.get_by_text("东门第三盏")).to_be_visible()
    resident.context.close()


@on_screens(DESK)
def test_from_the_board_to_a_verified_result(
    officer: Officer, district: District, browser: Browser, live_server: LiveServer
) -> None:
    opened = reported(district)
    case = opened.case

    east = officer("east")
    if (menu := east.get_by_role("button", name="Menu")).is_visible():
        menu.click()
    east.get_by_role("navigation", name="Main").get_by_role("link", name="Dispatch board").click()
    east.get_by_role("button", name="To Roads").click()
    expect(east.locator(".board-done")).to_contain_text("was sent to Roads")

    ma = officer("ma")
    ma.get_by_role("region", name="Waiting for me").or_(ma.locator("#waiting")).first.get_by_role("link").first.click()
    send(ma, "Accept")
    take(ma, case, "ask_information")
    ma.get_by_label("What do you need from the resident").fill("哪一盏灯？")
    send(ma, "Ask the resident for information")
    expect(ma.get_by_text("Clock stopped").first).to_be_visible()

    answer_as_resident(browser, live_server.url, case.reference, opened.code)

    take(ma, case, "request_extension")
    ma.get_by_label("How much more time").fill("2")
    ma.get_by_label("Why the time is not enough").fill("等灯具")
    send(ma, "Ask for more time")

    lead = officer("lead")
    lead.goto("/desk/queue/?tab=approve")
    lead.get_by_role("table").get_by_role("link").first.click()
    expect(lead.get_by_text("等灯具").first).to_be_visible()
    send(lead, "Grant more time")

    take(ma, case, "complete")
    ma.get_by_text("Solved", exact=True).click()
    ma.get_by_label("Answer to the resident").fill("已更换灯泡")
    photo = FilePayload(name="after.jpg", mimeType="image/jpeg", buffer=picture(size=(800, 600)))
    ma.locator("[name=photos]").set_input_files([photo])
    send(ma, "Report the result")

    east.goto(f"/desk/cases/{case.reference}/")
    expect(east.locator(".photo img").last).to_be_visible()
    send(east, "Verify: in order")
    case.refresh_from_db()
    assert case.state == "verified"


def test_of_two_officers_the_later_loses_nothing(officer: Officer, district: District) -> None:
    case = reported(district).case
    early, late = officer("east"), officer("chen")
    for page in (early, late):
        page.goto(f"/desk/cases/{case.reference}/")
    late.get_by_label("Note to the unit").fill("我写了很久的话")
    send(early, "Dispatch")
    late.get_by_role("button", name="Dispatch", exact=True).click()
    expect(late.get_by_role("heading", name="What happened meanwhile")).to_be_visible()
    expect(late.get_by_text("我写了很久的话")).to_be_visible()


def test_the_contact_is_shown_for_a_purpose(officer: Officer, district: District) -> None:
    case = reported(district).case
    page = officer("east")
    page.goto(f"/desk/cases/{case.reference}/")
    page.get_by_role("link", name="Show the contact").click()
    page.get_by_text("To call the resident back").click()
    page.get_by_role("button", name="Show the contact").click()
    expect(page.get_by_text("13800000000")).to_be_visible()
    expect(page).to_have_url(re.compile(f"{case.reference}/$"))


def test_filters_narrow_while_they_are_chosen(officer: Officer, district: District) -> None:
    reported(district, text="人民路路灯不亮")
    reported(district, text="垃圾没有清运")
    page = officer("chen")
    page.goto("/desk/queue/?tab=open")
    page.get_by_label("Words", exact=True).fill("路灯")
    expect(page.locator(".desk-found strong")).to_have_text("1")
    expect(page).to_have_url(re.compile("q=%E8%B7%AF"))
    page.get_by_role("link", name="Remove all filters").click()
    expect(page.locator(".desk-found strong")).to_have_text("2")


def test_a_caller_is_heard_while_known_matters_appear(officer: Officer, district: District) -> None:
    known = reported(district, text="人民路口路灯不亮").case
    page = officer("hot")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Take a report").click()
    page.get_by_label("What they say").fill("人民路口的路灯不亮")
    expect(page.get_by_role("radio", name="Street lamp")).to_be_checked()
    page.get_by_label("Community or village").select_option(label="Area e1")
    page.locator("#alike").get_by_text(known.title).click()
    page.get_by_role("button", name="Take the report").click()
    expect(page.get_by_role("heading", name="Read this back to the caller")).to_be_visible()
    assert Case.objects.exclude(pk=known.pk).get().state == "merged"


def test_the_same_way_without_scripts(district: District, browser: Browser, live_server: LiveServer) -> None:
    case = reported(district).case

    def enter(name: str) -> Page:
        page = browser.new_page(locale="en", java_script_enabled=False, base_url=live_server.url)
        sign_in(page, name)
        return page

    east = enter("east")
    east.get_by_role("navigation", name="Main").get_by_role("link", name="Dispatch board").click()
    east.get_by_role("button", name="To Roads").click()
    ma = enter("ma")
    ma.get_by_role("link", name=case.title).first.click()
    send(ma, "Accept")
    take(ma, case, "complete")
    ma.get_by_text("Explained", exact=False).first.click()
    ma.get_by_label("Answer to the resident").fill("不在职责范围，已说明")
    send(ma, "Report the result")
    east.goto("/desk/queue/?tab=verify")
    east.get_by_role("link", name=case.title).click()
    send(east, "Verify: in order")
    case.refresh_from_db()
    assert case.state == "verified"
    for page in (east, ma):
        page.close()
