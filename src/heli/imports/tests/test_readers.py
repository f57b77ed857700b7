"""Readers: a row that cannot be read costs that row, a file that cannot be read says where."""

import gzip
import io
import json
from pathlib import Path

import pytest
import xlsxwriter

from heli.imports.json_stream import ElementStream
from heli.imports.layout import LayoutError
from heli.imports.readers import read, unused_columns
from heli.imports.reasons import Reason
from heli.imports.rows import Rejected, Row
from heli.imports.source import Source, SourceError
from heli.imports.tests.samples import GOOD, HEADER, csv_of, layout_in


def rows_of(folder: Path, content: bytes, *, encoding: str = "detect") -> list[Row | Rejected]:
    path = folder / "ledger.csv"
    path.write_bytes(content)
    return list(read(Source(path), layout_in(folder, encoding=encoding)))


def test_an_empty_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        rows_of(tmp_path, b"")
    with pytest.raises(SourceError):
        list(read(Source(tmp_path / "none.csv"), layout_in(tmp_path)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    rows = rows_of(tmp_path, csv_of({}).encode(encoding))
    assert [row.values["内容"] for row in rows if isinstance(row, Row)] == [GOOD["内容"]]


def test_utf16_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="UTF-16"):
        rows_of(tmp_path, csv_of({}).encode("utf-16"))


def test_bytes_that_are_no_text_in_any_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="GB 18030"):
        rows_of(tmp_path, b"\xff\xff\xfe\x00 not text \xff\xff")


def test_one_bad_cell_costs_one_row(tmp_path: Path) -> None:
    content = csv_of({}, {"标题": "坏@@"}, {"编号": "A3"}).encode().replace(b"@@", b"\xff\xfe")
    rows = rows_of(tmp_path, content, encoding="utf-8")
    assert [type(row) for row in rows] == [Row, Rejected, Row]
    assert (rows[1].line, rows[1].column, rows[1].reason) == (3, "标题", Reason.BAD_BYTES)  # type: ignore[union-attr]


def test_a_nul_costs_one_row(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, csv_of({"内容": "a\0b"}, {}).encode())
    assert rows[0] == Rejected(2, "内容", Reason.NUL, "a\\0b")
    assert isinstance(rows[1], Row)


def test_line_numbers_are_those_of_the_file_also_after_line_breaks_in_cells(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, csv_of({"内容": "一\n二\n三"}, {"标题": "a\0"}).encode())
    assert [row.line for row in rows] == [2, 5]


def test_rows_of_another_length_and_wrong_quotes_are_rejected(tmp_path: Path) -> None:
    content = csv_of({}) + "x,y\n" + '"a"b,c\n' + csv_of({}).split("\n")[1] + "\n"
    rows = rows_of(tmp_path, content.encode())
    assert [row.reason for row in rows if isinstance(row, Rejected)] == [Reason.CELL_COUNT, Reason.BAD_QUOTING]
    assert isinstance(rows[-1], Row)


def test_a_quote_that_never_ends_names_the_lines_it_swallowed(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, (csv_of({}) + '"open,1\n2\n3\n').encode())
    assert rows[1:] == [Rejected(3, "", Reason.OPEN_QUOTE, "5")]


def test_a_huge_cell_costs_one_row(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, csv_of({"内容": "长" * 1_000_001}, {"编号": "A2"}).encode())
    assert [type(row) for row in rows] == [Rejected, Row]
    assert rows[0].reason is Reason.HUGE_CELL  # type: ignore[union-attr]


def test_a_missing_column_is_named_with_the_line_of_the_layout(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match=r"ledger.toml.*16.*内容"):
        rows_of(tmp_path, csv_of({}).replace("内容", "详情", 1).encode())


def test_columns_nobody_reads_are_known(tmp_path: Path) -> None:
    assert unused_columns([*HEADER, "备注"], layout_in(tmp_path)) == ["备注"]


def test_gzip_is_unpacked_and_a_cut_archive_says_so(tmp_path: Path) -> None:
    packed = gzip.compress(csv_of(*({"编号": str(number)} for number in range(3000))).encode())
    assert len(rows_of(tmp_path, packed)) == 3000
    with pytest.raises(SourceError):
        rows_of(tmp_path, packed[:-500])


def test_a_spreadsheet_is_read_by_its_own_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(2, 0, [GOOD[name] for name in HEADER])
        sheet.write_number(2, 0, 2549)
    rows = list(read(Source(path), layout_in(tmp_path, kind="xlsx")))
    assert [(row.line, row.values["编号"]) for row in rows if isinstance(row, Row)] == [(3, "2549")]


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(b"PK not really")
    with pytest.raises(SourceError):
        list(read(Source(path), layout_in(tmp_path, kind="xlsx")))


class Trickle(io.StringIO):
    """Gives a few characters at a time, whatever is asked for."""

    def read(self, size: int | None = -1) -> str:
        return super().read(3)


@pytest.mark.parametrize("elements", [[], [1], [12, 345678, -1.5e3, None], [{"a": "]},{"}, {"b": [1, {"c": '\\"'}]}]])
def test_an_array_is_read_whole_wherever_the_chunks_break(elements: list[object]) -> None:
    assert list(ElementStream(Trickle(json.dumps(elements, indent=1)))) == elements


@pytest.mark.parametrize("text", ["", "{}", "[1,", "[1 2]", '[{"a":1}', '[{"a":nope}]', "[" * 100_000])
def test_a_broken_array_says_where(text: str) -> None:
    with pytest.raises(SourceError):
        list(ElementStream(io.StringIO(text)))


def test_elements_before_the_break_are_given(tmp_path: Path) -> None:
    stream = iter(ElementStream(io.StringIO('[{"a":1},{"a":2},{"a":')))
    assert [next(stream), next(stream)] == [{"a": 1}, {"a": 2}]
    with pytest.raises(SourceError, match="3"):
        next(stream)


def test_json_lone_surrogates_and_foreign_elements_cost_one_row_each(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    path.write_text(json.dumps([GOOD, {**GOOD, "标题": "\ud800"}, 7, {"编号": 9}]))
    rows = list(read(Source(path), layout_in(tmp_path, kind="json")))
    assert [type(row) for row in rows] == [Row, Rejected, Rejected, Row]
    assert [row.reason for row in rows if isinstance(row, Rejected)] == [Reason.LONE_SURROGATE, Reason.NOT_AN_OBJECT]
    assert rows[3].values["编号"] == "9"  # type: ignore[union-attr]
