"""Second factors that can be passed by, or used twice (CVE-2024-24771, CVE-2025-32359, CVE-2024-38523)."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from heli.access import one_time
from heli.access.models import Counter
from heli.organizations.models import Duty
from heli.organizations.settings import save
from heli.people.models import User
from heli.project.routes import API, routes
from heli.service_requests.tests.district import District, build, reported

PASSWORD = "korrekt-pferd-batterie"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
INTERVAL = 60_000_000
SET_UP = "/accounts/2fa/"
STEPS = {"account_login", "account_logout", "account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn"}
HALF_MAY = STEPS | {"mfa_index", "mfa_authenticate", "mfa_login_webauthn"}


@pytest.fixture
def district(db) -> District:
    district = build()
    save({"second_factor": list(Duty.values)})
    return district


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Hold the authenticator's clock; return a function that sets it to an interval."""
    at = [INTERVAL]
    monkeypatch.setattr(one_time, "yield_hotp_counters_from_time", lambda: [at[0] - 1, at[0], at[0] + 1])
    return lambda interval: at.__setitem__(0, interval)


@pytest.fixture
def half(district) -> Client:
    """Return a browser signed in with a password where a second factor is required too."""
    client = Client()
    chen = person(district)
    client.post("/accounts/login/", {"login": chen.username, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    return client


def person(district: District, name: str = "chen") -> User:
    user = district.people[name]
    user.set_password(PASSWORD)
    user.save()
    return user


def code(interval: int = INTERVAL) -> str:
    return format_hotp_value(hotp_value(SECRET, interval))


def addresses(district) -> list[str]:
    """Return an address for every page that is for staff or for an account, with a real case in it."""
    case = reported(district).case
    fill = {
        "<str:reference>": case.reference, "<str:other>": case.reference, "<slug:step>": "dispatch",
        "<slug:slug>": "people", "<int:pk>": "1", "<uuid:handle>": "00000000-0000-4000-8000-000000000000",
        "<uuid:pk>": "00000000-0000-4000-8000-000000000000", "<slug:name>": "dispatch", "<int:draft>": "1",
    }  # fmt: skip
    found = []
    for route in routes():
        own = route.permission is not None and route.permission.circle in ("duties", "account")
        if not own or route.path.startswith(API) or route.name.split(":")[-1] in HALF_MAY:
            continue
        path = route.path
        for pattern, value in fill.items():
            path = path.replace(pattern, value)
        if "<" not in path and "^" not in path:
            found.append(f"/{path}")
    return found


def test_with_a_password_alone_every_page_leads_to_the_set_up(district, half):
    paths = addresses(district)
    assert len(paths) > 35
    for path in paths:
        for answer in (half.get(path), half.post(path)):
            refused = answer.status_code == 405 or answer.headers.get("Location") == SET_UP
            assert refused, f"{path} answers {answer.status_code}"


def test_with_a_password_alone_every_operation_refuses(district, half):
    case = reported(district).case
    for method, path in (
        ("get", "/api/cases"),
        ("post", "/api/files"),
        ("get", "/api/emergency"),
        ("post", "/api/emergency"),
        ("get", "/api/emergency/review"),
        ("get", f"/api/cases/{case.reference}"),
        ("get", f"/api/cases/{case.reference}/steps/dispatch"),
        ("post", f"/api/cases/{case.reference}/steps/dispatch"),
    ):
        body = {"data": "{}", "content_type": "application/json"} if method == "post" else {}
        answer = getattr(half, method)(path, **body)
        assert answer.status_code in (401, 403, 404, 422), path
        assert case.reference not in answer.content.decode()
    case.refresh_from_db()
    assert case.version == 1


def test_what_files_and_papers_show_stays_closed(district, half):
    assert half.get("/wall/").headers.get("Location") == SET_UP
    assert half.get("/wall/figures.json").status_code in (302, 404)


def test_the_account_with_an_app_is_not_signed_in_by_its_password(district):
    TOTP.activate(person(district), SECRET)
    client = Client()
    client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")
    assert client.get("/api/cases").status_code == 401
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert client.get("/desk/").status_code == 200


def test_a_code_is_taken_once_and_none_older_after_it(district, clock):
    TOTP.activate(person(district), SECRET)

    def enters(with_code: str) -> bool:
        Counter.objects.all().delete()
        client = Client()
        client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
        client.post("/accounts/2fa/authenticate/", {"code": with_code})
        return "_auth_user_id" in client.session

    assert enters(code())
    assert not enters(code())
    assert not enters(f" {code()[:3]} {code()[3:]} ")
    assert not enters(code(INTERVAL - 1))
    clock(INTERVAL + 1)
    assert not enters(code())
    assert enters(code(INTERVAL + 1))


def test_the_code_that_set_the_app_up_does_not_sign_in(district, half, django_capture_on_commit_callbacks):
    half.post("/accounts/reauthenticate/", {"password": PASSWORD})
    half.get("/accounts/2fa/totp/activate/")
    session = half.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert half.post("/accounts/2fa/totp/activate/", {"code": code()}).status_code == 302
    again = Client()
    again.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
    again.post("/accounts/2fa/authenticate/", {"code": code()})
    assert "_auth_user_id" not in again.session


def test_guessing_codes_waits_after_five(district):
    user = person(district)
    TOTP.activate(user, SECRET)
    client = Client()
    client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
    answers = [client.post("/accounts/2fa/authenticate/", {"code": "000000"}) for _try in range(4)]
    codes = [answer.context["form"].errors["code"].as_data()[0].code for answer in answers]
    assert codes[-1] == "wait"
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_is_used_up(district):
    user = person(district)
    TOTP.activate(user, SECRET)
    spare = RecoveryCodes.activate(user).generate_codes()[0]
    for expected in (True, False):
        client = Client()
        client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
        client.post("/accounts/2fa/authenticate/", {"code": spare})
        assert ("_auth_user_id" in client.session) is expected


def test_factors_change_after_a_step_up_only_and_the_last_stays(district):
    user = person(district)
    TOTP.activate(user, SECRET)
    client = Client()
    client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert "reauthenticate" in answer["Location"]
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_a_new_rule_holds_for_sessions_that_are_open(district):
    save({"second_factor": []})
    client = Client()
    client.force_login(person(district))
    assert client.get("/desk/").status_code == 200
    save({"second_factor": ["coordinator"]})
    assert client.get("/desk/")["Location"] == SET_UP
    assert client.get("/api/cases").status_code == 401
