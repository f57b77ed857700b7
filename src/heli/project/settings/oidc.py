"""Signing in through a provider of the district (OpenID Connect). Off unless issuer, client and secret are given.

``HELI_OIDC_ISSUER``  address of the provider, exactly as its tokens name it; its hosts belong in ``HELI_EGRESS_HOSTS``.
``HELI_OIDC_CLIENT``  name under which the provider knows Heli.
``HELI_OIDC_SECRET``  the secret that goes with it.
``HELI_OIDC_FACTOR``  values of the claim ``amr``, separated by commas, that count as a second factor, such as ``mfa``;
none by default: the provider's sign-in then counts like a password.
"""

import os

__all__ = ["HELI_OIDC_CLIENT", "HELI_OIDC_FACTOR", "HELI_OIDC_ISSUER", "HELI_OIDC_SECRET"]

HELI_OIDC_ISSUER = os.environ.get("HELI_OIDC_ISSUER", "")
HELI_OIDC_CLIENT = os.environ.get("HELI_OIDC_CLIENT", "")
HELI_OIDC_SECRET = os.environ.get("HELI_OIDC_SECRET", "")
HELI_OIDC_FACTOR = frozenset(
    value.strip() for value in os.environ.get("HELI_OIDC_FACTOR", "").split(",") if value.strip()
)
