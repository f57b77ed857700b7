"""Recovery codes stand in for the second factor, so an open session alone does not show them."""

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from heli.service_requests.tests.district import build

PASSWORD = "korrekt-pferd-batterie"
PAGES = ["/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/download/"]


@pytest.fixture
def user(db):
    """Return somebody with an authenticator app and unused recovery codes."""
    chen = build().people["chen"]
    chen.set_password(PASSWORD)
    chen.save()
    TOTP.activate(chen, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    return chen


@pytest.fixture
def left_open(user) -> Client:
    """Return a browser that its owner, signed in with both factors an hour ago, has left open."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": 0, "username": "chen"},
        {"method": "mfa", "at": 0, "type": "totp"},
    ]
    session.save()
    return client


@pytest.mark.parametrize("page", PAGES)
def test_they_are_shown_after_a_step_up_only(user, left_open, page):
    codes = RecoveryCodes.activate(user).get_unused_codes()
    answer = left_open.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not any(code in answer.content.decode() for code in codes)
    left_open.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert left_open.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_nobody_without_an_account_is_told_of_them(db, page):
    build()
    assert Client().get(page)["Location"].startswith("/accounts/login/")
