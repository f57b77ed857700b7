"""A leader before the wall: from the district's figures to the one matter that is late, and back."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from heli.cases.models import Case
from heli.service_requests import actions
from heli.service_requests.tests.district import District, reported
from tests.walking import WALL, on_screens, sign_in, staffed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def district(transactional_db: None, settings, tmp_path: Path) -> District:
    return staffed(settings, tmp_path)


@pytest.fixture
def screen(request: pytest.FixtureRequest) -> ViewportSize:
    return getattr(request, "param", WALL)


@pytest.fixture
def leader(browser: Browser, district: District, live_server: LiveServer, screen: ViewportSize) -> Iterator[Page]:
    context = browser.new_context(locale="en", viewport=screen, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, "lead")
    yield page
    context.close()


@on_screens(WALL)
def test_from_the_figures_to_the_late_matter(leader: Page, district: District) -> None:
    late, other = reported(district).case, reported(district).case
    for case in (late, other):
        assert actions.dispatch(case, by=district.actor("east"), unit=district.roads)
    Case.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
    page = leader
    page.goto("/wall/")
    expect(page.get_by_role("heading", name="The district now")).to_be_visible()

    page.get_by_label("Place", exact=True).select_option("d/e/")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("place="))
    narrowed = page.url

    page.locator("#wall-cards").get_by_role("link", name=re.compile("Overdue")).click()
    listed = page.get_by_role("table").get_by_role("rowheader")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text(late.reference)
    listed.get_by_role("link").click()
    expect(page).to_have_url(re.compile(late.reference))

    page.goto(narrowed)
    page.get_by_label("Period", exact=True).select_option("last-month")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("period=last-month"))
    expect(page.get_by_text("compared with").first).to_be_visible()
