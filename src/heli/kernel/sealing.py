"""Authenticated encryption of single values, and blind indexes to find them again.

A sealed value is one byte for the cipher, two for the key's number, twelve of nonce, then ciphertext and tag. All that
comes before the ciphertext, and the place where the value belongs, are authenticated with it: a value that was changed,
or moved to another row or field, does not open.
"""

import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as Machine
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
HEAD_BYTES = 3
INDEX_BYTES = 16


class Cipher(IntEnum):
    """Ciphers, by the number that stands in the value: AES-256-GCM, SM4-GCM (GB/T 32907)."""

    AES_256_GCM = 1
    SM4_GCM = 2


CIPHERS = {"aes-256-gcm": Cipher.AES_256_GCM, "sm4-gcm": Cipher.SM4_GCM}


class Unreadable(ValueError):  # noqa: N818  a state of the value, not a fault of the program
    """A sealed value that was changed, belongs elsewhere, or was sealed under a key that is not at hand."""


@dataclass(frozen=True)
class Key:
    """A secret of 32 bytes and its number, 1 to 65535."""

    number: int
    secret: bytes

    def part(self, name: str) -> "Key":
        """Return the key for one purpose; from it nothing can be learned about this one or another part."""
        return Key(self.number, _mac(self.secret, "part", name))


def new_secret() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(KEY_BYTES)


def seal(plain: bytes, key: Key, *where: str, cipher: Cipher = Cipher.AES_256_GCM) -> bytes:
    """Return ``plain`` sealed under ``key`` for the place ``where`` (table, row, field)."""
    head = bytes([cipher]) + key.number.to_bytes(2)
    nonce = os.urandom(NONCE_BYTES)
    return head + nonce + _ENCRYPT[cipher](key.secret, nonce, plain, _bound(head, where))


def open_sealed(sealed: bytes, key: Key, *where: str) -> bytes:
    """Return what was sealed under ``key`` for ``where``; raises Unreadable for anything else."""
    head, nonce, rest = sealed[:HEAD_BYTES], sealed[HEAD_BYTES:][:NONCE_BYTES], sealed[HEAD_BYTES + NONCE_BYTES :]
    if len(rest) < TAG_BYTES or head[0] not in _DECRYPT:
        raise Unreadable("not a sealed value")
    if key_number(sealed) != key.number:
        raise Unreadable("sealed under another key")
    try:
        return _DECRYPT[head[0]](key.secret, nonce, rest, _bound(head, where))
    except InvalidTag:
        raise Unreadable("changed, or sealed for another place") from None


def key_number(sealed: bytes) -> int:
    """Return the number of the key under which a value was sealed."""
    return int.from_bytes(sealed[1:HEAD_BYTES])


def _bound(head: bytes, where: tuple[str, ...]) -> bytes:
    return b"\0".join([b"heli", head, *(each.encode() for each in where)])


def _aes_encrypt(secret: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    return AESGCM(secret).encrypt(nonce, plain, bound)


def _aes_decrypt(secret: bytes, nonce: bytes, rest: bytes, bound: bytes) -> bytes:
    return AESGCM(secret).decrypt(nonce, rest, bound)


def _sm4(secret: bytes) -> algorithms.SM4:
    return algorithms.SM4(_mac(secret, "sm4-gcm")[:16])


def _sm4_encrypt(secret: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    machine = Machine(_sm4(secret), modes.GCM(nonce)).encryptor()
    machine.authenticate_additional_data(bound)
    return machine.update(plain) + machine.finalize() + machine.tag


def _sm4_decrypt(secret: bytes, nonce: bytes, rest: bytes, bound: bytes) -> bytes:
    machine = Machine(_sm4(secret), modes.GCM(nonce, rest[-TAG_BYTES:])).decryptor()
    machine.authenticate_additional_data(bound)
    return machine.update(rest[:-TAG_BYTES]) + machine.finalize()


_ENCRYPT = {Cipher.AES_256_GCM: _aes_encrypt, Cipher.SM4_GCM: _sm4_encrypt}
_DECRYPT = {Cipher.AES_256_GCM.value: _aes_decrypt, Cipher.SM4_GCM.value: _sm4_decrypt}


def _mac(secret: bytes, *parts: str) -> bytes:
    return hmac.new(secret, "\n".join(("heli", *parts)).encode(), hashlib.sha256).digest()


# ── blind indexes ─────────────────────────────────────────────────────────────────────────────────

_NOT_DIGITS = re.compile(r"\D+", re.ASCII)
_SPACES = re.compile(r"\s+")
_MOBILE_DIGITS = 11


def normal_phone(text: str) -> str:
    """Return a phone number as digits, China's own without its country code: ``+86 138-0000-0000`` is 13800000000."""
    digits = _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", text)).removeprefix("00")
    if digits.startswith("86") and len(digits) > _MOBILE_DIGITS - 1:
        digits = digits.removeprefix("86")
    return digits


def normal_email(text: str) -> str:
    """Return an e-mail address in lower case, without spaces."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def normal_identity(text: str) -> str:
    """Return an identity number without spaces and hyphens, its last letter upper case."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).replace("-", "").upper()


NORMAL: dict[str, Callable[[str], str]] = {"phone": normal_phone, "email": normal_email, "identity": normal_identity}


def blind_index(text: str, kind: str, secret: bytes) -> bytes:
    """Return 16 bytes that are equal for equal values of one ``kind`` and tell nothing without ``secret``; else none.

    ``kind`` is a key of ``NORMAL``. A text without anything to find gives no bytes.
    """
    normal = NORMAL[kind](text)
    return _mac(secret, "index", kind, normal)[:INDEX_BYTES] if normal else b""
