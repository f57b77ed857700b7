"""Reading a JSON array element by element, so that memory holds one element and not the file."""

import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from heli.imports.source import SourceError

CHUNK = 1 << 16
ELEMENT_LIMIT = 4 << 20
"""Characters that one element may have."""
BLANK = " \t\r\n"


class ElementStream:
    """Iterates over the elements of the one array in ``file``; raises ``SourceError`` with the element's number."""

    def __init__(self, file: io.TextIOBase) -> None:
        self._file = file
        self._decoder = json.JSONDecoder(strict=False)
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._number = 0

    def __iter__(self) -> Iterator[Any]:
        self._expect("[")
        if self._peek() == "]":
            return
        while True:
            self._number += 1
            yield self._element()
            if self._peek() == "]":
                return
            self._expect(",")

    def _fill(self) -> None:
        """Drop what was read and append the next chunk."""
        chunk = self._file.read(max(CHUNK, len(self._buffer) - self._at))
        self._ended = not chunk
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0

    def _peek(self) -> str:
        """Return the next character that is not blank, or "" at the end, without consuming it."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in BLANK:
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if self._ended:
                return ""
            self._fill()

    def _expect(self, character: str) -> None:
        found = self._peek()
        if found != character:
            raise self._broken(_("expected %(character)s") % {"character": character})
        self._at += 1

    def _element(self) -> Any:
        """Decode one element, reading on while it may only be cut off at the end of the buffer."""
        while True:
            self._peek()
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if self._ended or len(self._buffer) - self._at > ELEMENT_LIMIT:
                    raise self._broken(str(error.msg)) from error
            except (ValueError, RecursionError) as error:
                raise self._broken(_("the element cannot be decoded")) from error
            else:
                # A number that touches the end of the buffer may go on in the next chunk.
                if end < len(self._buffer) or self._ended:
                    self._at = end
                    return value
            self._fill()

    def _broken(self, why: str) -> SourceError:
        message = _("The JSON array breaks off at element %(number)d: %(why)s. Elements before it are good.")
        return SourceError(message % {"number": max(self._number, 1), "why": why})
