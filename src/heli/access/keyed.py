"""Keyed hashes: what is stored in place of a secret, useless without the installation's key."""

import hmac
from hashlib import sha256

from django.conf import settings


def keyed(purpose: str, *parts: str) -> str:
    """Return 64 hexadecimal digits for ``parts``; ``purpose`` keeps hashes of different uses apart."""
    text = "\n".join(("heli", purpose, *(f"{len(part)}:{part}" for part in parts)))
    return hmac.new(settings.DATA_KEY, text.encode(), sha256).hexdigest()
