"""The pages of trust in a real browser: each fits a phone and a desk, and keeps the rules of accessibility."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from heli.audit.sealing import seal
from heli.cases.emergency import ask
from heli.cases.models import Case
from heli.kernel.decisions import Denied
from heli.organizations.models import Unit, UnitKind
from heli.places.revisions import bump
from heli.portal.tests.test_mine import last_code
from heli.project.tests.test_styleguide_browser import DESK, PHONE, too_wide, violations
from heli.service_requests.tests.district import District, build, reported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "当事人在现场情绪激动，需要马上了解前情以便劝解"
Enter = Callable[[Client], BrowserContext]


@pytest.fixture
def district(transactional_db: None, settings, tmp_path: Path) -> District:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_WITNESS = tmp_path / "witness"
    return build()


@pytest.fixture
def enter(browser: Browser, live_server: LiveServer) -> Iterator[Enter]:
    """Return a function that opens a browser with the session of a client."""
    contexts = []

    def opened(client: Client) -> BrowserContext:
        context = browser.new_context(locale="zh-CN", viewport=PHONE, base_url=live_server.url)
        name = site.SESSION_COOKIE_NAME
        if name in client.cookies:
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


def officer(district: District, name: str) -> Client:
    client = Client()
    client.force_login(district.people[name])
    return client


def read(context: BrowserContext, language: str) -> None:
    cookie = {"name": site.LANGUAGE_COOKIE_NAME, "value": language, "domain": "localhost", "path": "/"}
    context.add_cookies([cookie])  # type: ignore[list-item]


def look(page: Page, path: str, status: int = 200) -> None:
    """Open ``path`` in English on a desk and in Chinese on a phone: it fits its screen, and there keeps the rules."""
    for language, screen in (("en", DESK), ("zh-hans", PHONE)):
        read(page.context, language)
        page.set_viewport_size(screen)
        answer = page.goto(path)
        assert answer
        assert answer.status == status, path
        assert too_wide(page) == 0, path
    assert violations(page) == [], path


def test_those_who_watch(district: District, enter: Enter) -> None:
    case, hidden = reported(district).case, reported(district, confidential=True).case
    for each in (case, hidden):
        actor = district.actor("wang")
        assert not isinstance(ask(each.reference, by=actor, ground="danger", reason=WHY, hours=2), Denied)
    seal()
    page = enter(officer(district, "audit")).new_page()
    for path in ("/desk/audit/", "/desk/audit/?actor=wang", "/desk/emergency/review/", "/desk/account/"):
        look(page, path)
    look(page, "/desk/manage/retention/", 403)
    page = enter(officer(district, "wang")).new_page()
    look(page, "/desk/emergency/")
    look(page, "/desk/cases/7K3M-Q9TX-C/", 404)
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=1200))
    page = enter(officer(district, "admin")).new_page()
    for path in ("/desk/manage/retention/", "/desk/manage/retention/contact/", "/desk/manage/settings/"):
        look(page, path)


def test_the_person(district: District, enter: Enter) -> None:
    opened = reported(district)
    client = Client()
    client.post("/me/sign-in/", {"address": "13800000001"})
    client.post("/me/code/", {"code": last_code()})
    client.post("/track/", {"reference": opened.case.reference, "code": opened.code})
    page, own = enter(client).new_page(), f"/track/{opened.case.reference}"
    for path in ("/me/", f"{own}/data/", f"{own}/reads/", f"{own}/correct_contact/", f"{own}/withdraw_consent/"):
        look(page, path)
    page = enter(Client()).new_page()
    for path in ("/me/sign-in/", "/accounts/password/reset/", "/data/"):
        look(page, path)


def many_units(district: District) -> None:
    for number in range(12):
        Unit.objects.create(
            code=f"d{number}", name=f"第{number}局", name_en=f"Bureau {number}", kind=UnitKind.DEPARTMENT,
            parent=district.centre, path=f"{district.centre.path}9{number}/",
        )  # fmt: skip
    bump("organization")


def test_a_unit_is_found_among_many_with_and_without_scripts(
    district: District, enter: Enter, browser: Browser, live_server: LiveServer
) -> None:
    many_units(district)
    opened = reported(district)
    path = f"/track/{opened.case.reference}/declare_conflict/"
    client = Client()
    client.post("/track/", {"reference": opened.case.reference, "code": opened.code})
    context = enter(client)
    page = context.new_page()
    look(page, path)
    read(context, "en")
    page.goto(path)
    bureau = page.get_by_label("Bureau 7")
    expect(bureau).not_to_be_visible()
    page.get_by_label("Find by name").fill("bureau 7")
    expect(bureau).to_be_visible()
    expect(page.get_by_label("Bureau 8")).not_to_be_visible()
    page.get_by_text("Bureau 7", exact=True).click()
    page.get_by_label("Find by name").fill("nobody")
    expect(page.locator("[data-pick] [role=status]")).to_have_text("Nothing is called so.")
    expect(bureau).to_be_visible()

    cookies = [each for each in context.cookies() if each["name"] != site.LANGUAGE_COOKIE_NAME]
    plain = browser.new_context(locale="en", java_script_enabled=False, base_url=live_server.url)
    plain.add_cookies(cookies)  # type: ignore[arg-type]
    page = plain.new_page()
    page.goto(path)
    expect(page.get_by_label("Find by name")).not_to_be_visible()
    page.get_by_text("Department", exact=True).click()
    page.get_by_text("Bureau 7", exact=True).click()
    page.get_by_label("Why").fill("他们是当事人")
    page.get_by_role("main").get_by_role("button").last.click()
    plain.close()
    assert Unit.objects.get(code="d7").pk in Case.objects.get(pk=opened.case.pk).excluded_units
