"""With the keyboard alone: a resident reports, officers dispatch and finish; wherever the focus is, it is seen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from heli.cases.models import Case
from heli.service_requests import actions
from heli.service_requests.tests.district import District, reported
from tests.walking import PASSWORD, staffed

MOST_STOPS = 90
#: How long a ring may take to come up, in milliseconds: fields let theirs fade in.
RING = 400
FOCUS = """() => {
  const it = document.activeElement, label = it.labels?.[0], box = it.getBoundingClientRect();
  const outlined = each => {
    const style = each && getComputedStyle(each);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  // A field may show its ring as a shadow, or on its label or frame.
  const ring = [it, label, it.parentElement].some(outlined) || getComputedStyle(it).boxShadow !== "none";
  return {
    name: (it.ariaLabel || label?.innerText || it.innerText || it.value || "").trim(),
    field: it.name || "",
    seen: it === document.body || (ring && box.bottom > 0 && box.top < innerHeight),
  };
}"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def district(transactional_db: None, settings, tmp_path: Path) -> District:
    return staffed(settings, tmp_path)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(locale="en", base_url=live_server.url)
    yield context.new_page()
    context.close()


def reach(page: Page, name: str = "", *, field: str = "") -> None:
    """Go on with the tab key until the focus is on what is called ``name``, or on the field of that name."""
    passed = []
    page.wait_for_load_state()  # the address is the new page's before there is anything on it to reach
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if not focus["seen"]:
            page.wait_for_timeout(RING)
            focus = page.evaluate(FOCUS)
        assert focus["seen"], f"the focus cannot be seen on {focus} of {page.url}"
        passed.append(focus["field"] if field else focus["name"])
        if (field and focus["field"] == field) or (name and focus["name"].startswith(name)):
            return
    raise AssertionError(f"{name or field} is not reached on {page.url}: {passed}")


def press(page: Page, name: str) -> None:
    """Reach what is called ``name`` and press it."""
    reach(page, name)
    page.keyboard.press("Enter")


def sign_in(page: Page, name: str) -> None:
    page.context.clear_cookies()
    page.goto("/desk/")
    reach(page, field="login")
    page.keyboard.type(name)
    reach(page, field="password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/$"))


def test_a_resident_reports(page: Page, district: District) -> None:
    page.goto("/")
    reach(page, "Skip to")
    page.keyboard.press("Enter")
    press(page, "Report something")
    expect(page).to_have_url(re.compile("/report/$"))
    reach(page, field="text")
    page.keyboard.type("The street lamp at the corner is dark.")
    expect(page.get_by_role("radio", name="Street lamp")).to_be_checked()
    reach(page, field="place")
    page.keyboard.type("Area e1")
    press(page, "Send the report")
    expect(page.get_by_role("heading", name="We have your request")).to_be_visible()
    assert Case.objects.get().text == "The street lamp at the corner is dark."


def test_officers_dispatch_and_finish(page: Page, district: District) -> None:
    case = reported(district).case
    sign_in(page, "east")
    press(page, "Dispatch board")
    expect(page).to_have_url(re.compile("/dispatch/$"))
    press(page, "To Roads")
    expect(page.locator(".board-done")).to_contain_text("was sent to Roads")
    assert actions.accept(Case.objects.get(pk=case.pk), by=district.actor("ma"), member=district.people["ma"])

    sign_in(page, "ma")
    press(page, case.title[:6])
    expect(page).to_have_url(re.compile(f"/cases/{case.reference}/"))
    page.goto(f"/desk/cases/{case.reference}/complete/")
    reach(page, field="outcome")
    page.keyboard.press("ArrowDown")
    reach(page, field="answer")
    page.keyboard.type("The lamp belongs to the shop and is theirs to mend.")
    press(page, "Report the result")
    expect(page.locator(".message-success")).to_be_visible()
    case.refresh_from_db()
    assert case.state == "completed"
