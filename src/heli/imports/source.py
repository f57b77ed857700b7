"""Opening a source file: packed or not, and in which encoding."""

import codecs
import gzip
import hashlib
import io
import os
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


class Source:
    """A file to read from, which knows how much of it has been read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._raw: BinaryIO | None = None

    @property
    def share(self) -> float:
        """The share of the file's bytes read so far, 0 to 1; 0 for a file that is read as a whole."""
        if self._raw is None:
            return 0.0
        return 1.0 if self._raw.closed else self._raw.tell() / max(1, os.fstat(self._raw.fileno()).st_size)

    def open_bytes(self) -> BinaryIO:
        """Open the file, unpacking gzip. Raises ``SourceError`` when it is not there or empty."""
        if not self.path.is_file():
            raise SourceError(_("There is no file %(path)s.") % {"path": self.path})
        if not self.path.stat().st_size:
            raise SourceError(_("%(name)s is empty.") % {"name": self.path.name})
        self._raw = self.path.open("rb")
        packed = self._raw.read(2) == GZIP_MAGIC
        self._raw.seek(0)
        return cast("BinaryIO", _Unpacked(self._raw)) if packed else self._raw

    def open_text(self, encoding: str) -> io.TextIOWrapper:
        """Open the file as text, line ends untouched.

        Bytes that do not decode come out as lone surrogates (``surrogateescape``), so that one bad cell costs one row.
        Raises ``SourceError``.
        """
        with self.open_bytes() as file:
            sample = _sample(self.path, file)
        found = _encoding(self.path, sample, encoding)
        binary = cast("io.BufferedReader", self.open_bytes())
        return io.TextIOWrapper(binary, encoding=found, errors="surrogateescape", newline="")


class _Unpacked(gzip.GzipFile):
    """A gzip stream that closes the file under it."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__(fileobj=raw)
        self._under = raw

    def close(self) -> None:
        super().close()
        self._under.close()


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """Open ``path`` as ``Source.open_text`` does."""
    return Source(path).open_text(encoding)


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
