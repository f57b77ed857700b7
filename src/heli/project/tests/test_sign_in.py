"""Signing in: limits, a second factor, what ends a session."""

import base64
import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from heli.access import limits, one_time
from heli.access.failures import record_failure
from heli.audit.models import Entry
from heli.people.models import User

PASSWORD = "correct horse battery"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOON = datetime(2026, 6, 1, 4, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("chen", password=PASSWORD, name="陈敏")


@pytest.fixture
def clock(monkeypatch):
    """Return a function that moves time on; intervals of the authenticator app follow."""
    at = [NOON]
    monkeypatch.setattr(timezone, "now", lambda: at[0])
    present = lambda: [int(at[0].timestamp()) // 30 + step for step in (-1, 0, 1)]  # noqa: E731
    monkeypatch.setattr(one_time, "yield_hotp_counters_from_time", present)

    def move(**by: float) -> None:
        at[0] += timedelta(**by)

    return move


def code(*, later: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(timezone.now().timestamp()) // 30 + later))


def with_app(user: User) -> User:
    TOTP.activate(user, SECRET)
    return user


def sign_in(client: Client, password: str = PASSWORD, account: str = "chen", **more):
    extra = {name: more.pop(name) for name in [*more] if name.isupper()}
    return client.post("/accounts/login/", {"login": account, "password": password, **more}, **extra)


def attacked(clock) -> None:
    """Let strangers use up the hour's failures of the account."""
    for _failure in range(20):
        while wait := limits.take(limits.PASSWORD, "chen", ""):
            clock(seconds=wait.total_seconds())


def inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_wrong_password_opens_nothing(client, officer):
    sign_in(client, "guess")
    assert not inside(client)
    sign_in(client)
    assert inside(client)


def test_five_failures_a_minute_are_heard_and_the_sixth_waits(client, officer, clock):
    for _try in range(5):
        assert sign_in(client, "guess").context["form"].errors["__all__"].as_data()[0].code != "wait"
        clock(seconds=5)
    answer = sign_in(client)
    assert answer.context["form"].must_wait
    assert not inside(client)
    clock(seconds=36)
    sign_in(client)
    assert inside(client)


def test_the_delay_doubles_from_the_third_failure_on(officer, clock):
    waits = []
    for _try in range(6):
        while wait := limits.take(limits.PASSWORD, "chen", ""):
            waits.append(wait.total_seconds())
            clock(seconds=wait.total_seconds())
    assert waits == [1, 2, 53 + 4]


def test_an_hour_hears_twenty_failures_whatever_their_pace(officer, clock):
    heard, begin = 0, timezone.now()
    while timezone.now() - begin < timedelta(hours=1):
        wait = limits.take(limits.PASSWORD, "chen", "")
        heard += not wait
        clock(seconds=wait.total_seconds() or 1)
    assert heard == 20


def test_a_strangers_failures_do_not_keep_a_known_browser_out(client, officer, clock):
    sign_in(client)
    client.post("/accounts/logout/")
    attacked(clock)
    assert sign_in(Client(), REMOTE_ADDR="198.51.100.7").context["form"].must_wait
    sign_in(client)
    assert inside(client)


def test_at_a_new_browser_the_code_of_the_app_lifts_the_delay(officer, clock):
    with_app(officer)
    attacked(clock)
    new = Client()
    assert sign_in(new).context["form"].must_wait
    assert sign_in(new, code="000000").context["form"].must_wait
    assert sign_in(new, code=code())["Location"].endswith("/2fa/authenticate/")
    assert not inside(new)
    new.post("/accounts/2fa/authenticate/", {"code": code()})
    assert inside(new)


def test_of_one_address_a_hundred_failures_are_heard_in_an_hour(officer, clock):
    for _failure in range(99):
        assert not limits.take(limits.SOURCE, "127.0.0.1")
    assert not sign_in(Client(), "guess", account="nobody").context["form"].must_wait
    assert sign_in(Client(), "guess", account="nobody too").context["form"].must_wait
    assert sign_in(Client(), REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_right_password_counts_nowhere(officer, clock):
    for _try in range(8):
        assert sign_in(Client()).status_code == 302


def test_known_and_unknown_accounts_look_and_cost_the_same(officer, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(args[1]) or encode(*args))
    pages = []
    for account in ("chen", "nobody"):
        hashed.clear()
        answer = sign_in(Client(), "guess", account=account)
        words = re.sub(r'(value="[^"]*"|nonce="[^"]*")', "", answer.content.decode())
        pages.append((answer.status_code, words, len(hashed)))
    assert pages[0] == pages[1]
    assert pages[0][2] == 1


def test_an_absurdly_long_password_is_refused_before_it_is_hashed(officer, monkeypatch):
    def refuse(*args):
        raise AssertionError("hashed")

    monkeypatch.setattr(MD5PasswordHasher, "encode", refuse)
    assert sign_in(Client(), "x" * 129).status_code == 200
    assert sign_in(Client(), "x" * 100_000, account="nobody").status_code == 200


def test_an_account_without_rights_any_more_is_out_at_once(client, officer):
    sign_in(client)
    assert inside(client)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert client.get("/accounts/password/change/").status_code == 302


def test_signing_in_is_on_record(client, officer):
    sign_in(client)
    assert Entry.objects.get(chain="accounts", verb="sign_in").actor == f"staff:{officer.pk}"


def test_secrets_of_authenticators_are_encrypted(officer):
    with_app(officer)
    assert SECRET not in str(Authenticator.objects.get().data)


def failures() -> list[dict[str, Any]]:
    rows = Entry.objects.filter(verb="sign_in.refused").order_by("pk")
    return [json.loads(row.content)["data"] for row in rows]


def test_failures_and_sign_outs_stand_in_the_record_without_what_was_typed(client, officer):
    sign_in(client, "guess")
    sign_in(client, "guess", account="hunter2-password")
    sign_in(client)
    client.post("/accounts/logout/")
    known, unknown = failures()
    assert known == {"account": f"staff:{officer.pk}", "shown": "password", "count": 1}
    assert unknown["account"] not in ("", "hunter2-password")
    own = Entry.objects.filter(actor=f"staff:{officer.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(own) == ["sign_in", "sign_out"]
    assert not Entry.objects.filter(content__contains="hunter2").exists()


def test_a_wrong_code_stands_in_the_record(client, officer):
    with_app(officer)
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert [each["shown"] for each in failures()] == ["factor"]


def answered(user_handle: str) -> str:
    """Return what a browser would send of a key that nobody has."""
    told = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": user_handle}
    return json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": told})


def test_a_wrong_passkey_opens_nothing_and_stands_in_the_record_within_bounds(client, officer):
    own = base64.urlsafe_b64encode(user_pk_to_url_str(officer).encode()).decode().rstrip("=")
    page = "/accounts/2fa/webauthn/login/"
    for handle in (own, "AAAA"):
        client.get(page, headers={"x-requested-with": "XMLHttpRequest"})
        assert client.post(page, {"credential": answered(handle)}).status_code == 302
        assert not inside(client)
    known, unknown = failures()
    assert (known["account"], known["shown"]) == (f"staff:{officer.pk}", "key")
    assert (unknown["account"][:6] != "staff:", unknown["shown"]) == (True, "key")
    for _more in range(30):
        client.get(page, headers={"x-requested-with": "XMLHttpRequest"})
        client.post(page, {"credential": answered(own)})
    assert sum(each["account"] == known["account"] for each in failures()) == 20


def test_failures_fill_nothing(officer):
    for _failure in range(120):
        record_failure("chen", "a", "password")
    assert len(failures()) == 20 + 1
    assert failures()[-1]["count"] == 100


def test_the_list_of_security_keys_opens(officer):
    client = Client()
    client.force_login(officer)
    assert client.get("/accounts/2fa/webauthn/").status_code == 200
