"""The PDF of a report: the same content and instant give the same bytes. PDF/A with tags and title."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from heli.papers.rendering import typeset
from heli.papers.wording import moment
from heli.reports.document import Document, Figure, Sheet, cell
from heli.reports.words import language

TEMPLATE = Path(__file__).parent / "templates_typst" / "report.typ"
MOST_BARS = 8


def pdf_of(document: Document, *, number: str, issuer: str, digest: str, at: datetime) -> bytes:
    """Return ``document`` as PDF in the active language, dated with its issue."""
    english = language() == "en"
    issued = moment(at, english=english)
    data: dict[str, Any] = {
        "language": language(),
        "title": document.title,
        "about": document.about,
        "period": document.period,
        "district": document.district,
        "number": number,
        "digest": digest,
        "cover": _cover(document, issued, issuer, english=english),
        "figures": [_figure(each) for each in document.figures],
        "days": _days(document),
        "bars": _bars(document),
        "sheets": [_sheet(each) for each in document.sheets if each.code != "days"],
        "sections": [[title, text.split("\n")] for title, text in document.sections],
        "definitions": [list(each) for each in document.definitions],
        "definitions_title": _("What the figures mean"),
        "changes": [list(each) for each in document.changes],
        "changes_title": _("What this issue corrects"),
        "changes_heads": [_("Figure"), _("Before"), _("Now")],
        "page": _("Page"),
        "check": _("Check sum"),
        "nothing": _("Nothing in this period."),
    }
    return typeset(TEMPLATE, {"report": data}, at=at)


def _cover(document: Document, issued: str, issuer: str, *, english: bool) -> list[list[str]]:
    rows = [
        [_("About"), document.about],
        [_("Period"), document.period],
        [_("Issue"), _("%(issue)s, of %(at)s") % {"issue": document.issue, "at": issued}],
        [_("Figures as of"), moment(document.figures_at, english=english)],
        [_("Issued by"), issuer],
    ]
    return [row for row in rows if row[1]]


def _figure(figure: Figure) -> list[str]:
    return [figure.label, figure.texts[0], _unit(figure), figure.note, figure.change]


def _unit(figure: Figure) -> str:
    return _("days") if figure.kind == "days" and figure.values[0] is not None else ""


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "note": sheet.note,
        "heads": [head.label for head in sheet.heads],
        "rows": [
            {
                "level": row.level,
                "cells": [
                    row.name,
                    *(cell(value, head, row) for value, head in zip(row.values, sheet.heads[1:], strict=True)),
                ],
            }
            for row in sheet.rows
        ],
    }


def _days(document: Document) -> dict[str, Any] | None:
    """Return the curve of days for drawing; none for a single day."""
    sheet = document.sheet("days")
    if sheet is None:
        return None
    rows = [[row.name[5:], *row.values] for row in sheet.rows]
    return {"title": sheet.title, "names": [head.label for head in sheet.heads[1:]], "rows": rows}


def _bars(document: Document) -> dict[str, Any] | None:
    """Return the topics with most cases received, with the period before where it may be compared."""
    sheet = document.sheet("topics")
    rows = [row for row in sheet.rows if row.level == 0] if sheet else []
    numbers = 1 if document.public else 2
    drawn = [[row.name, *_drawn(row.values[:numbers])] for row in rows[:MOST_BARS]]
    if sheet is None or not drawn:
        return None
    names = [_("This period"), _("Period before")][:numbers]
    return {"title": _("Cases received by topic"), "names": names, "rows": drawn}


def _drawn(values: list[Any]) -> list[int | float]:
    """Return values as lengths; what is only known to be below 3 is drawn as nothing."""
    return [0 if value is None or isinstance(value, str) else value for value in values]
