"""Reading a layout file and checking it, with the line of whatever is wrong."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from heli.imports.layout import (
    CONSTANTS,
    ENCODINGS,
    FIELDS,
    PETITION_CONSTANTS,
    PETITION_FIELDS,
    WORDS,
    CategoryHint,
    Kind,
    Layout,
    LayoutError,
    Matter,
    SourceState,
)
from heli.places.coordinates import System

SHIPPED = Path(__file__).parent / "layouts"
KEYS = {
    "title": str, "title_en": str, "kind": str, "encoding": str, "zone": str, "coordinates": str,
    "dates": list, "not_used": list, "columns": dict, "constants": dict, "states": dict, "categories": dict,
    "matter": str, "kinds": dict, "channels": dict, "outcomes": dict, "units": dict,
}  # fmt: skip


def find(name: str) -> Path:
    """Return the path of a shipped layout, or of a file given by path. Raises ``LayoutError``."""
    shipped = SHIPPED / f"{name}.toml"
    if re.fullmatch(r"\w+", name) and shipped.is_file():
        return shipped
    if Path(name).is_file():
        return Path(name)
    known = ", ".join(sorted(path.stem for path in SHIPPED.glob("*.toml")))
    raise LayoutError(
        _("No layout “%(name)s”. Shipped: %(known)s; or give the path of a file.") % {"name": name, "known": known}
    )


def load(name: str) -> Layout:
    """Read and check a layout by name or path. Raises ``LayoutError`` naming the line."""
    path = find(name)
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise LayoutError(_("%(file)s is not UTF-8 text.") % {"file": path.name}) from error
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"{path.name}: {error}") from error
    return _Checker(path, data, _key_lines(text)).layout()


_TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(#.*)?$")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=""")


