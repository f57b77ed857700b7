"""The master keys: read from the environment or from files, read again when a key is added."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from heli.kernel.sealing import CIPHERS, KEY_BYTES, Cipher, Key, Unreadable, new_secret

FILE = re.compile(r"master-(\d+)\.key")
HIGHEST = 65535


@dataclass(frozen=True)
class Keyring:
    """All master keys by number; the highest seals, all open."""

    keys: Mapping[int, Key]

    @property
    def current(self) -> Key:
        """The key that seals."""
        return self.keys[max(self.keys)]

    def __getitem__(self, number: int) -> Key:
        """Return the key with ``number``; raises Unreadable when it is not at hand."""
        try:
            return self.keys[number]
        except KeyError:
            raise Unreadable(f"master key {number} is not at hand") from None


def keyring() -> Keyring:
    """Return the master keys as they are now; the first one is made where there is none."""
    if settings.MASTER_KEYS:
        return _from_text(settings.MASTER_KEYS)
    folder = Path(settings.KEY_FOLDER)
    found = _from_folder(folder, _changed(folder))
    if not found.keys:
        add_key(1)
        return keyring()
    return found


def cipher() -> Cipher:
    """Return the cipher that seals."""
    try:
        return CIPHERS[settings.FIELD_CIPHER]
    except KeyError:
        raise ImproperlyConfigured(f"HELI_CIPHER is one of: {', '.join(CIPHERS)}.") from None


def add_key(number: int) -> None:
    """Make the master key ``number`` in its file, readable by the owner only; one made meanwhile is left as it is."""
    folder = Path(settings.KEY_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"draft-{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(new_secret().hex())
    try:
        path_of(number).hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def path_of(number: int) -> Path:
    """Return the file of the master key ``number``."""
    return Path(settings.KEY_FOLDER) / f"master-{number}.key"


def _changed(folder: Path) -> int:
    return folder.stat().st_mtime_ns if folder.exists() else 0


@lru_cache(maxsize=8)
def _from_folder(folder: Path, _changed: int) -> Keyring:
    paths = {int(found[1]): path for path in folder.glob("master-*.key") if (found := FILE.fullmatch(path.name))}
    return Keyring({number: _key(number, path.read_text().strip()) for number, path in paths.items()})


@lru_cache(maxsize=8)
def _from_text(text: str) -> Keyring:
    pairs = [each.strip().partition(":") for each in text.split(",") if each.strip()]
    if not pairs or not all(number.isdecimal() for number, _colon, _digits in pairs):
        raise ImproperlyConfigured("HELI_MASTER_KEYS reads 1:hex,2:hex.")
    return Keyring({int(number): _key(int(number), digits) for number, _colon, digits in pairs})


def _key(number: int, digits: str) -> Key:
    try:
        secret = bytes.fromhex(digits)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES or not 1 <= number <= HIGHEST:
        raise ImproperlyConfigured(f"Master key {number} is not 64 hexadecimal digits, or its number is out of range.")
    return Key(number, secret)
