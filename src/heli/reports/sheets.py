"""The spreadsheet and the CSV of a report: numbers as numbers, nothing that a spreadsheet would run."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heli.kernel.cells import safe_cell
from heli.papers.wording import moment
from heli.reports.document import Document, Head, Row, Sheet
from heli.reports.words import Value, language

#: The longest name of a sheet that spreadsheets take.
LONGEST_NAME = 31
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def xlsx_of(document: Document, *, number: str, issuer: str, at: datetime) -> bytes:
    """Return ``document`` as a workbook: one sheet for each table, and one with the notes."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, PLAIN) as book:
        title = f"{document.title} · {document.about} · {document.period}"
        plain = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": title, "author": document.district, "created": plain})
        formats = _formats(book)
        for sheet in document.sheets:
            _write(book, sheet, formats)
        _notes(book, document, formats, _facts(document, number, issuer, at))
    return written.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "count": book.add_format({"num_format": "#,##0"}),
        "share": book.add_format({"num_format": "0.0%"}),
        "days": book.add_format({"num_format": "0.0"}),
        "factor": book.add_format({"num_format": "0.0"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "part": book.add_format({"indent": 1}),
    }


def _write(book: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(sheet.title[:LONGEST_NAME])
    for column, head in enumerate(sheet.heads):
        page.write_string(0, column, head.label, formats["head"])
    page.freeze_panes(1, 1)
    page.set_column(0, 0, 34)
    page.set_column(1, len(sheet.heads), 14)
    page.set_landscape()
    page.repeat_rows(0)
    for line, row in enumerate(sheet.rows, 1):
        page.write_string(line, 0, row.name, formats["part"] if row.level else None)
        for column, (value, head) in enumerate(zip(row.values, sheet.heads[1:], strict=True), 1):
            _cell(page, line, column, value, formats, row.link.get("kind") or head.kind)


def _cell(page: Any, line: int, column: int, value: Value, formats: dict[str, Any], kind: str) -> None:
    """Write a number as a number, a share as a part of one; what is not known stays empty."""
    if isinstance(value, str):
        page.write_string(line, column, value)
    elif value is not None:
        page.write_number(line, column, value / 100 if kind == "share" else value, formats[kind])


def _facts(document: Document, number: str, issuer: str, at: datetime) -> list[tuple[str, str]]:
    english = language() == "en"
    return [
        (pgettext("document", "Report"), f"{document.district} · {document.title}"),
        (_("Number"), number),
        (_("About"), document.about),
        (_("Period"), document.period),
        (_("Issue"), str(document.issue)),
        (_("Issued"), moment(at, english=english)),
        (_("Issued by"), issuer),
        (_("Figures as of"), moment(document.figures_at, english=english)),
        *((_("Corrected: %(figure)s") % {"figure": name}, f"{was} → {now}") for name, was, now in document.changes),
    ]


def _notes(book: Any, document: Document, formats: dict[str, Any], facts: list[tuple[str, str]]) -> None:
    page = book.add_worksheet(_("Notes"))
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 100)
    for line, (name, text) in enumerate([*facts, *document.sections, *document.definitions]):
        page.write_string(line, 0, name, formats["head"])
        page.write_string(line, 1, text, formats["text"])


def csv_of(document: Document) -> bytes:
    """Return all tables as one file: table, row, column, value; for programs. UTF-8 with byte-order mark."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([_("Table"), _("Row"), _("Figure"), _("Value")])
    for sheet in document.sheets:
        for row in sheet.rows:
            lines.writerows(
                _line(sheet, row, head, value) for value, head in zip(row.values, sheet.heads[1:], strict=True)
            )
    return ("\ufeff" + written.getvalue()).encode()


def _line(sheet: Sheet, row: Row, head: Head, value: Value) -> list[str]:
    return [safe_cell(each) for each in (sheet.title, row.name, head.label, "" if value is None else str(value))]
