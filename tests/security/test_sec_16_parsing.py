"""Class 16: exhaustion by parsing. Bodies too large, too deep or ambiguous are answered with 400, never with 500."""

import json

import pytest

from heli.api.strict import DEEPEST, MOST_BYTES, MOST_KEYS, parse
from heli.service_requests.tests.district import build

pytestmark = pytest.mark.django_db


def _filled(value: str) -> bytes:
    return f'{{"text": {value}}}'.encode()


WRONG = {
    "not JSON": b"{", "empty braces twice": b"{}{}", "no text": b"\xff\xfe{}", "UTF-16": '{"a":1}'.encode("utf-16"),
    "latin letters": b'{"a": "\xe9"}', "a mark in front": b"\xef\xbb\xbf{}",
    "doubled key": b'{"text": "a", "text": "b"}', "doubled key inside": b'{"a": [{"b": 1, "b": 2}]}',
    "NaN": _filled("NaN"), "Infinity": _filled("Infinity"), "-Infinity": _filled("-Infinity"),
    "2^63": _filled(str(2**63)), "-2^64": _filled(str(-(2**64))), "5,000 digits": _filled("9" * 5_000),
    "1e400": _filled("1e400"), "1e19": _filled("1e19"), "half a character": _filled(r'"\ud800"'),
    "half a character as key": rb'{"\udfff": 1}', "NUL": _filled(r'"a\u0000b"'), "bare NUL": b'{"a": "\x00"}',
    "33 deep": b'{"a":' * 33 + b"1" + b"}" * 33, "100,000 deep": b"[" * 100_000, "100,000 braces": b'{"a":' * 100_000,
    "brackets in text, then deep": b'["]]]]\\"]]]",' + b"[" * 40 + b"]" * 41,
    "10,001 keys": json.dumps({str(number): 1 for number in range(MOST_KEYS + 1)}).encode(),
    "more than 1 MiB": _filled('"' + "a" * MOST_BYTES + '"'), "comments": b'{"a": 1 /* b */}', "a comma": b'{"a": 1,}',
    "single quotes": b"{'a': 1}", "control character": b'{"a": "\x07"}',
}  # fmt: skip


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_what_two_readers_could_read_differently_is_refused(body, client):
    answer = client.post("/api/cases", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("body", [b"[]", b"1", b'"a"', b"null", b"true", b"[[[[]]]]"])
def test_json_that_is_no_object_is_explained(body, client):
    build()
    assert client.post("/api/cases", body, content_type="application/json").status_code == 422


def test_what_is_within_the_bounds_is_read():
    deep = b'{"a":' * DEEPEST + b"1" + b"}" * DEEPEST
    assert parse(deep)["a"]
    assert parse(_filled(str(2**63 - 1))) == {"text": 2**63 - 1}
    assert parse('{"a": "路灯 [[[[\\"{", "b": [0.5, -3, true, null]}'.encode())["b"] == [0.5, -3, True, None]
    assert len(parse(json.dumps({str(number): 1 for number in range(MOST_KEYS)}).encode())) == MOST_KEYS


def test_more_than_the_server_takes_is_413(client):
    assert client.post("/api/cases", bytes(3 << 20), content_type="application/json").status_code == 413
