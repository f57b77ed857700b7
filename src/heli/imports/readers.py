"""Reading rows from CSV, a JSON array or a spreadsheet, one at a time."""

import csv
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from heli.imports.json_stream import ElementStream
from heli.imports.layout import Kind, Layout, LayoutError
from heli.imports.reasons import CELL_LIMIT, Reason
from heli.imports.rows import Rejected, Row, Rows, excerpt, unreadable
from heli.imports.source import Source, SourceError

XLSX_LIMIT = 64 << 20
"""Bytes; a spreadsheet is the one source that has to be held in memory as a whole."""


def read(source: Source, layout: Layout) -> Rows:
    """Yield the rows of ``source`` in order, each with the layout's columns only.

    Raises ``LayoutError`` when the file lacks a column and ``SourceError`` when it cannot be read (further).
    """
    return {Kind.CSV: _read_csv, Kind.JSON: _read_json, Kind.XLSX: _read_xlsx}[layout.kind](source, layout)


@contextmanager
def _opened(source: Source, layout: Layout) -> Iterator[io.TextIOWrapper]:
    """Open the text of ``source``; a damaged archive found on the way is a broken source."""
    file = source.open_text(layout.encoding)
    try:
        yield file
    except (EOFError, OSError, zlib.error) as error:
        raise SourceError(
            _("%(name)s cannot be read further: %(error)s") % {"name": source.path.name, "error": error}
        ) from error
    finally:
        file.close()


def _positions(header: list[str], layout: Layout) -> dict[str, int]:
    """Return where each wanted column stands; raises ``LayoutError`` naming the layout's line."""
    places = {name.strip(): place for place, name in reversed(list(enumerate(header)))}
    for column in layout.wanted:
        if column not in places:
            message = _("%(layout)s.toml, line %(line)d: the file has no column “%(column)s”; it has: %(header)s")
            known = excerpt(", ".join(name.strip() for name in header)) or "–"
            line = layout.line_of_column(column)
            raise LayoutError(message % {"layout": layout.name, "line": line, "column": column, "header": known})
    return {column: places[column] for column in layout.wanted}


def unused_columns(header: list[str], layout: Layout) -> list[str]:
    """Return the columns of the file that the layout neither reads nor leaves out on purpose."""
    known = {*layout.wanted, *layout.not_used}
    return [name.strip() for name in header if name.strip() and name.strip() not in known]


def _read_csv(source: Source, layout: Layout) -> Rows:
    csv.field_size_limit(CELL_LIMIT)
    with _opened(source, layout) as file:
        rows = csv.reader(file, strict=True)
        header = _csv_header(rows, source.path)
        positions = _positions(header, layout)
        names = tuple(name.strip() for name in header)
        while True:
            line = rows.line_num + 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield _csv_error(line, rows.line_num, str(error))
                continue
            if cells:
                yield _row(line, names, cells, positions)


def _csv_header(rows: Any, path: Path) -> list[str]:
    try:
        header: list[str] = next(rows)
    except (StopIteration, csv.Error) as error:
        raise SourceError(_("%(name)s has no header row.") % {"name": path.name}) from error
    return header


def _csv_error(first: int, last: int, error: str) -> Rejected:
    """Return the rejection for what the CSV reader could not take, from line ``first`` to ``last``."""
    if "field larger" in error:
        return Rejected(first, "", Reason.HUGE_CELL, str(last))
    if "unexpected end" in error:
        return Rejected(first, "", Reason.OPEN_QUOTE, str(last))
    return Rejected(first, "", Reason.BAD_QUOTING, str(last) if last > first else "")


def _row(line: int, names: tuple[str, ...], cells: list[str], positions: dict[str, int]) -> Row | Rejected:
    if len(cells) != len(names):
        return Rejected(line, "", Reason.CELL_COUNT, f"{len(cells)} / {len(names)}")
    bad = unreadable(line, names, cells, escaped=True)
    return bad or Row(line, {name: cells[place].strip() for name, place in positions.items()})


def _read_json(source: Source, layout: Layout) -> Rows:
    with _opened(source, layout) as file:
        for number, element in enumerate(ElementStream(file), 1):
            if not isinstance(element, dict):
                yield Rejected(number, "", Reason.NOT_AN_OBJECT, excerpt(str(element)))
                continue
            names = layout.wanted
            cells = [_json_text(_at(element, name)) for name in names]
            bad = unreadable(number, names, cells, escaped=False)
            yield bad or Row(number, dict(zip(names, (cell.strip() for cell in cells), strict=True)))


def _at(element: dict[str, Any], path: str) -> Any:
    """Return the value at a key, or at a dotted path of keys; None where there is none."""
    if path in element:
        return element[path]
    value: Any = element
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _json_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _read_xlsx(source: Source, layout: Layout) -> Rows:
    """Yield the rows of the first sheet. The row number is the sheet's own."""
    rows = _sheet(source.path)
    header = [_cell_text(cell) for cell in rows[0]] if rows else []
    if not any(header):
        raise SourceError(_("%(name)s has no header row.") % {"name": source.path.name})
    positions = _positions(header, layout)
    names = tuple(name.strip() for name in header)
    for number, values in enumerate(rows[1:], 2):
        cells = [_cell_text(value) for value in values]
        if any(cells):
            yield _row(number, names, cells, positions)


def _sheet(path: Path) -> list[list[Any]]:
    if not path.is_file():
        raise SourceError(_("There is no file %(path)s.") % {"path": path})
    if path.stat().st_size > XLSX_LIMIT:
        raise SourceError(_("%(name)s is larger than 64 MB; save it as CSV.") % {"name": path.name})
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, IndexError, OSError) as error:
        raise SourceError(
            _("%(name)s is not a spreadsheet: %(error)s") % {"name": path.name, "error": error}
        ) from error


def _cell_text(value: Any) -> str:
    """Return a spreadsheet's cell as text: dates as ISO 8601 with a blank, whole numbers without a decimal point."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
