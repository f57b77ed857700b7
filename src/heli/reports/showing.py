"""A report on a page: its document with every value written out, and where a row leads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from heli.reports.document import Document, Row, Sheet, cell

#: Says where a row leads; empty for nowhere.
Leads = Callable[[dict[str, str]], str]


@dataclass(frozen=True)
class Shown:
    """A table as a page shows it."""

    code: str
    title: str
    heads: list[str]
    rows: list[dict[str, Any]]
    note: str
    open: bool


def nowhere(link: dict[str, str]) -> str:
    """Lead nowhere."""
    return ""


def shown(document: Document, leads: Leads = nowhere) -> dict[str, Any]:
    """Return what ``reports/_document.html`` shows of ``document``."""
    return {
        "doc": document,
        "days": next((_sheet(each, leads) for each in document.sheets if each.code == "days"), None),
        "tables": [_sheet(each, leads) for each in document.sheets if each.code != "days"],
    }


def _sheet(sheet: Sheet, leads: Leads) -> Shown:
    heads = [head.label for head in sheet.heads]
    return Shown(
        sheet.code,
        sheet.title,
        heads,
        [_row(row, sheet, leads) for row in sheet.rows],
        sheet.note,
        open=sheet.code == "key",
    )


def _row(row: Row, sheet: Sheet, leads: Leads) -> dict[str, Any]:
    return {
        "name": row.name,
        "level": row.level,
        "url": leads(row.link) if row.link else "",
        "cells": [cell(value, head, row) for value, head in zip(row.values, sheet.heads[1:], strict=True)],
    }
