"""Reference numbers and query codes that survive handwriting and the telephone.

Both are forty bits in Crockford's base 32 (no I, L, O, U) with his check symbol, the
number modulo 37, shown as ``XXXX-XXXX-C``. The check catches every single wrong
character and every swap of two neighbours. Numbers whose check symbol would be one of
``* ~ $ = U`` are passed over: those are hard to say aloud and to put in an address.
That leaves 32 of every 37 numbers, 39.8 bits.
"""

import hmac
import re
import secrets
import unicodedata
from enum import StrEnum
from hashlib import sha256
from itertools import count
from typing import Final
from uuid import UUID

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {symbol: value for value, symbol in enumerate(_ALPHABET)}
_BITS: Final = 40
_SYMBOLS: Final = 8
_MODULUS: Final = 37
_MISREAD: Final = str.maketrans("OIL", "011")
_SEPARATORS: Final = re.compile(r"[\s\-_.\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff]+")
#: The number of a side, behind a reference.
_SIDE: Final = re.compile(r"[2-9]\s*$")
#: Length of a written reference.
_WRITTEN: Final = 11
#: Longer texts are refused before any work is done on them.
_LONGEST: Final = 64
_SHORTEST_SECRET: Final = 16


class ReferenceProblem(StrEnum):
    LENGTH = "length"  # too few or too many symbols
    SYMBOL = "symbol"  # a character that references do not use
    CHECK = "check"  # the check symbol does not fit: a slip somewhere


class BadReference(ValueError):  # noqa: N818  "bad reference" is what people say
    """A text that is not a reference; `problem` says in what way."""

    def __init__(self, problem: ReferenceProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def new_reference() -> str:
    """A random reference ``XXXX-XXXX-C``. Not checked against those in use."""
    while True:
        number = secrets.randbits(_BITS)
        if number % _MODULUS < len(_ALPHABET):
            return _written(number)


def normalise_reference(text: str) -> str:
    """The one written form of what somebody typed; serves query codes as well.

    Case, spaces, dashes, full-width characters and the letters O, I and L for the digits
    0 and 1 are forgiven. Raises BadReference.
    """
    if len(text) > _LONGEST:
        raise BadReference(ReferenceProblem.LENGTH)
    folded = unicodedata.normalize("NFKC", text).upper()
    symbols = _SEPARATORS.sub("", folded).translate(_MISREAD)
    if not _VALUES.keys() >= set(symbols):
        raise BadReference(ReferenceProblem.SYMBOL)
    if len(symbols) != _SYMBOLS + 1:
        raise BadReference(ReferenceProblem.LENGTH)
    number = 0
    for symbol in symbols[:-1]:
        number = number * len(_ALPHABET) + _VALUES[symbol]
    if number % _MODULUS != _VALUES[symbols[-1]]:
        raise BadReference(ReferenceProblem.CHECK)
    return _written(number)


def normalise_own(text: str) -> str:
    """The one written form of an own number: a reference, or one with the number of a side, ``XXXX-XXXX-C-2``.

    The person a case belongs to has its reference; each other side that takes part has a number from 2 to 9 behind it.
    Raises BadReference.
    """
    try:
        return normalise_reference(text)
    except BadReference:
        folded = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
        side = _SIDE.search(folded)
        if side is None:
            raise
    return f"{normalise_reference(folded[: side.start()])}-{side[0].strip()}"


def split_own(number: str) -> tuple[str, int]:
    """Return the reference and the side of a written own number; the side is 0 for the person it belongs to."""
    return (number, 0) if len(number) <= _WRITTEN else (number[:_WRITTEN], int(number[_WRITTEN + 1 :]))


def own_number(reference: str, side: int) -> str:
    """Return the own number of ``side``, 0 for the person it belongs to."""
    return f"{reference}-{side}" if side else reference


def query_code_for(secret: bytes, submission: UUID) -> str:
    """The query code of one submission; sending the same form again gives the same code.

    `secret` is at least 16 bytes, else ValueError.
    """
    for attempt in count():
        digest = _keyed(secret, "query code", submission.hex, str(attempt))
        number = int.from_bytes(digest[: _BITS // 8])
        if number % _MODULUS < len(_ALPHABET):
            return _written(number)
    raise AssertionError("unreachable")


def hash_query_code(secret: bytes, reference: str, code: str) -> str:
    """What is stored in place of the code: 64 hexadecimal digits, useless without `secret`.

    Both texts may be as typed. Raises BadReference, and ValueError for a short secret.
    """
    written = normalise_reference(reference), normalise_reference(code)
    return _keyed(secret, "query code hash", *written).hex()


def query_code_matches(secret: bytes, reference: str, code: str, stored: str) -> bool:
    """Whether `code` is the one whose hash was stored; malformed input is just wrong."""
    try:
        offered = hash_query_code(secret, reference, code)
    except BadReference:
        return False
    return hmac.compare_digest(offered.encode(), stored.encode())


def _keyed(secret: bytes, *parts: str) -> bytes:
    if len(secret) < _SHORTEST_SECRET:
        raise ValueError("the secret for query codes has at least 16 bytes")
    return hmac.new(secret, "\n".join(("heli", *parts)).encode(), sha256).digest()


def _written(number: int) -> str:
    shifts = range(_BITS - 5, -1, -5)
    symbols = "".join(_ALPHABET[number >> shift & 31] for shift in shifts)
    return f"{symbols[:4]}-{symbols[4:]}-{_ALPHABET[number % _MODULUS]}"
