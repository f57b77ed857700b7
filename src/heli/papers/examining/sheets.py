"""What is special about sheets: sizes that readers believe, strings used many times, formulas that start programs."""

import re
from dataclasses import dataclass, field

from heli.papers.examining.verdicts import MOST_CELLS, MOST_UNPACKED, Reason, Refused

_RANGE = re.compile(r"^([A-Z]{1,4})(\d{1,9}):([A-Z]{1,4})(\d{1,9})$")
#: ``=cmd|'/C calc'!A0`` and functions that load or run something.
_FORMULA = re.compile(
    r"\w\s*\|.*!|\b(WEBSERVICE|RTD|CALL|REGISTER(\.ID)?|EXEC|FILTERXML|IMAGE)\s*\(|\[[^\]]*//|\\\\", re.IGNORECASE
)
_STRINGS, _SHEET = "sharedStrings.xml", "/worksheets/"


@dataclass
class Workbook:
    """The strings that the sheets of a workbook share, by length, and how much text the sheets make of them."""

    lengths: list[int] = field(default_factory=list)
    spread: int = 0

    def part(self, name: str) -> "_Strings | _Sheet | None":
        """Return who watches the part ``name``; None for parts without cells."""
        if name.endswith(_STRINGS):
            return _Strings(self)
        return _Sheet(self) if _SHEET in name else None

    def settle(self) -> None:
        """Raise Refused when the strings would fill the memory of whoever opens the sheets."""
        if self.spread > MOST_UNPACKED:
            raise Refused(Reason.SWOLLEN)


class _Strings:
    """Measures shared strings."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook

    def start(self, local: str, attributes: dict[str, str]) -> None:
        """Begin a string."""
        if local == "si":
            self.workbook.lengths.append(0)

    def end(self, local: str, said: str) -> None:
        """Add to the string."""
        if local == "t" and self.workbook.lengths:
            self.workbook.lengths[-1] += len(said)


class _Sheet:
    """Watches the cells of a sheet."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.shared = False

    def start(self, local: str, attributes: dict[str, str]) -> None:
        """Judge a dimension; note whether a cell shows a shared string."""
        if local in ("dimension", "mergeCell") and _cells(attributes.get("ref", "")) > MOST_CELLS:
            raise Refused(Reason.SWOLLEN)
        if local == "c":
            self.shared = attributes.get("t") == "s"

    def end(self, local: str, said: str) -> None:
        """Judge a formula; count a shared string once more."""
        if local == "f" and _FORMULA.search(said):
            raise Refused(Reason.OUTSIDE)
        if local == "v" and self.shared and said.isascii() and said.isdigit() and len(said) < 10:
            number = int(said)
            self.workbook.spread += self.workbook.lengths[number] if number < len(self.workbook.lengths) else 0


def _cells(reference: str) -> int:
    """Return how many cells a range like ``A1:C9`` has; 0 for anything else."""
    found = _RANGE.match(reference.replace("$", ""))
    if not found:
        return 0
    left, top, right, bottom = found.groups()
    return abs(_column(right) - _column(left) + 1) * abs(int(bottom) - int(top) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
