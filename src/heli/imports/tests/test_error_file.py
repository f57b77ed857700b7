"""The error file: complete, private, harmless in a spreadsheet, in the reader's language."""

import csv
from pathlib import Path

from django.utils.translation import override

from heli.imports.error_file import ErrorFile, beside
from heli.imports.reasons import Reason
from heli.imports.rows import Rejected, Remark

FINDINGS = [
    Rejected(7, "内容", Reason.EMPTY_TEXT),
    Remark(9, "坐标", Reason.BAD_COORDINATES, "=HYPERLINK(1)"),
]


def test_findings_are_written_for_a_spreadsheet(tmp_path: Path) -> None:
    path = beside(tmp_path / "a.csv.gz")
    with override("en"), ErrorFile(path) as errors:
        for finding in FINDINGS:
            errors.write(finding)
    rows = list(csv.reader(path.open(encoding="utf-8-sig")))
    assert path.name == "a.csv.gz.errors.csv"
    assert rows[0] == ["Line", "Column", "Outcome", "Cause", "Value"]
    assert rows[1] == ["7", "内容", "rejected", "The row has no text.", ""]
    assert rows[2][4] == "'=HYPERLINK(1)"


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    with ErrorFile(tmp_path / "e.csv") as errors:
        errors.write(FINDINGS[0])
    assert (tmp_path / "e.csv").stat().st_mode & 0o077 == 0


def test_without_findings_there_is_no_file_and_an_old_one_goes(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("of last time")
    with ErrorFile(path) as errors:
        assert errors.written == 0
    assert not path.exists()
