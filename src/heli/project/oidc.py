"""A client of OpenID Connect: authorization code with PKCE, and tokens that are looked at strictly.

Everything that goes out passes ``heli.notices.egress``. A token counts only with a signature by a key of the provider,
one of two algorithms, the right issuer and audience, a future end, and the nonce of this very attempt.
"""

import base64
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from http.client import HTTPException  # noqa: TID251  the name of a fault, no client
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings

from heli.notices.egress import EgressRefused, call

ALGORITHMS: Final = ("RS256", "ES256")
FEWEST_BITS: Final = 2048
#: Seconds that the provider's clock may differ.
LEEWAY: Final = 60
DISCOVERY: Final = "/.well-known/openid-configuration"
LONGEST_SUBJECT: Final = 255
_FAULTS = (EgressRefused, OSError, HTTPException, ValueError)


class Unreachable(Exception):  # noqa: N818  the provider failed, not Heli
    """The provider did not answer, or not as the standard says."""


class Untrusted(Exception):  # noqa: N818  a decision, no fault
    """The token is not taken; the text says why, for the log."""


@dataclass(frozen=True)
class Attempt:
    """What one browser waits for: each value is used once."""

    state: str
    nonce: str
    verifier: str

    def kept(self) -> dict[str, str]:
        """Return what the session keeps."""
        return asdict(self)


def is_on() -> bool:
    """Whether the district has a provider."""
    return bool(settings.HELI_OIDC_ISSUER and settings.HELI_OIDC_CLIENT and settings.HELI_OIDC_SECRET)


def begin() -> Attempt:
    """Return a new attempt."""
    return Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


def entrance(attempt: Attempt, *, back: str) -> str:
    """Return the provider's address that the browser is sent to; raises Unreachable."""
    address = _address(_provider(), "authorization_endpoint")
    challenge = base64.urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "scope": "openid",
        "client_id": settings.HELI_OIDC_CLIENT,
        "redirect_uri": back,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def redeem(attempt: Attempt, code: str, *, back: str) -> dict[str, Any]:
    """Exchange ``code`` for the provider's token and return its claims; raises Unreachable or Untrusted."""
    provider = _provider()
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": settings.HELI_OIDC_CLIENT,
        "code_verifier": attempt.verifier,
    }
    pair = f"{quote(settings.HELI_OIDC_CLIENT, safe='')}:{quote(settings.HELI_OIDC_SECRET, safe='')}"
    headers = {
        "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    answer = _asked("POST", _address(provider, "token_endpoint"), body=urlencode(asked).encode(), headers=headers)
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise Unreachable("no id_token")
    return claims_of(token, _asked("GET", _address(provider, "jwks_uri")), nonce=attempt.nonce)


def claims_of(token: str, keys: Mapping[str, Any], *, nonce: str) -> dict[str, Any]:
    """Return the claims of ``token`` if every one of them is right; raises Untrusted."""
    try:
        header = jwt.get_unverified_header(token)
        key, algorithm = _key(header, keys)
        claims = jwt.decode(
            token,
            key=key,
            algorithms=[algorithm],
            issuer=settings.HELI_OIDC_ISSUER,
            audience=settings.HELI_OIDC_CLIENT,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "exp", "iat", "sub", "nonce"]},
        )
    except jwt.PyJWTError as fault:
        raise Untrusted(type(fault).__name__) from fault
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise Untrusted("another nonce")
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    party = claims.get("azp", settings.HELI_OIDC_CLIENT if len(audience) == 1 else None)
    if party != settings.HELI_OIDC_CLIENT:
        raise Untrusted("another authorized party")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise Untrusted("no subject")
    return claims


def has_shown_a_factor(claims: Mapping[str, Any]) -> bool:
    """Whether the provider says that a second factor was shown, in a way that the district takes."""
    said = claims.get("amr")
    return isinstance(said, list) and any(each in settings.HELI_OIDC_FACTOR for each in said if isinstance(each, str))


def _key(header: Mapping[str, Any], keys: Mapping[str, Any]) -> tuple[Any, str]:
    """Return the provider's key that the token names, and the one algorithm that it is taken with."""
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise Untrusted("an algorithm that is not taken")
    kind = "RSA" if algorithm == "RS256" else "EC"
    listed = keys.get("keys")
    fitting = [
        each
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict)
        and each.get("kty") == kind
        and each.get("use", "sig") == "sig"
        and each.get("alg", algorithm) == algorithm
        and header.get("kid") in (None, each.get("kid"))
    ]
    if len(fitting) != 1:
        raise Untrusted("no key, or more than one")
    key = jwt.PyJWK.from_dict(fitting[0], algorithm=str(algorithm)).key
    if isinstance(key, RSAPublicKey):
        strong = key.key_size >= FEWEST_BITS
    else:
        strong = isinstance(key, EllipticCurvePublicKey) and key.curve.name == "secp256r1"
    if not strong:
        raise Untrusted("a key that is too weak or of the wrong kind")
    return key, str(algorithm)


def _provider() -> dict[str, Any]:
    """Return what the provider says about itself; raises Unreachable where it is somebody else."""
    found = _asked("GET", settings.HELI_OIDC_ISSUER.rstrip("/") + DISCOVERY)
    if found.get("issuer") != settings.HELI_OIDC_ISSUER:
        raise Unreachable("another issuer")
    return found


def _address(provider: Mapping[str, Any], name: str) -> str:
    """Return one of the provider's addresses; raises Unreachable unless it is one over HTTPS."""
    address = provider.get(name)
    if not isinstance(address, str) or urlsplit(address).scheme != "https":
        raise Unreachable(f"no {name}")
    return address


def _asked(method: str, address: str, **sent: Any) -> dict[str, Any]:
    try:
        answer = call(method, address, **sent)
        found = json.loads(answer.body)
    except _FAULTS as fault:
        raise Unreachable(type(fault).__name__) from fault
    if answer.status != 200 or not isinstance(found, dict):
        raise Unreachable(f"status {answer.status}")
    return found
