"""Texts of strangers as plain values: on one line, where nothing can begin a line, move a cursor or turn the reading
direction; and as a number of bounded length."""

import unicodedata

#: Control, format (bidirectional marks among them), surrogate, private and unassigned characters; line separators.
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))

#: Every number of so many digits fits the keys of the database.
_DIGITS = 18


def number_in(text: str) -> int | None:
    """Return the number that ``text`` is in plain digits; None for anything else, and for more than 18 digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def one_line(text: str, *, longest: int = 0) -> str:
    """Return ``text`` with every character escaped that is not plainly seen, cut to ``longest`` characters if given."""
    cut = text[:longest] if longest else text
    shown = "".join(_escaped(each) if unicodedata.category(each) in _HIDDEN else each for each in cut)
    return shown[:longest] if longest else shown


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
