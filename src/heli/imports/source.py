"""Opening a source file: packed or not, and in which encoding."""

import codecs
import gzip
import hashlib
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

SAMPLE = 1 << 20
"""Bytes looked at to tell the encoding."""
GZIP_MAGIC = b"\x1f\x8b"


class SourceError(Exception):
    """The file cannot be read (further); the text says where and why. Rows before it are good."""


def digest(path: Path) -> str:
    """Return the SHA-256 of the file as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_bytes(path: Path) -> BinaryIO:
    """Open ``path`` for reading, unpacking gzip. Raises ``SourceError`` when it is not there or empty."""
    if not path.is_file():
        raise SourceError(_("There is no file %(path)s.") % {"path": path})
    if not path.stat().st_size:
        raise SourceError(_("%(name)s is empty.") % {"name": path.name})
    with path.open("rb") as file:
        packed = file.read(2) == GZIP_MAGIC
    return cast("BinaryIO", gzip.open(path, "rb")) if packed else path.open("rb")


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """Open ``path`` as text, line ends untouched.

    Bytes that do not decode come out as lone surrogates (``surrogateescape``), so that one bad cell costs one row.
    Raises ``SourceError``.
    """
    with open_bytes(path) as file:
        sample = _sample(path, file)
    found = _encoding(path, sample, encoding)
    binary = cast("io.BufferedReader", open_bytes(path))
    return io.TextIOWrapper(binary, encoding=found, errors="surrogateescape", newline="")


def _sample(path: Path, file: BinaryIO) -> bytes:
    try:
        return file.read(SAMPLE)
    except (EOFError, OSError, zlib.error) as error:
        raise SourceError(_("%(name)s cannot be unpacked: %(error)s") % {"name": path.name, "error": error}) from error


def _encoding(path: Path, sample: bytes, encoding: str) -> str:
    """Return the encoding to read with; a byte-order mark is never taken for text."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SourceError(_("%(name)s is UTF-16; save it as UTF-8.") % {"name": path.name})
    if encoding == "gb18030":
        return encoding
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if encoding != "detect":
        return encoding
    for candidate in ("utf-8", "gb18030"):
        if _decodes(sample, candidate):
            return candidate
    raise SourceError(_("%(name)s is neither UTF-8 nor GB 18030 text; save it as UTF-8.") % {"name": path.name})


def _decodes(sample: bytes, encoding: str) -> bool:
    """Say whether ``sample`` is text in ``encoding``, up to a character cut at its end."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
