"""References and query codes: slips are caught, nothing is guessed, nothing repeats."""

from string import printable
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from heli.kernel.references import (
    BadReference,
    ReferenceProblem,
    hash_query_code,
    new_reference,
    normalise_reference,
    query_code_for,
    query_code_matches,
)

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET = b"not a secret at all"
SUBMISSION = UUID("6f1c2a52-9b0e-4d57-8d0f-0c5f2f1f8a11")


def checked(plain: str) -> str | None:
    """The reference with these eight symbols, by the definition; None if it is passed over."""
    check = sum(SYMBOLS.index(symbol) * 32**power for power, symbol in enumerate(reversed(plain))) % 37
    return f"{plain[:4]}-{plain[4:]}-{SYMBOLS[check]}" if check < 32 else None


references = st.text(SYMBOLS, min_size=8, max_size=8).map(checked).filter(bool).map(str)


def rejected(text: str) -> bool:
    try:
        normalise_reference(text)
    except BadReference:
        return True
    return False


@pytest.mark.parametrize("reference", ["0000-0015-0", "0000-000Z-Z", "0000-0016-1"])
def test_check_symbol_is_the_number_modulo_37(reference: str) -> None:
    assert normalise_reference(reference) == reference


@given(references)
def test_written_form(reference: str) -> None:
    assert [len(part) for part in reference.split("-")] == [4, 4, 1]
    assert normalise_reference(reference) == reference
    assert set(reference) <= {*SYMBOLS, "-"}


@given(references, st.integers(0, 8), st.sampled_from(SYMBOLS))
def test_every_wrong_symbol_is_caught(reference: str, place: int, symbol: str) -> None:
    plain = reference.replace("-", "")
    assume(plain[place] != symbol)
    assert rejected(plain[:place] + symbol + plain[place + 1 :])


@given(references)
def test_every_swap_of_neighbours_is_caught(reference: str) -> None:
    plain = reference.replace("-", "")
    for place in range(8):
        left, right = plain[place], plain[place + 1]
        swapped = plain[:place] + right + left + plain[place + 2 :]
        assert left == right or rejected(swapped)


@given(references, st.integers(0, 8))
def test_lost_and_doubled_symbols_are_caught(reference: str, place: int) -> None:
    plain = reference.replace("-", "")
    assert rejected(plain[:place] + plain[place + 1 :])
    assert rejected(plain[: place + 1] + plain[place:])


FULL_WIDTH = {ord(symbol): ord(symbol) + 0xFEE0 for symbol in printable[:94] if symbol != " "}


@given(references)
def test_forgives_how_people_write(reference: str) -> None:
    misread = reference.replace("0", "o").replace("1", "l")
    ways = [reference.lower(), reference.replace("-", " "), f"\u3000{misread}\n", misread.replace("l", "I")]
    ways += [reference.translate(FULL_WIDTH), reference.replace("-", "—"), " ".join(reference)]
    assert {normalise_reference(way) for way in ways} == {reference}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ReferenceProblem.LENGTH),
        ("1234-5678", ReferenceProblem.LENGTH),
        ("0" * 65, ReferenceProblem.LENGTH),
        ("0000-0000-U", ReferenceProblem.SYMBOL),
        ("0000-0000-*", ReferenceProblem.SYMBOL),
        ("合力合力-0000-0", ReferenceProblem.SYMBOL),
        ("0000-0001-0", ReferenceProblem.CHECK),
    ],
)
def test_problem_is_named(text: str, problem: ReferenceProblem) -> None:
    with pytest.raises(BadReference) as caught:
        normalise_reference(text)
    assert caught.value.problem is problem


@given(st.text())
def test_any_text_is_a_reference_or_refused(text: str) -> None:
    assert rejected(text) or rejected(normalise_reference(text)) is False


def test_new_references_are_well_formed() -> None:
    made = [new_reference() for _ in range(1000)]
    assert [normalise_reference(reference) for reference in made] == made


def test_hundred_thousand_differ() -> None:
    # Of 2^39.8 numbers, 100 000 meet in about one run in two hundred: allow one meeting.
    assert len({new_reference() for _ in range(100_000)}) >= 99_999


def test_same_submission_same_code() -> None:
    assert query_code_for(SECRET, SUBMISSION) == query_code_for(SECRET, SUBMISSION)
    assert query_code_for(SECRET, SUBMISSION) != query_code_for(SECRET + b"!", SUBMISSION)


@given(st.uuids(), st.uuids())
def test_codes_are_well_formed_and_differ(one: UUID, other: UUID) -> None:
    code = query_code_for(SECRET, one)
    assert normalise_reference(code) == code
    assert one == other or code != query_code_for(SECRET, other)


def test_code_fits_only_its_reference_and_secret() -> None:
    reference, other = new_reference(), new_reference()
    code = query_code_for(SECRET, SUBMISSION)
    stored = hash_query_code(SECRET, reference, code)
    assert not query_code_matches(SECRET, other, code, stored)
    assert not query_code_matches(SECRET, reference, other, stored)
    assert not query_code_matches(SECRET, reference, "nonsense", stored)
    assert not query_code_matches(SECRET + b"!", reference, code, stored)
    assert query_code_matches(SECRET, f" {reference.lower()}", code.replace("-", ""), stored)


def test_stored_hash_shows_neither() -> None:
    reference, code = new_reference(), query_code_for(SECRET, SUBMISSION)
    assert len(hash_query_code(SECRET, reference, code)) == 64


def test_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        query_code_for(b"short", SUBMISSION)
