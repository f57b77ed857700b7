"""What a reader yields: a row with its values, or a row turned away with the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from heli.imports.reasons import EXCERPT, Reason


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``line`` is the physical line in CSV, the row in a spreadsheet, the element's number in JSON, from 1."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about a row: where, what, and the beginning of the value."""

    line: int
    column: str
    reason: Reason
    value: str = ""


@dataclass(frozen=True, slots=True)
class Rejected(Finding):
    """A row that was turned away."""


@dataclass(frozen=True, slots=True)
class Remark(Finding):
    """Something noticed about a row that was taken."""


class Found(Protocol):
    """A row that can become a case, whatever kind of case that is."""

    @property
    def line(self) -> int:
        """Where it stands."""

    @property
    def source_id(self) -> str:
        """Its own number."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What was noticed about it."""


RowOrRejected: TypeAlias = Row | Rejected
Rows: TypeAlias = Iterator[RowOrRejected]


def excerpt(value: str) -> str:
    """Return the beginning of ``value`` on one line, safe to write into any text file."""
    cut = value[:EXCERPT] + ("…" if len(value) > EXCERPT else "")
    printable = cut.encode("utf-8", "backslashreplace").decode("utf-8")
    return printable.replace("\0", "\\0").replace("\r", " ").replace("\n", " ")


def unreadable(line: int, names: tuple[str, ...], cells: list[str], *, escaped: bool) -> Rejected | None:
    """Return why the cells of a row cannot be stored as text, or None.

    ``escaped``: bytes that did not decode were turned into lone surrogates (``surrogateescape``), so these mean bad
    bytes. PostgreSQL stores neither NUL nor surrogates.
    """
    whole = "".join(cells)
    if "\0" not in whole and (whole.isascii() or _encodes(whole)):
        return None
    for name, cell in zip(names, cells, strict=False):
        if "\0" in cell:
            return Rejected(line, name, Reason.NUL, excerpt(cell))
        if not _encodes(cell):
            return Rejected(line, name, Reason.BAD_BYTES if escaped else Reason.LONE_SURROGATE, excerpt(cell))
    return Rejected(line, "", Reason.CELL_COUNT)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