def _key_lines(text: str) -> dict[str, int]:
    """Map ``table.key`` to its line in the file; keys of the top level stand alone."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = header[1].strip()
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            name = next(part for part in key.groups() if part is not None)
            lines.setdefault(f"{table}.{name}" if table else name, number)
    return lines


class _Checker:
    """Turns the parsed file into a ``Layout``, or says what is wrong and where."""

    def __init__(self, path: Path, data: dict[str, Any], lines: dict[str, int]) -> None:
        self.path, self.data, self.lines = path, data, lines

    def fail(self, key: str, message: str) -> LayoutError:
        """Return the error about ``key``; without a line of its own, about its table."""
        line = self.lines.get(key) or self.lines.get(key.partition(".")[0])
        if not line:
            return LayoutError(f"{self.path.name}: {message}")
        return LayoutError(
            _("%(file)s, line %(line)d: %(message)s") % {"file": self.path.name, "line": line, "message": message}
        )

    def layout(self) -> Layout:
        """Check everything and return the layout."""
        self.check_keys()
        matter = Matter(self.choice("matter", tuple(Matter), default=Matter.REQUESTS))
        petitions = matter is Matter.PETITIONS
        columns = self.columns(PETITION_FIELDS if petitions else FIELDS)
        constants = self.strings("constants", PETITION_CONSTANTS if petitions else CONSTANTS)
        self.check_fields(columns, constants, opened="received" if petitions else "opened")
        return Layout(
            name=self.path.stem,
            title=self.data["title"],
            title_en=self.data.get("title_en", ""),
            kind=Kind(self.choice("kind", tuple(Kind))),
            encoding=self.choice("encoding", ENCODINGS, default="detect"),
            zone=self.zone(),
            coordinates=System(self.choice("coordinates", tuple(System), default=System.WGS84)),
            dates=self.dates(),
            columns=columns,
            constants=constants,
            states={} if petitions else self.states(),
            categories=self.categories(),
            not_used=tuple(map(str, self.data.get("not_used", ()))),
            matter=matter,
            words={table: self.words(table) for table in WORDS} if petitions else {},
            lines=self.lines,
        )

    def check_keys(self) -> None:
        """Every key is known and of its type, and the necessary ones are there."""
        for key, value in self.data.items():
            if key not in KEYS:
                known = ", ".join(KEYS)
                raise self.fail(key, _("unknown key “%(key)s”; known are %(known)s") % {"key": key, "known": known})
            if not isinstance(value, KEYS[key]):
                raise self.fail(key, _("“%(key)s” has a value of the wrong kind") % {"key": key})
        for key in ("title", "kind", "zone", "dates", "columns", "states"):
            if key not in self.data:
                raise self.fail(key, _("the key “%(key)s” is missing") % {"key": key})

    def check_fields(self, columns: Mapping[str, object], constants: Mapping[str, str], *, opened: str) -> None:
        """The fields without which no case can be opened are there."""
        for name in ("source_id", opened, "text", "status", "category"):
            if name not in columns and name not in constants:
                raise self.fail("columns", _("no column is given for “%(field)s”") % {"field": name})
        if ("latitude" in columns) != ("longitude" in columns):
            raise self.fail("columns", _("latitude and longitude are given together or not at all"))

    def strings(self, table: str, known: tuple[str, ...]) -> dict[str, str]:
        """Return a table of strings whose keys are ``known``."""
        for key, value in self.data.get(table, {}).items():
            if key not in known:
                raise self.unknown(table, key, known)
            if not isinstance(value, str):
                raise self.fail(f"{table}.{key}", _("“%(key)s” has a value of the wrong kind") % {"key": key})
        return dict(self.data.get(table, {}))

    def words(self, table: str) -> dict[str, str]:
        """Return what the words of a register mean: a table of strings with any keys."""
        found = self.data.get(table, {})
        for key, value in found.items():
            if not isinstance(value, str):
                raise self.fail(f"{table}.{key}", _("“%(key)s” has a value of the wrong kind") % {"key": key})
        return dict(found)

    def unknown(self, table: str, key: str, known: tuple[str, ...]) -> LayoutError:
        """Return the error about an unknown key in a table."""
        message = _("unknown key “%(key)s”; known are %(known)s") % {"key": key, "known": ", ".join(known)}
        return self.fail(f"{table}.{key}", message)

    def columns(self, known: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Return the columns of each field."""
        found: dict[str, tuple[str, ...]] = {}
        for key, value in self.data["columns"].items():
            if key not in known:
                raise self.unknown("columns", key, known)
            names = [value] if isinstance(value, str) else value
            if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
                raise self.fail(
                    f"columns.{key}", _("“%(key)s” must name one column or a list of columns") % {"key": key}
                )
            found[key] = tuple(names)
        return found

    def choice(self, key: str, known: tuple[str, ...], default: str = "") -> str:
        """Return the value of ``key``, one of ``known``."""
        value = str(self.data.get(key, default))
        if value not in known:
            message = _("“%(value)s” is none of %(known)s") % {"value": value, "known": ", ".join(known)}
            raise self.fail(key, message)
        return value

    def zone(self) -> ZoneInfo:
        """Return the time zone that the file's dates are in."""
        try:
            return ZoneInfo(self.data["zone"])
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise self.fail("zone", _("there is no time zone “%(zone)s”") % {"zone": self.data["zone"]}) from error

    def dates(self) -> tuple[str, ...]:
        """Return the date formats; each must name year, month and day."""
        formats = self.data["dates"]
        if not formats:
            raise self.fail("dates", _("name at least one date format"))
        for text in formats:
            if not isinstance(text, str) or not all(part in text for part in ("%Y", "%m", "%d")):
                raise self.fail("dates", _("the date format “%(text)s” lacks %%Y, %%m or %%d") % {"text": text})
        return tuple(formats)

    def states(self) -> dict[str, SourceState]:
        """Return what each foreign state means."""
        found = {}
        for word, meaning in self.data["states"].items():
            if meaning not in tuple(SourceState):
                known = ", ".join(SourceState)
                message = _("“%(value)s” is none of %(known)s") % {"value": meaning, "known": known}
                raise self.fail(f"states.{word}", message)
            found[word] = SourceState(meaning)
        return found

    def categories(self) -> dict[str, CategoryHint]:
        """Return what each foreign category becomes."""
        found = {}
        for label, value in self.data.get("categories", {}).items():
            if isinstance(value, str) and value:
                found[label] = CategoryHint(name=label, code=value)
            elif isinstance(value, dict) and value.get("name") and set(value) <= {"name", "name_en"}:
                found[label] = CategoryHint(name=str(value["name"]), name_en=str(value.get("name_en", "")))
            else:
                message = _("give a category's code, or { name = …, name_en = … }")
                raise self.fail(f"categories.{label}", message)
        return found
