"""Matching what a bank says with what the ledger says; plain values, no database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: How many days a payment may be under way where the bank gives no number for it.
UNDER_WAY = timedelta(days=7)


@dataclass(frozen=True)
class Item:
    """One line of a statement, or one entry of the ledger; ``fen`` is below zero for what went out."""

    pk: int
    day: date
    fen: int
    reference: str


def matches(lines: Iterable[Item], entries: Iterable[Item]) -> dict[int, int]:
    """Return which entry each line proves, by their keys: each line and each entry at most once.

    First the same number and amount. Then, for lines without a number alone, the same amount within a week where only
    one line and one entry have it: a number that differs is a difference, and never explained away by the amount.
    """
    left_lines, left_entries = list(lines), list(entries)
    found: dict[int, int] = {}
    by_number: dict[tuple[str, int], list[Item]] = {}
    for entry in left_entries:
        if entry.reference:
            by_number.setdefault((entry.reference, entry.fen), []).append(entry)
    for line in left_lines:
        same = by_number.get((line.reference, line.fen), [])
        if line.reference and same:
            found[line.pk] = same.pop(0).pk
    taken = set(found.values())
    return found | _by_amount(
        [line for line in left_lines if not line.reference],
        [entry for entry in left_entries if entry.pk not in taken],
    )


def _by_amount(lines: list[Item], entries: list[Item]) -> dict[int, int]:
    pairs = [
        (line.pk, entry.pk)
        for line in lines
        for entry in entries
        if line.fen == entry.fen and abs(line.day - entry.day) <= UNDER_WAY
    ]
    of_line, of_entry = Counter(line for line, _entry in pairs), Counter(entry for _line, entry in pairs)
    return {line: entry for line, entry in pairs if of_line[line] == 1 and of_entry[entry] == 1}
