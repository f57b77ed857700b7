"""Class 20: headers drift, file modes are too wide. Every address and every refusal carries the same headers."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.test import Client, override_settings

import heli
from heli.project.middleware import METHODS
from heli.project.routes import routes
from heli.service_requests.tests.district import build, reported

pytestmark = pytest.mark.django_db

GOLDEN = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FILLED = {
    "<str:reference>": "7K3M-Q9TX-C", "<uuid:pk>": "00000000-0000-4000-8000-000000000000", "<int:pk>": "1",
    "{reference}": "7K3M-Q9TX-C", "{step}": "dispatch",
    "<slug:code>": "x", "<int:status>": "404", "<path:path>": "x", "<str:language>": "en", "<str:name>": "plain",
}  # fmt: skip


def wrong(response) -> dict[str, str | None]:
    """Return what differs from the headers that every answer has."""
    found = {name: response.headers.get(name) for name, value in GOLDEN.items() if response.headers.get(name) != value}
    policy = response.headers.get("Content-Security-Policy", "")
    if (
        "default-src 'none'" not in policy
        or "unsafe" in policy
        or "*" in policy
        or "frame-ancestors 'none'" not in policy
    ):
        found["Content-Security-Policy"] = policy
    if "geolocation=(self)" not in response.headers.get("Permissions-Policy", ""):
        found["Permissions-Policy"] = response.headers.get("Permissions-Policy")
    return found


def every_path() -> list[str]:
    paths = {route.path for route in routes()}
    for gap, value in FILLED.items():
        paths = {path.replace(gap, value) for path in paths}
    return sorted("/" + path.replace("<str:step>", "dispatch").replace("<", "").replace(">", "") for path in paths)


@pytest.fixture
def district():
    return build()


def test_every_address_carries_the_headers(client, district):
    client.raise_request_exception = False
    client.force_login(district.people["east"])
    paths = every_path()
    assert len(paths) > 60
    assert {path: found for path in paths if (found := wrong(client.get(path)))} == {}


def test_static_files_carry_them_too(client):
    response = client.get("/static/heli/favicon.svg")
    assert response.status_code == 200
    assert wrong(response) == {}


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND", "BREW"])
@pytest.mark.parametrize("path", ["/", "/track/", "/desk/", "/api/cases", "/healthz", "/nothing/"])
def test_other_methods_are_not_allowed(method, path, client):
    response = client.generic(method, path)
    assert (response.status_code, response.headers["Allow"]) == (405, ", ".join(METHODS))
    assert wrong(response) == {}


REFUSALS = [
    (400, SuspiciousOperation("x")),
    (500, RuntimeError("secret words")),
    (503, OperationalError("secret words")),
]


@pytest.mark.parametrize(("status", "failure"), REFUSALS)
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "首页"), ("en", "start page")])
def test_refusals_are_styled_in_both_languages_and_tell_nothing(status, failure, language, words, monkeypatch):
    def fail(*args, **kwargs):
        raise failure

    monkeypatch.setattr("heli.project.health.connection.cursor", fail)
    monkeypatch.setattr("heli.project.health.Error", KeyError)
    answer = Client(raise_request_exception=False).get("/healthz", headers={"Accept-Language": language})
    text = answer.content.decode()
    assert answer.status_code == status
    assert words in text
    assert "secret" not in text
    assert "heli.css" in text
    assert wrong(answer) == {}


def test_even_where_no_page_can_be_made_somebody_is_told(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("secret words")

    monkeypatch.setattr("heli.project.health.connection.cursor", fail)
    monkeypatch.setattr("heli.project.health.Error", KeyError)
    monkeypatch.setattr("heli.project.refusals.render_to_string", fail)
    answer = Client(raise_request_exception=False).get("/healthz")
    text = answer.content.decode()
    assert (answer.status_code, wrong(answer)) == (500, {})
    assert ("系统出错了" in text, "Something broke" in text, "secret" in text) == (True, True, False)


@pytest.mark.parametrize(
    ("status", "path", "data"), [(404, "/nothing/", None), (405, "/healthz", "delete"), (403, "/i18n/setlang/", {})]
)
def test_the_other_refusals_too(status, path, data):
    client = Client(enforce_csrf_checks=True)
    answer = client.delete(path) if data == "delete" else client.get(path) if data is None else client.post(path, data)
    assert answer.status_code == status
    assert wrong(answer) == {}
    assert "heli.css" in answer.content.decode()


def test_too_many_fields_are_413(client):
    answer = client.post("/track/", {f"f{number}": "1" for number in range(600)})
    assert answer.status_code == 413
    assert wrong(answer) == {}


def test_what_somebody_known_sees_is_stored_nowhere(client, district):
    case = reported(district).case
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")
    client.force_login(district.people["east"])
    for path in ("/desk/", f"/desk/cases/{case.reference}/", f"/api/cases/{case.reference}", "/nothing/"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path


def test_headers_that_anybody_can_send_change_nothing(client):
    spoofed = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Original-URL": "/desk/", "X-User": "admin",
        "X-Rewrite-URL": "/desk/", "Remote-User": "admin", "X-Remote-User": "admin", "X-HTTP-Method-Override": "DELETE",
    }  # fmt: skip
    answer = client.get("/track/", headers=spoofed)
    assert (answer.status_code, "evil.example" in answer.content.decode()) == (200, False)
    assert client.get("/desk/", headers=spoofed).status_code in (302, 403)
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_under_https_cookies_belong_to_this_host_alone():
    code = (
        "from heli.project.settings import security as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        "s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_CROSS_ORIGIN_OPENER_POLICY)"
    )
    said = run(code, HELI_HTTPS="1", HELI_HOME=str(settings.HELI_HOME)).split()
    assert [name.startswith("__Host-") for name in said[:3]] == [True] * 3
    assert said[3:] == ["True", "31536000", "True", "same-origin"]


def run(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return done.stdout


@override_settings(SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_SSL_REDIRECT=True)
def test_under_https_every_answer_says_so():
    client = Client()
    redirect = client.get("/track/")
    assert (redirect.status_code, redirect.headers["Location"]) == (301, "https://testserver/track/")
    assert wrong(redirect) == {}
    assert (
        client.get("/track/", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    )


def test_no_file_of_the_package_may_be_written_by_others():
    root = Path(heli.__file__).parent
    assert [
        path for path in root.rglob("*") if path.stat().st_mode & (stat.S_IWOTH | stat.S_ISUID | stat.S_ISGID)
    ] == []


FORBIDDEN = [
    "/.git/config", "/.env", "/pyproject.toml", "/static/../pyproject.toml", "/static/%2e%2e/%2e%2e/etc/passwd",
    "/static/heli/", "/server-status", "/metrics", "/admin/", "/__debug__/", "/var/secret.key",
]  # fmt: skip


@pytest.mark.parametrize("path", FORBIDDEN)
def test_nothing_lies_open(path, client):
    assert client.get(path).status_code == 404
