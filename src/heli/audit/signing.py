"""The key that signs checkpoints: Ed25519, kept outside the database."""

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def private_key() -> Ed25519PrivateKey:
    """Return this installation's key."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.AUDIT_KEY))


def public_key() -> bytes:
    """Return the 32 bytes of the public half, to be kept wherever checkpoints are checked."""
    return private_key().public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """Return the short name of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(public).hexdigest()[:16]


def sign(text: str) -> tuple[str, bytes]:
    """Return the name of the key and its signature of ``text``."""
    return key_id(public_key()), private_key().sign(text.encode())


def holds(public: bytes, text: str, signature: bytes) -> bool:
    """Whether ``signature`` is the one that the key ``public`` gives ``text``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
