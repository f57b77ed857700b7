"""Texts of strangers on one line: nothing in them can begin a line, move a cursor or turn the reading direction."""

import unicodedata

#: Control, format (bidirectional marks among them), surrogate, private and unassigned characters; line separators.
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def one_line(text: str, *, longest: int = 0) -> str:
    """Return ``text`` with every character escaped that is not plainly seen, cut to ``longest`` characters if given."""
    cut = text[:longest] if longest else text
    shown = "".join(_escaped(each) if unicodedata.category(each) in _HIDDEN else each for each in cut)
    return shown[:longest] if longest else shown


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
