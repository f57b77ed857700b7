"""How often one address may guess a query code. Only wrong guesses count, so nobody is locked out by a stranger."""

from ipaddress import IPv6Network, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MOST_WRONG = 30
SECONDS = 10 * 60
#: What one subscriber of IPv6 is commonly given.
PREFIX = 64


def address_of(request: HttpRequest) -> str:
    """Return the address that ``request`` comes from, beyond the trusted proxies; of IPv6 the network of it."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    text = passed[-proxies] if proxies and len(passed) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    return str(IPv6Network((address, PREFIX), strict=False)) if address.version == 6 else str(address)


def may_guess(request: HttpRequest) -> bool:
    """Whether the address of ``request`` may try another query code now."""
    return int(cache.get(_key(request), 0)) < MOST_WRONG


def guessed_wrong(request: HttpRequest) -> None:
    """Count a wrong guess; the count is forgotten ten minutes after the last one."""
    key = _key(request)
    cache.set(key, int(cache.get(key, 0)) + 1, SECONDS)


def _key(request: HttpRequest) -> str:
    return f"heli.guesses.{address_of(request)}".replace("/", "_")
