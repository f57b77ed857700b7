"""Cells of files that spreadsheets open."""

from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: str) -> str:
    """Return ``value`` so that no spreadsheet takes it for a formula."""
    return f"'{value}" if value.lstrip(" \u3000\ufeff").startswith(FORMULA) else value
