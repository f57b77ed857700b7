"""Ways around the sign-in (CVE-2017-5619: the hash as password; CVE-2020-26030: an identity in a header)."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, RequestFactory

from heli.access.hashing import BoundedArgon2Hasher
from heli.access.limits import address_of
from heli.people.models import User
from heli.project.settings import auth

PASSWORD = "korrekt-pferd-batterie"
CLAIMS = (
    "X-User", "X-Forwarded-User", "X-Remote-User", "Remote-User", "X-Auth-Request-User", "X-Auth-Request-Email",
    "X-Authenticated-User", "X-SSO-User", "X-WEBAUTH-USER", "X-Ms-Client-Principal-Name", "Authorization",
)  # fmt: skip


@pytest.fixture
def officer(db) -> User:
    return User.objects.create_user("chen", password=PASSWORD, name="陈敏")


@pytest.mark.parametrize("name", CLAIMS)
def test_no_header_names_who_somebody_is(client, officer, name):
    for value in ("chen", "Basic Y2hlbjprb3JyZWt0LXBmZXJkLWJhdHRlcmll"):
        answer = client.get("/accounts/password/change/", headers={name: value})
        assert answer["Location"].startswith("/accounts/login/")
        assert client.get("/api/cases", headers={name: value}).status_code == 401


def test_the_stored_hash_is_no_password(client, officer):
    for hasher in ("default", "pbkdf2_sha256") if len(auth.PASSWORD_HASHERS) > 1 else ("default",):
        User.objects.filter(pk=officer.pk).update(password=make_password(PASSWORD))
        stored = User.objects.get(pk=officer.pk).password
        client.post("/accounts/login/", {"login": "chen", "password": stored})
        assert "_auth_user_id" not in client.session, hasher


@pytest.mark.parametrize(("proxies", "expected"), [(0, "192.0.2.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_an_address_is_believed_from_trusted_proxies_only(settings, proxies, expected):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    header = {"X-Forwarded-For": "10.0.0.1, 198.51.100.7, 203.0.113.9"}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers=header)) == expected


def test_a_forged_address_gains_no_further_guesses(officer, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    forms = []
    for number in range(6):
        header = {"X-Forwarded-For": f"198.51.100.{number}"}
        answer = Client().post("/accounts/login/", {"login": "chen", "password": "guess"}, headers=header)
        forms.append(answer.context["form"])
    assert forms[-1].must_wait


def test_passwords_are_kept_as_argon2id_of_a_fixed_strength():
    assert auth.PASSWORD_HASHERS[0] == "heli.access.hashing.BoundedArgon2Hasher"
    encoded = BoundedArgon2Hasher().encode(PASSWORD, "saltsaltsalt")
    assert encoded.startswith("argon2$argon2id$v=19$m=65536,t=3,p=1$")
    assert BoundedArgon2Hasher().verify(PASSWORD, encoded)
    assert not BoundedArgon2Hasher().verify(encoded, encoded)
