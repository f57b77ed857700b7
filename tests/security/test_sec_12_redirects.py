"""Class 12: redirects to elsewhere. Whoever follows a link of Heli stays with Heli."""

from urllib.parse import urljoin, urlsplit

import pytest

from heli.service_requests.tests.district import build

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "////evil.example/%2e%2e",
    "/\\evil.example", "\\\\evil.example", "\\/evil.example", "https:evil.example", "https:/evil.example", "http:///evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", " https://evil.example",
    "\thttps://evil.example", "\nhttps://evil.example", "https://testserver@evil.example/", "https://testserver.evil.example/",
    "//evil.example\\@testserver", "https://evil.example#testserver", "ftp://testserver/",
    "//[::1", "http://[", "/\t/evil.example",
    "https://evil\u3002example", "//evil%E3%80%82example", "%2f%2fevil.example", "/%09/evil.example",
    "\x00//evil.example",
]  # fmt: skip


def leads_away(location: str) -> bool:
    """Whether a browser would leave: it drops tabs and line ends, and takes a backslash for a slash."""
    read = location.translate({9: None, 10: None, 13: None}).replace("\\", "/").strip()
    return urlsplit(urljoin("https://testserver/i18n/", read))[:2] != ("https", "testserver")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_choosing_the_language_stays_here(target, client):
    answer = client.post("/i18n/setlang/", {"language": "en", "next": target})
    assert answer.status_code in (204, 302)
    assert not leads_away(answer.headers.get("Location", "/"))
    client.cookies.clear()
    answer = client.post(
        "/i18n/setlang/", {"language": "en"}, headers={"Referer": target.replace("\n", "").replace("\0", "")}
    )
    assert not leads_away(answer.headers.get("Location", "/"))


def test_signing_in_stays_here(client):
    district = build()
    user = district.people["east"]
    client.force_login(user)
    for target in ELSEWHERE:
        answer = client.get("/accounts/login/", {"next": target})
        assert not leads_away(answer.headers.get("Location", "/")), target
