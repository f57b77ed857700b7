"""Cells of files that spreadsheets open."""

from datetime import datetime, time, timedelta, tzinfo
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: str) -> str:
    """Return ``value`` so that no spreadsheet takes it for a formula."""
    return f"'{value}" if value.lstrip(" \u3000\ufeff").startswith(FORMULA) else value


def moment_cell(moment: datetime | None, zone: tzinfo) -> str:
    """Return a moment as it stands in ``zone``, to the minute."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def due_cell(due_at: datetime | None, zone: tzinfo) -> str:
    """Return the last day of a limit counted in days, as pages show it, or the hour of one counted in hours.

    ``due_at`` is the first moment that is too late: as it stands it would name the day after.
    """
    if due_at is None or due_at.astimezone(zone).time() != time():
        return moment_cell(due_at, zone)
    return f"{due_at.astimezone(zone) - timedelta(days=1):%Y-%m-%d}"
