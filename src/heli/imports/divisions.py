"""Reading the tree of Chinese administrative divisions from either of the two public code tables.

Two forms are known: a folder with one CSV per level (``…provinces.csv``, ``…cities.csv``, ``…areas.csv``,
``…streets.csv``; the codes of the National Bureau of Statistics), and one CSV in which each row names its parent (the
codes of the Ministry of Civil Affairs). The tables differ: the first has development zones that the second has not.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from django.utils.translation import gettext as _

from heli.imports.source import SourceError, open_text


class Tier(IntEnum):
    """Levels of the national tree; the value is the level in the tables."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    STREET = 4


@dataclass(frozen=True, slots=True)
class Division:
    """One division. ``parent`` is the parent's code, empty for a province."""

    code: str
    name: str
    tier: Tier
    parent: str


@dataclass(frozen=True, slots=True)
class Discarded:
    """A row that is no division, with the reason."""

    file: str
    line: int
    code: str
    message: str


DIGITS = {Tier.PROVINCE: (2,), Tier.CITY: (4,), Tier.COUNTY: (6,), Tier.STREET: (9, 12)}
LEVEL_FILES = {
    Tier.PROVINCE: ("provinces", ""),
    Tier.CITY: ("cities", "provinceCode"),
    Tier.COUNTY: ("areas", "cityCode"),
    Tier.STREET: ("streets", "areaCode"),
}


def read_divisions(path: Path) -> Iterator[Division | Discarded]:
    """Yield the divisions of a folder or file, parents before children. Raises ``SourceError``.

    A row with a bad code, without a name, with a code used before or a parent not read before is discarded with the
    reason.
    """
    rows = _folder(path) if path.is_dir() else _tree(path)
    seen: set[str] = set()
    for file, line, division in rows:
        message = _problem(division, seen)
        if message:
            yield Discarded(file, line, division.code, message)
        else:
            seen.add(division.code)
            yield division


def _problem(division: Division, seen: set[str]) -> str:
    if not division.code.isdecimal() or len(division.code) not in DIGITS[division.tier]:
        return _("is not a division's code")
    if not division.name:
        return _("has no name")
    if division.code in seen:
        return _("has a code used before")
    if division.tier is not Tier.PROVINCE and division.parent not in seen:
        return _("has a parent that is not in the table: %(parent)s") % {"parent": division.parent or "–"}
    return ""


def _folder(folder: Path) -> Iterator[tuple[str, int, Division]]:
    for tier, (name, parent) in LEVEL_FILES.items():
        found = sorted(folder.glob(f"*{name}.csv"))
        if not found:
            raise SourceError(_("%(folder)s has no file ending in %(name)s.csv.") % {"folder": folder, "name": name})
        for line, row in _rows(found[0], ("code", "name", *filter(None, [parent]))):
            yield found[0].name, line, Division(row["code"], row["name"], tier, row.get(parent, ""))


def _tree(path: Path) -> Iterator[tuple[str, int, Division]]:
    """Yield the rows of a table that names parents, sorted by level so that parents come first."""
    rows = list(_rows(path, ("code", "name", "level", "parent_code")))
    for line, row in sorted(rows, key=lambda numbered: numbered[1]["level"]):
        if row["level"] not in {str(tier.value) for tier in Tier}:
            raise SourceError(
                _("%(name)s, line %(line)d: there is no level “%(level)s”.")
                % {"name": path.name, "line": line, "level": row["level"]}
            )
        yield path.name, line, Division(row["code"], row["name"], Tier(int(row["level"])), row["parent_code"])


def _rows(path: Path, needed: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    with open_text(path, "detect") as file:
        rows = csv.DictReader(file)
        missing = [name for name in needed if name not in (rows.fieldnames or ())]
        if missing:
            raise SourceError(_("%(name)s has no column “%(column)s”.") % {"name": path.name, "column": missing[0]})
        for row in rows:
            yield (
                rows.line_num,
                {key: (value or "").strip() for key, value in row.items() if isinstance(value, str | None)},
            )


def below(divisions: Iterable[Division], root: str) -> list[Division]:
    """Return the division with code ``root`` and everything below it, parents first."""
    kept: dict[str, Division] = {}
    for division in divisions:
        if division.code == root or division.parent in kept:
            kept[division.code] = division
    return list(kept.values())
