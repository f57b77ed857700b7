"""No change to a chain passes unnoticed, and the first broken entry is named."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from heli.kernel.chains import (
    GENESIS,
    ORIGIN,
    Break,
    BreakKind,
    Entry,
    Head,
    canonical_json,
    link,
    verify,
)


def chain_of(contents: Iterable[str], after: Head = ORIGIN) -> list[Entry]:
    entries: list[Entry] = []
    seq, previous = after.seq, after.hash
    for content in contents:
        seq, previous = seq + 1, link(previous, seq + 1, content)
        entries.append(Entry(seq, content, previous))
    return entries


def head_of(entries: list[Entry]) -> Head:
    return Head(entries[-1].seq, entries[-1].hash)


chains = st.lists(st.text(), min_size=2, max_size=8).map(chain_of)


@st.composite
def chain_and_place(draw: st.DrawFn) -> tuple[list[Entry], int]:
    entries = draw(chains)
    return entries, draw(st.integers(0, len(entries) - 1))


@given(chains)
def test_whole_chain_holds(entries: list[Entry]) -> None:
    assert verify(entries) is None
    assert verify(entries, head=head_of(entries)) is None


def test_empty_chain_holds() -> None:
    assert verify([]) is None


@given(chain_and_place(), st.text())
def test_edited_content_breaks_there(case: tuple[list[Entry], int], content: str) -> None:
    entries, place = case
    forged = replace(entries[place], content=entries[place].content + "." + content)
    assert verify([*entries[:place], forged, *entries[place + 1 :]]) == Break(place + 1, BreakKind.ALTERED)


@given(chain_and_place(), st.binary(min_size=32, max_size=32))
def test_edited_hash_breaks_there(case: tuple[list[Entry], int], digest: bytes) -> None:
    entries, place = case
    forged = replace(entries[place], hash=digest)
    assert verify([*entries[:place], forged, *entries[place + 1 :]]) == Break(place + 1, BreakKind.ALTERED)


@given(chain_and_place())
def test_resealed_entry_breaks_the_next(case: tuple[list[Entry], int]) -> None:
    entries, place = case
    before = entries[place - 1].hash if place else GENESIS
    forged = Entry(place + 1, "forged", link(before, place + 1, "forged"))
    broken = verify([*entries[:place], forged, *entries[place + 1 :]], head=head_of(entries))
    last = place == len(entries) - 1
    assert broken == Break(place + 1 + (not last), BreakKind.REWRITTEN if last else BreakKind.ALTERED)


@given(chain_and_place(), st.integers(-5, 50))
def test_wrong_number_breaks_there(case: tuple[list[Entry], int], number: int) -> None:
    entries, place = case
    assume(number != place + 1)
    forged = replace(entries[place], seq=number)
    assert verify([*entries[:place], forged, *entries[place + 1 :]]) == Break(place + 1, BreakKind.MISSING)


@given(chain_and_place(), st.booleans())
def test_removed_entry_is_missed(case: tuple[list[Entry], int], renumbered: bool) -> None:
    entries, place = case
    rest = [*entries[:place], *entries[place + 1 :]]
    if renumbered:
        rest = [replace(entry, seq=number) for number, entry in enumerate(rest, 1)]
    broken = verify(rest, head=head_of(entries))
    assert broken is not None
    assert broken.seq == place + 1


@given(chain_and_place(), st.booleans())
def test_inserted_entry_is_found(case: tuple[list[Entry], int], renumbered: bool) -> None:
    entries, place = case
    before = entries[place - 1].hash if place else GENESIS
    forged = Entry(place + 1, "forged", link(before, place + 1, "forged"))
    longer = [*entries[:place], forged, *entries[place:]]
    if renumbered:
        longer = [replace(entry, seq=number) for number, entry in enumerate(longer, 1)]
    broken = verify(longer)
    assert broken is not None
    assert broken.seq == place + 2


@given(chain_and_place(), st.booleans())
def test_swapped_entries_are_found(case: tuple[list[Entry], int], renumbered: bool) -> None:
    entries, place = case
    other = (place + 1) % len(entries)
    mixed = list(entries)
    mixed[place], mixed[other] = entries[other], entries[place]
    if renumbered:
        mixed = [replace(entry, seq=number) for number, entry in enumerate(mixed, 1)]
    broken = verify(mixed)
    assert broken is not None
    assert broken.seq == min(place, other) + 1


@given(chain_and_place())
def test_cut_end_shows_against_a_known_head(case: tuple[list[Entry], int]) -> None:
    entries, place = case
    assert verify(entries[:place]) is None
    assert verify(entries[:place], head=head_of(entries)) == Break(place + 1, BreakKind.CUT)


@given(chains, chains)
def test_chain_recomputed_from_the_start_shows_against_a_known_head(entries: list[Entry], others: list[Entry]) -> None:
    forged = chain_of(["forged", *(entry.content for entry in [*entries, *others])])
    assert verify(forged) is None
    broken = verify(forged, head=head_of(entries))
    assert broken == Break(len(entries), BreakKind.REWRITTEN)


@given(chain_and_place())
def test_newer_entries_follow_a_known_head(case: tuple[list[Entry], int]) -> None:
    entries, place = case
    known = Head(entries[place].seq, entries[place].hash)
    assert verify(entries, head=known) is None
    assert verify(entries[place + 1 :], after=known, head=head_of(entries)) is None


def test_hash_is_the_published_formula() -> None:
    expected = sha256(b"heli-chain-1\0" + bytes(32) + bytes(7) + b"\x01" + "合力".encode())
    assert link(GENESIS, 1, "合力") == expected.digest()


@pytest.mark.parametrize(("previous", "seq"), [(b"short", 1), (GENESIS, 0)])
def test_senseless_link_is_refused(previous: bytes, seq: int) -> None:
    with pytest.raises(ValueError, match="32-byte"):
        link(previous, seq, "")


words = st.text(max_size=4)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(words, plain, max_size=4))
def test_order_of_keys_does_not_matter(record: dict[str, object]) -> None:
    assert canonical_json(dict(reversed(record.items()))) == canonical_json(record)


@given(plain)
def test_text_gives_the_value_back(value: object) -> None:
    """So two values never share a text."""
    assert json.loads(canonical_json(value)) == value


def test_common_values_have_one_text() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=8)))
    record = {"b": (noon, date(2026, 3, 2)), "a": [Decimal("1.50"), UUID(int=1), "合力"]}
    assert canonical_json(record) == (
        '{"a":["1.50","00000000-0000-0000-0000-000000000001","合力"],'
        '"b":["2026-03-02T04:00:00.000000+00:00","2026-03-02"]}'
    )
    assert canonical_json(noon) == canonical_json(noon.astimezone(UTC))


@pytest.mark.parametrize("value", [1.5, {1: "a"}, object(), b"bytes", {"a": {1.0}}])
def test_values_without_one_text_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        canonical_json(datetime(2026, 3, 2))  # noqa: DTZ001
