"""Signing in through the district's provider: a provider in this process whose tokens can be wrong in every way."""

import json
import time
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.utils import timezone
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from jwt.utils import base64url_encode

from heli.access import second_factor
from heli.access.models import Identity, Session
from heli.audit.models import Entry
from heli.notices.egress import Answer
from heli.people.models import User
from heli.project import oidc
from heli.service_requests.tests.district import District, build
from heli.workbench.tests.desk import signed_in

ISSUER, CLIENT = "https://id.example.test", "heli"
KEY = rsa.generate_private_key(65537, 2048)
OTHER = rsa.generate_private_key(65537, 2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


class Provider:
    """A provider; ``claims`` are added to the right ones, ``token`` is sent in place of the right one."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.token = ""
        self.sign: dict[str, Any] = {"key": KEY, "algorithm": "RS256", "headers": {"kid": "one"}}
        self.issuer = ISSUER
        self.asked: dict[str, str] = {}
        self.sent: dict[str, str] = {}

    def call(self, method: str, url: str, *, body: bytes = b"", headers: Any = None) -> Answer:
        names = {
            "issuer": self.issuer, "authorization_endpoint": f"{ISSUER}/auth", "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
        }  # fmt: skip
        keys = {
            "keys": [
                {**json.loads(RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "one", "use": "sig"},
                {**json.loads(ECAlgorithm.to_jwk(CURVE.public_key())), "kid": "two", "use": "sig"},
            ]
        }
        if url.endswith("/token"):
            self.sent = dict(parse_qsl(body.decode()))
        found = {"/.well-known/openid-configuration": names, "/keys": keys, "/token": {"id_token": self.made()}}
        return Answer(200, {}, json.dumps(found[urlsplit(url).path]).encode())

    def made(self) -> str:
        now = int(time.time())
        right = {
            "iss": ISSUER, "aud": CLIENT, "sub": "s-1", "iat": now, "exp": now + 300, "nonce": self.asked.get("nonce"),
            "email": "chen@example.test",
        }  # fmt: skip
        claims = {name: value for name, value in {**right, **self.claims}.items() if value is not None}
        return self.token or jwt.encode(claims, **self.sign)


@pytest.fixture
def provider(settings, monkeypatch) -> Provider:
    settings.HELI_OIDC_ISSUER, settings.HELI_OIDC_CLIENT, settings.HELI_OIDC_SECRET = ISSUER, CLIENT, "s"
    found = Provider()
    monkeypatch.setattr(oidc, "call", found.call)
    return found


@pytest.fixture
def district(db) -> District:
    return build()


@pytest.fixture
def officer(district) -> User:
    user = district.people["chen"]
    Identity.objects.create(user=user, issuer=ISSUER, subject="s-1", tied_at=timezone.now())
    return user


def begun(client: Client, provider: Provider) -> str:
    """Go to the provider; return the state that it hands back."""
    address = client.get("/accounts/oidc/")["Location"]
    provider.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return provider.asked["state"]


def back(client: Client, state: str) -> Any:
    return client.get("/accounts/oidc/callback/", {"state": state, "code": "c"})


def tried(client: Client, provider: Provider) -> Any:
    return back(client, begun(client, provider))


def inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_without_settings_there_is_no_such_page(client, officer):
    assert client.get("/accounts/oidc/").status_code == client.get("/accounts/oidc/callback/").status_code == 404
    assert "/accounts/oidc/" not in client.get("/accounts/login/").content.decode()


def confused() -> str:
    """Return a token signed with the public key as if it were a shared secret."""
    head = base64url_encode(b'{"alg":"HS256","kid":"one"}')
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": CLIENT, "sub": "s-1", "iat": now, "exp": now + 300, "nonce": "n"}
    body = base64url_encode(json.dumps(claims).encode())
    algorithm = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    signature = base64url_encode(algorithm.sign(head + b"." + body, PUBLIC))
    return b".".join((head, body, signature)).decode()


WRONG_SIGNATURES = {
    "unsigned": {"key": None, "algorithm": "none", "headers": {"kid": "one"}},
    "wrong key": {"key": OTHER, "algorithm": "RS256", "headers": {"kid": "one"}},
    "unknown key": {"key": KEY, "algorithm": "RS256", "headers": {"kid": "three"}},
    "other algorithm": {"key": KEY, "algorithm": "RS512", "headers": {"kid": "one"}},
    "shared secret": {"key": "s" * 64, "algorithm": "HS256", "headers": {"kid": "one"}},
}


@pytest.mark.parametrize("sign", WRONG_SIGNATURES.values(), ids=WRONG_SIGNATURES.keys())
def test_a_token_without_the_right_signature_is_refused(client, provider, officer, sign):
    provider.sign = sign
    answer = tried(client, provider)
    assert answer.status_code == 403
    assert not inside(client)


def test_the_public_key_is_no_shared_secret(client, provider, officer):
    provider.token = confused()
    assert tried(client, provider).status_code == 403
    assert not inside(client)


WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "expired": {"exp": int(time.time()) - 3600},
    "no end": {"exp": None},
    "from the future": {"iat": int(time.time()) + 3600},
    "other audience": {"aud": "others"},
    "several audiences, no party": {"aud": [CLIENT, "others"]},
    "other party": {"aud": [CLIENT, "others"], "azp": "others"},
    "other issuer": {"iss": "https://evil.example.test"},
    "other nonce": {"nonce": "of an earlier attempt"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
}


@pytest.mark.parametrize("claims", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS.keys())
def test_a_token_with_a_wrong_claim_is_refused_in_words(client, provider, officer, claims):
    provider.claims = claims
    answer = tried(client, provider)
    assert answer.status_code == 403
    assert 'role="alert"' in answer.content.decode()
    assert not inside(client)
    entry = Entry.objects.get(verb="sign_in.refused")
    assert json.loads(entry.content)["data"]["shown"] == "provider"


def test_state_is_of_this_browser_and_counts_once(client, provider, officer):
    state = begun(client, provider)
    assert back(Client(), state).status_code == 403
    assert back(client, "guessed").status_code == 403
    assert back(client, state).status_code == 403
    state = begun(client, provider)
    assert back(client, state).status_code == 302
    again = Client()
    again.cookies = client.cookies
    assert back(again, state).status_code == 403


def test_a_token_of_an_earlier_attempt_is_refused(client, provider, officer):
    begun(client, provider)
    provider.token = provider.made()
    assert tried(client, provider).status_code == 403
    assert not inside(client)


def test_nobody_is_found_by_e_mail_and_nobody_signs_up(client, provider, district):
    accounts = User.objects.count()
    answer = tried(client, provider)
    assert answer.status_code == 403
    assert "s-1" in answer.content.decode()
    assert not inside(client)
    assert User.objects.count() == accounts


def test_the_same_subject_of_another_issuer_is_somebody_else(client, provider, officer):
    Identity.objects.update(issuer="https://other.example.test")
    assert tried(client, provider).status_code == 403


def test_an_account_that_is_switched_off_stays_out(client, provider, officer):
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert tried(client, provider).status_code == 403
    assert not inside(client)


def test_another_provider_in_its_place_is_not_asked(client, provider, officer):
    provider.issuer = "https://evil.example.test"
    assert client.get("/accounts/oidc/").status_code == 503


@pytest.mark.parametrize(("key", "algorithm", "kid"), [(KEY, "RS256", "one"), (CURVE, "ES256", "two")])
def test_the_right_token_enters_with_proof_of_the_code(client, provider, officer, key, algorithm, kid):
    provider.sign = {"key": key, "algorithm": algorithm, "headers": {"kid": kid}}
    assert tried(client, provider)["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(officer.pk)
    assert provider.asked["code_challenge_method"] == "S256"
    assert len(provider.sent["code_verifier"]) >= 43
    assert json.loads(Entry.objects.get(verb="sign_in").content)["data"]["factor"] is False


def test_the_factor_of_the_provider_counts_only_where_the_district_says_so(client, provider, officer, settings, rf):
    TOTP.activate(officer, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    provider.claims = {"amr": ["pwd", "mfa"]}
    assert tried(client, provider)["Location"].endswith("/2fa/authenticate/")
    assert not inside(client)
    settings.HELI_OIDC_FACTOR = frozenset({"mfa"})
    trusted = Client()
    assert tried(trusted, provider)["Location"] == "/desk/"
    request = rf.get("/")
    request.session = trusted.session
    assert second_factor.shown(request)


def test_an_administrator_ties_accounts_and_nobody_else(district, provider):
    chen = district.people["chen"]
    address = f"/desk/manage/people/{chen.pk}/identity/"
    assert signed_in(district, "ma").post(address, {"subject": "s-9"}).status_code == 403
    admin = signed_in(district, "admin")
    signed_in(district, "chen")
    admin.post(address, {"subject": "s-9"})
    assert Identity.objects.get(user=chen).subject == "s-9"
    assert not Session.objects.filter(user=chen).exists()
    assert json.loads(Entry.objects.get(verb="user.identity").content)["data"]["subject"] == "s-9"
    own, other = district.people["admin"], district.people["ma"]
    admin.post(f"/desk/manage/people/{own.pk}/identity/", {"subject": "s-8"})
    admin.post(f"/desk/manage/people/{other.pk}/identity/", {"subject": "s-9"})
    assert Identity.objects.count() == 1
    assert "s-9" in admin.get(f"/desk/manage/people/{chen.pk}/").content.decode()
    admin.post(address, {"subject": ""})
    assert not Identity.objects.exists()
