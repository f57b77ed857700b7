"""Secrets of second factors, sealed under the master keys: those of authenticator apps and of recovery codes.

A secret is kept as text in the library's table: ``sealed:`` and the sealed value in base 64.
"""

import base64
import binascii
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from heli.kernel.sealing import HEAD_BYTES, Unreadable, key_number, open_sealed, seal
from heli.people.holders import Holder
from heli.people.keyring import cipher, keyring

logger = logging.getLogger(__name__)

MARK = "sealed:"
PART = "second factors"
PLACE = ("mfa_authenticator", "data")
#: Where the library keeps secrets within the data of an authenticator: one, or several in a list.
NAMES = ("secret", "seed", "migrated_codes")


def sealed(text: str) -> str:
    """Return ``text`` as it is stored, under the present master key."""
    value = seal(text.encode(), keyring().current.part(PART), *PLACE, cipher=cipher())
    return MARK + base64.b64encode(value).decode()


def opened(stored: str) -> str:
    """Return what was stored; raises Unreadable for anything that was changed or that no key at hand opens."""
    value = _bytes(stored)
    return open_sealed(value, keyring()[key_number(value)].part(PART), *PLACE).decode()


def opened_or_useless(stored: str) -> str:
    """Return what was stored, or a secret that nobody knows: no code is right for one that does not open."""
    try:
        return opened(stored)
    except Unreadable as why:
        logger.warning("a second factor does not open: %s", why)
        return base64.b32encode(os.urandom(20)).decode()


def _bytes(stored: str) -> bytes:
    if not stored.startswith(MARK):
        raise Unreadable("not a sealed value")
    try:
        value = base64.b64decode(stored.removeprefix(MARK), validate=True)
    except binascii.Error:
        raise Unreadable("not a sealed value") from None
    if len(value) < HEAD_BYTES:
        raise Unreadable("not a sealed value")
    return value


def _secrets(data: dict[str, Any]) -> Iterator[str]:
    for name in NAMES:
        kept = data.get(name, [])
        yield from [kept] if isinstance(kept, str) else kept


def changed(data: dict[str, Any], by: Callable[[str], str]) -> dict[str, Any]:
    """Return the data of an authenticator with each secret replaced by what ``by`` makes of it."""
    found = {name: data[name] for name in NAMES if name in data}
    new = {name: by(kept) if isinstance(kept, str) else [by(each) for each in kept] for name, kept in found.items()}
    return {**data, **new}


def counted() -> Counter[int]:
    """Return how many secrets stand under each master key; what is no sealed value stands under none."""
    numbers: Counter[int] = Counter()
    for data in Authenticator.objects.values_list("data", flat=True).iterator():
        for each in _secrets(data):
            try:
                numbers[key_number(_bytes(each))] += 1
            except Unreadable:
                continue
    return numbers


def renew() -> Iterator[int | str]:
    """Seal every secret anew under the present master key, each row in a transaction of its own.

    Yields how many values of a row were sealed, or the name of a row that does not open and was left.
    """
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            number = len(list(_secrets(row.data))) if row else 0
            if row is None or not number:
                continue
            try:
                row.data = changed(row.data, lambda each: sealed(opened(each)))
            except Unreadable:
                yield _name(pk)
                continue
            row.save(update_fields=["data"])
        yield number


def unreadable() -> Iterator[str]:
    """Yield the name of each row with a secret that does not open."""
    for pk, data in Authenticator.objects.order_by("pk").values_list("pk", "data"):
        try:
            for each in _secrets(data):
                opened(each)
        except Unreadable:
            yield _name(pk)


def _name(pk: int) -> str:
    return f"mfa_authenticator {pk}"


HOLDER = Holder("second factors", counted, renew, unreadable)
