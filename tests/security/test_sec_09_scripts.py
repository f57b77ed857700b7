"""Classes 9 and 15: what somebody writes runs nowhere and loads nothing. Every text of a case, in a real browser."""

from urllib.parse import quote

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from heli.papers.tests.samples import PDF, picture, upload
from heli.papers.uploads import store
from heli.people.models import Contact
from heli.service_requests import actions
from heli.service_requests.tests.district import build, reported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

POLYGLOT = (
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert(1) )//%0D%0A//</stYle/</titLe/</teXtarEa/</scRipt/--!>"
    "\\x3csVg/<sVg/oNloAd=alert(1)//>\\x3e"
)
MARKUP = (
    '"><img src=https://canary.example/a onerror=alert(1)><script src=https://canary.example/b></script>'
    "<iframe src=https://canary.example/c></iframe><link rel=stylesheet href=https://canary.example/d>"
    "{{7*7}}{% load x %}${alert(1)}</script><script>alert(1)</script> https://canary.example/e"
)
EVIL = f"{POLYGLOT} {MARKUP}"


def test_nothing_that_was_written_runs_or_is_loaded(browser: Browser, live_server: LiveServer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    district = build()
    district.roads.name, district.roads.name_en = f"市政{MARKUP}"[:60], f"Roads{MARKUP}"[:60]
    district.roads.save()
    evil = reported(
        district, text=EVIL, title=MARKUP[:60], address=EVIL[:200],
        contact=Contact(name=MARKUP[:40], phone="13800000000"),
        photos=[store(upload(picture(), MARKUP)), store(upload(PDF, f"{MARKUP}.pdf"))],
    )  # fmt: skip
    case, officer = evil.case, district.actor("east")
    assert actions.dispatch(case, by=officer, unit=district.roads, note=EVIL)
    told: list[str] = []
    context = browser.new_context(locale="en", base_url=live_server.url)
    client = Client()
    client.force_login(district.people["east"])
    session = client.session
    session["cases"] = [case.reference]
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    page.on("pageerror", lambda error: told.append(f"error {error}"))
    page.on("dialog", lambda dialog: (told.append("dialog"), dialog.dismiss()))
    page.on("console", lambda said: told.append(said.text) if "Content Security" in said.text else None)
    page.on(
        "request",
        lambda asked: told.append(asked.url) if not asked.url.startswith((live_server.url, "blob:", "data:")) else None,
    )
    seen = 0
    own = f"{case.reference}/"
    for path in (f"/desk/cases/{own}", "/desk/queue/", f"/track/{own}", f"/desk/search/?q={quote(MARKUP[:40])}"):
        page.goto(path, wait_until="load")
        seen += "canary.example" in page.content()
    context.close()
    assert told == []
    assert seen >= 3
