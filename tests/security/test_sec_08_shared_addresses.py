"""Nobody is shut out because others share an address, or because a page made their browser ask for something."""

import json

import pytest
from django.test import Client, RequestFactory

from heli.access import limits
from heli.access.limits import address_of
from heli.cases.models import Case
from heli.service_requests.tests.district import build
from heli.service_requests.tests.visiting import filled, stranger

pytestmark = pytest.mark.django_db


def _from(address: str) -> str:
    return address_of(RequestFactory().get("/", REMOTE_ADDR=address))


def test_addresses_of_ipv4_told_as_ipv6_are_not_one_network():
    """A server that listens on ``::`` is told ``::ffff:192.0.2.1``; within one /64 that would be everybody."""
    assert _from("::ffff:192.0.2.1") == _from("192.0.2.1")
    assert _from("::ffff:192.0.2.1") != _from("::ffff:203.0.113.9")
    assert _from("2001:db8::1") == _from("2001:db8::ffff:192.0.2.1")


def test_pictures_on_a_strangers_page_do_not_use_up_the_sign_ins_of_an_office(settings):
    settings.HELI_OIDC_ISSUER, settings.HELI_OIDC_CLIENT, settings.HELI_OIDC_SECRET = "https://id.test", "heli", "s"
    most = limits.SOURCE.windows[0][0]
    for _number in range(most + 1):
        assert Client().get("/accounts/oidc/callback/", {"state": "x", "code": "y"}).status_code == 403
    answer = Client().post("/accounts/login/", {"login": "chen", "password": "guess"})
    assert not answer.context["form"].must_wait


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_strangers_page_opens_no_case_in_the_name_of_its_reader(kind):
    """Browsers send these kinds elsewhere without asking; JSON they send only where the other side allows it."""
    body = json.dumps(filled(build()))
    answer = stranger().generic("POST", "/api/cases", body, content_type=kind)
    assert answer.status_code == 400
    assert not Case.objects.exists()
