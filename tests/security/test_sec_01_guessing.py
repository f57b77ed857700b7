"""Numbers that can be guessed (CWE-639, CWE-307): a million guesses find no case, and few codes are even compared."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.test import Client, RequestFactory

from heli.access import limits
from heli.kernel import references
from heli.kernel.references import hash_query_code, new_reference, query_code_for, query_code_matches
from heli.service_requests.tests.district import build, reported

GUESSES = 1_000_000
OF_CODES = 20_000
#: Of a district's ten years.
CASES = 50_000
SECRET = b"sixteen bytes or more"
APART = timedelta(milliseconds=250)
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def drawn(monkeypatch):
    """Let numbers be drawn with a seed: the same ones in every run. Return all that were drawn."""
    dice, found = Random(1), set()

    def randbits(bits: int) -> int:
        number = dice.getrandbits(bits)
        found.add(number)
        return number

    monkeypatch.setattr(references, "secrets", SimpleNamespace(randbits=randbits))
    return found


@pytest.fixture
def counted(monkeypatch):
    """Count in memory, with a clock that each guess moves on; the rules and their order are those of Heli."""
    counts = SimpleNamespace(now=BEGIN, hits={})

    def count(counters) -> None:
        counts.hits |= {key: hits for key, (hits, _until) in counters.items()}

    monkeypatch.setattr(limits, "_alone", lambda *_whom: nullcontext())
    monkeypatch.setattr(limits, "_counted", lambda keys: {key: counts.hits.get(key, []) for key in keys})
    monkeypatch.setattr(limits, "_count", count)
    monkeypatch.setattr(limits, "timezone", SimpleNamespace(now=lambda: counts.now))
    return counts


def test_a_million_numbers_are_those_of_no_case(drawn):
    assert len({new_reference() for _each in range(CASES)}) == CASES
    assert max(drawn) >= 2**39
    guesses = Random(2)
    assert sum(guesses.getrandbits(40) in drawn for _each in range(GUESSES)) == 0


def let_through(counted, numbers) -> int:
    """Guess from one address, four in a second, and return how many guesses were compared; none may be right."""
    code = query_code_for(SECRET, UUID(int=1))
    stored = {number: hash_query_code(SECRET, number, code) for number in set(numbers[:100])}
    request, compared = RequestFactory().get("/track/"), []

    def wrong() -> bool:
        compared.append(number)
        return query_code_matches(SECRET, number, new_reference(), stored[number])

    for turn in range(OF_CODES):
        counted.now = BEGIN + turn * APART
        number = numbers[turn % len(numbers)]
        assert not limits.guess(request, number, wrong).right
    assert query_code_matches(SECRET, numbers[0], code, stored[numbers[0]])
    return len(compared)


def test_of_all_codes_tried_for_one_number_twenty_are_compared(counted, drawn):
    # 5,000 seconds: the first ten, and ten again an hour later.
    assert let_through(counted, [new_reference()]) == 20


def test_of_all_codes_tried_for_many_numbers_few_are_compared(counted, drawn):
    # Nine spans of ten minutes, thirty in each.
    assert let_through(counted, [new_reference() for _each in range(100)]) == 270


def test_the_page_counts_guesses_and_lets_in_whoever_knows_the_code(db, drawn):
    opened = reported(build())
    reference = opened.case.reference
    stranger, owner = Client(), Client(REMOTE_ADDR="198.51.100.7")
    for guess in range(12):
        answer = stranger.post("/track/", {"reference": reference, "code": new_reference()})
        assert answer.status_code == 422
        assert ("次数过多" in answer.content.decode()) == (guess >= 10), guess
    known = {"reference": reference, "code": opened.code}
    assert stranger.post("/track/", known).status_code == 422
    assert owner.post("/track/", known).status_code == 302
    assert owner.get(f"/track/{reference}/").status_code == 200
    assert stranger.get(f"/track/{reference}/").status_code == 404
