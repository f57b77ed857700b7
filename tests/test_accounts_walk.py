"""Signing in for real: from the forced set-up with an app to the desk, and in again with a passkey."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from heli.access.models import Session
from heli.audit.models import Entry
from heli.organizations.models import Duty
from heli.organizations.settings import save
from heli.people.models import User
from heli.project.tests.test_styleguide_browser import DESK, PHONE, too_wide, violations
from heli.service_requests.tests.district import District, build

PASSWORD = "korrekt-pferd-batterie"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer(transactional_db: None) -> User:
    """Return an officer whose duty asks for a second factor and who has none."""
    district: District = build()
    save({"second_factor": list(Duty.values)})
    user = district.people["chen"]
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Return a page with an authenticator of its own; what the browser refuses or complains of fails the test."""
    context = browser.new_context(locale="zh-CN", viewport=PHONE, base_url=live_server.url)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()
    assert [each for each in complaints if "status of 422" not in each] == []


def look(page: Page, path: str = "") -> None:
    """Hold the page, at ``path`` if given, to its screen, on phone and desk, and to the rules of accessibility."""
    if path:
        page.goto(path)
    for screen in (DESK, PHONE):
        page.set_viewport_size(screen)
        assert too_wide(page) == 0, page.url
    assert violations(page) == [], page.url


def enter(page: Page) -> None:
    page.goto("/desk/")
    page.fill("[name=login]", "chen")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def send(page: Page, action: str) -> None:
    """Press the button that sends the form for ``action``."""
    page.locator(f"form[action^='{action}'] [type=submit]").click()


def set_up_app(page: Page) -> None:
    """Set an app up from where the forced set-up leads."""
    expect(page).to_have_url(re.compile("/accounts/2fa/$"))
    look(page)
    page.locator("a[href='/accounts/2fa/totp/activate/']").click()
    look(page)
    page.fill("[name=password]", PASSWORD)
    send(page, "/accounts/reauthenticate/")
    expect(page.locator(".sign-code")).to_be_visible()
    look(page)
    secret = page.input_value("#authenticator_secret")
    interval = list(yield_hotp_counters_from_time())[1]
    page.fill("[name=code]", format_hotp_value(hotp_value(secret, interval)))
    send(page, "/accounts/2fa/totp/activate/")
    expect(page.locator("#recovery_codes")).to_be_visible()
    look(page)


def test_from_the_forced_set_up_to_the_desk_and_in_again_with_a_passkey(page: Page, officer: User) -> None:
    enter(page)
    set_up_app(page)
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/desk/$"))
    expect(page.locator(".sign-page")).to_have_count(0)

    page.goto("/accounts/2fa/webauthn/add/")
    look(page)
    page.locator("label[for=id_passwordless]").click()
    page.locator("#mfa_webauthn_add").click()
    expect(page).not_to_have_url(re.compile("/add/"))
    look(page, "/accounts/2fa/webauthn/")
    page.goto("/accounts/logout/")
    send(page, "/accounts/logout/")
    expect(page).not_to_have_url(re.compile("/logout/"))

    look(page, "/accounts/login/")
    page.locator("#passkey_login").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    assert Session.objects.filter(user=officer).count() == 1
    kinds = set(Authenticator.objects.filter(user=officer).values_list("type", flat=True))
    assert kinds == {"totp", "webauthn", "recovery_codes"}
    verbs = set(Entry.objects.filter(actor=f"staff:{officer.pk}").values_list("verb", flat=True))
    assert {"sign_in", "sign_out", "factor.add"} <= verbs
