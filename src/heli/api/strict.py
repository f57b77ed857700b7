"""Reading a JSON body strictly: what two readers might understand differently is refused (RFC 8259, RFC 7493)."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

KIND = "application/json"
MOST_BYTES = 1024 * 1024
DEEPEST = 32
MOST_KEYS = 10_000
#: What every reader keeps exactly, and the database can hold.
LARGEST_NUMBER = 2**63 - 1
_DIGITS = 19


class StrictParser(Parser):
    """The parser of the API: bounded in size, depth and keys; no doubled keys, no NaN, no halves of characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body; raises ValueError, which is answered with 400.

        The body must be said to be JSON: a page of somebody else can make its readers send anything but that.
        """
        if request.content_type != KIND:
            raise ValueError("the body is not said to be JSON")
        return parse(request.body)


def parse(body: bytes) -> Any:
    """Return what ``body`` says; raises ValueError."""
    if len(body) > MOST_BYTES:
        raise ValueError("the body is larger than 1 MiB")
    text = body.decode("utf-8")
    _check_depth(text)
    keys = 0

    def joined(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal keys
        keys += len(pairs)
        found = dict(pairs)
        if len(found) < len(pairs) or keys > MOST_KEYS:
            raise ValueError("a key is there twice, or there are too many")
        return found

    found = json.loads(
        text, object_pairs_hook=joined, parse_constant=_refuse, parse_int=_whole, parse_float=_number, strict=True
    )
    _check_texts(found)
    return found


def _check_depth(text: str) -> None:
    """Count brackets outside of strings, before anything is built."""
    depth, quoted, escaped = 0, False, False
    for letter in text:
        if quoted:
            quoted, escaped = letter != '"' or escaped, letter == "\\" and not escaped
        elif letter == '"':
            quoted = True
        elif letter in "[{":
            depth += 1
            if depth > DEEPEST:
                raise ValueError("the body is nested too deep")
        elif letter in "]}":
            depth -= 1


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS + 1 or abs(int(digits)) > LARGEST_NUMBER:
        raise ValueError("a number is too large")
    return int(digits)


def _number(digits: str) -> float:
    found = float(digits)
    if abs(found) > LARGEST_NUMBER:
        raise ValueError("a number is too large")
    return found


def _check_texts(value: Any) -> None:
    """Raise ValueError for a text, or a key, with NUL or half a character in it."""
    if isinstance(value, str):
        value.encode("utf-8")
        if "\0" in value:
            raise ValueError("a text holds NUL")
    elif isinstance(value, list):
        for each in value:
            _check_texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            _check_texts(key)
            _check_texts(each)
