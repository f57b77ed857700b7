"""Public figures of a domain as lines: page and table say the same."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from heli.insight.public import FEWEST
from heli.insight.public_years import PublicYear, years
from heli.insight.small_counts import BASE
from heli.kernel.cells import safe_cell

#: Stands where too few things were counted to tell.
UNTOLD = "–"


@dataclass(frozen=True)
class Line:
    """One figure: what it is, its value as it is shown, and how it is reckoned."""

    code: str
    label: Promise | str
    value: str
    note: Promise | str


@dataclass(frozen=True)
class Part:
    """Lines that belong together."""

    code: str
    title: Promise | str
    lines: list[Line]


def share(value: int | None) -> str:
    """Return a share in whole per cents as it is shown."""
    return UNTOLD if value is None else f"{value}%"


def page_of(year: PublicYear, parts: Sequence[Part], *, here: str, csv_url: str, title: str) -> dict[str, Any]:
    """Return the context of the page of ``year``; ``here`` and ``csv_url`` are the addresses of page and table."""
    return {
        "year": year,
        "parts": parts if year.begun else [],
        "tabs": [
            {"label": str(each), "url": f"{here}?year={each}", "current": each == year.year}
            for each in years(timezone.localdate())
        ],
        "csv_url": f"{csv_url}?year={year.year}",
        "group": BASE,
        "fewest": FEWEST,
        "crumbs": [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": title}],
    }


def table(year: PublicYear, parts: Sequence[Part], *, name: str) -> HttpResponse:
    """Return the lines of ``year`` as CSV, UTF-8 with a mark that spreadsheets know; ``name`` begins the file's."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{year.year}.csv"'
    sheet = csv.writer(answer)
    sheet.writerow([_("Year"), _("Counted up to"), _("Figure"), _("Value"), _("Note")])
    for part in parts if year.begun else ():
        for line in part.lines:
            cells = (str(year.year), year.last.isoformat(), str(line.label), line.value, str(line.note))
            sheet.writerow([safe_cell(each) for each in cells])
    return answer
