import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

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
