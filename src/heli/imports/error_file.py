"""The file beside a source that says what became of its rows: line, column, outcome, reason, value."""

import csv
import os
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from django.utils.translation import gettext as _

from heli.imports.rows import Finding, Rejected

FORMULA = ("=", "+", "-", "@", "\t")
"""A cell that begins so would be run by a spreadsheet."""


class ErrorFile:
    """Writes findings as they come. The file appears with the first one; a complete file replaces an earlier one.

    UTF-8 with byte-order mark, for spreadsheets; readable by its owner only, since values may be personal.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = 0
        self._file: TextIO | None = None
        path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def write(self, finding: Finding) -> None:
        """Append one finding, its reason in the active language."""
        if self._file is None:
            self._file = self._open()
            self._rows = csv.writer(self._file)
            self._rows.writerow((_("Line"), _("Column"), _("Outcome"), _("Cause"), _("Value")))
        outcome = _("rejected") if isinstance(finding, Rejected) else _("taken with a remark")
        self._rows.writerow((finding.line, _safe(finding.column), outcome, finding.reason.label, _safe(finding.value)))
        self.written += 1

    def _open(self) -> TextIO:
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        return os.fdopen(handle, "w", encoding="utf-8-sig", newline="")


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value


def beside(source: Path) -> Path:
    """Return where the error file of ``source`` goes: ``requests.csv.gz`` → ``requests.csv.gz.errors.csv``."""
    return source.with_name(f"{source.name}.errors.csv")
