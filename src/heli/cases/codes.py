"""The key of query codes."""

from django.conf import settings


def secret() -> bytes:
    """Return the key under which query codes are derived and hashed."""
    return settings.DATA_KEY
