import json
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from heli.people.models import User
from heli.project.middleware import Headers


@pytest.mark.django_db
def test_nothing_inline_and_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy


def test_a_view_may_send_a_policy_of_its_own(rf: RequestFactory) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    assert Headers(view)(rf.get("/")).headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.django_db
def test_nobody_signs_up_alone(client: Client) -> None:
    answer = client.post("/accounts/signup/", {"username": "x", "password1": "a-long-password", "email": "x@y.cn"})
    assert answer.templates[0].name == "account/signup_closed.html"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_manifest_names_icons_that_are_there(client: Client, language: str) -> None:
    answer = client.get(f"/manifest.{language}.json")
    told = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    for icon in told["icons"]:
        picture = client.get(icon["src"])
        assert picture["Content-Type"] == "image/png"
        assert b"".join(picture.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]
    assert client.get("/manifest.fr.json").status_code == 404


@pytest.mark.django_db
def test_the_worker_keeps_pages_that_are_the_same_for_everybody(client: Client, settings: Any) -> None:
    settings.HELI_OFFLINE = True
    body = client.get("/worker.js").content.decode()
    plan = json.loads(body.partition("\n")[0].removeprefix("self.HELI = ").removesuffix(";"))
    pages = [page for named in plan["pages"].values() for page in named.values()]
    assert len(pages) == 10
    known = Client(headers={"accept-language": "en"})
    known.force_login(User.objects.create_user("somebody", name="Somebody"))
    for page in pages:
        answers = [each.get(page) for each in (client, known)]
        texts = [each.content.decode() for each in answers]
        assert texts[0] == texts[1], page
        assert "csrf" not in texts[0], page
        assert "Somebody" not in texts[0], page
        assert not answers[0].cookies, page
    assert client.get("/offline/fr/plain/").status_code == client.get("/offline/en/secret/").status_code == 404


@pytest.mark.django_db
def test_switched_off_the_worker_removes_itself_and_pages_name_none(client: Client, settings: Any) -> None:
    settings.HELI_OFFLINE = False
    assert client.get("/worker.js").content.decode().startswith('self.HELI = {"off": true};')
    assert "data-worker" not in client.get("/").content.decode()
    settings.HELI_OFFLINE = True
    assert 'data-worker="/worker.js"' in client.get("/").content.decode()
