"""A report in the active language: key figures, tables and definitions, the same for page, PDF and spreadsheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from heli.insight.periods import Length, Period
from heli.reports.definitions import definitions, labels
from heli.reports.words import Value, day_text, read, shown

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Head:
    """A column: its label and how its values are written (text, count, share, days, factor)."""

    label: str
    kind: str = "count"


@dataclass(frozen=True)
class Row:
    """One row; ``level`` 1 is part of the row of level 0 above. ``link`` names what of the queue it is about."""

    name: str
    values: list[Value]
    level: int = 0
    link: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """One table; the first head names the rows."""

    code: str
    title: str
    heads: list[Head]
    rows: list[Row]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """One key figure: for the period, the one before and the same one a year ago; ``note`` says of how many."""

    code: str
    label: str
    kind: str
    values: list[Value]
    note: str = ""

    @property
    def texts(self) -> list[str]:
        """The three values as they are written."""
        return [shown(value, self.kind) for value in self.values]

    @property
    def change(self) -> str:
        """How far the figure is from that of the period before; empty where there is nothing to compare."""
        now, before = self.values[0], self.values[1]
        if isinstance(now, str) or isinstance(before, str) or now is None or before is None:
            return ""
        if round(now - before, 1) == 0:
            return _("as in the period before")
        amount = shown(abs(now - before) if self.kind == "count" else round(float(abs(now - before)), 1), "factor")
        change = {"change": f"{'+' if now > before else '−'}{amount}"}
        if self.kind == "share":
            return _("%(change)s points on the period before") % change
        return _("%(change)s on the period before") % change


@dataclass(frozen=True)
class Document:
    """A whole report. ``number`` and ``issued`` are empty in a preview; ``sections`` are titles and written texts."""

    title: str
    about: str
    period: str
    district: str
    figures_at: datetime
    public: bool
    figures: list[Figure]
    sheets: list[Sheet]
    definitions: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    issue: int
    codes: tuple[str, str, str]
    sections: list[tuple[str, str]] = field(default_factory=list)

    def sheet(self, code: str) -> Sheet | None:
        """Return the table called ``code``, if the report has it."""
        return next((each for each in self.sheets if each.code == code), None)


KINDS = {"on_time": "share", "process": "share", "result": "share", "median": "days"}
STAFF = (
    "received", "closed", "on_time", "median", "open", "overdue", "process", "result", "rejected", "reopened",
    "contested",
)  # fmt: skip
PUBLIC = ("received", "closed", "open", "overdue", "on_time", "median", "process", "result")
#: Of which figures a share is made.
PARTS = {
    "on_time": ("met", "answered"),
    "process": ("process_good", "process_rated"),
    "result": ("result_good", "result_rated"),
}
COLUMNS = ("received", "received_before", "closed", "met", "answered", "on_time", "median", "open", "overdue")
PUBLIC_COLUMNS = ("received", "closed", "open", "overdue")
#: Tables whose rows have no median of their own.
WITHOUT_MEDIAN = ("places", "channels")
LINKS = {"places": "place", "topics": "category", "units": "unit", "channels": "channel"}


def document(content: Content, *, issue: int = 1) -> Document:
    """Return the report that ``content`` holds, in the active language."""
    period = Period.read(Length(content["length"]), content["period"])
    public = bool(content["public"])
    return Document(
        title=title_of(period.length, public=public),
        about=read(content["about"]),
        period=period_text(period),
        district=read(content["district"]),
        figures_at=datetime.fromisoformat(content["figures_at"]),
        public=public,
        figures=_figures(content),
        sheets=_sheets(content),
        definitions=definitions(public=public, length=period.length),
        changes=_changes(content),
        issue=issue,
        codes=(period.code, period.before.code, period.year_ago.code),
    )


def title_of(length: Length, *, public: bool) -> str:
    """Return what a report of this length is called."""
    if public:
        return _("Public monthly report")
    return {
        Length.DAY: _("Daily bulletin"),
        Length.WEEK: _("Weekly bulletin"),
        Length.MONTH: _("Monthly report"),
    }[length]


def period_text(period: Period) -> str:
    """Return a period in words: its day, its week with first and last day, or its month."""
    if period.length == Length.DAY:
        return day_text(period.first)
    days = _("%(first)s to %(last)s") % {"first": day_text(period.first), "last": day_text(period.last)}
    if period.length == Length.WEEK:
        return _("Week %(code)s: %(days)s") % {"code": period.code, "days": days}
    return days


def _figures(content: Content) -> list[Figure]:
    key, names = content["figures"]["key"], labels()
    return [
        Figure(code, names[code], KINDS.get(code, "count"), key[code], _note(code, key))
        for code in (PUBLIC if content["public"] else STAFF)
    ]


def _note(code: str, key: Mapping[str, list[Value]]) -> str:
    """Return of how many a share is."""
    parts = PARTS.get(code)
    if parts is None or parts[0] not in key:
        return ""
    return _("%(part)s of %(whole)s") % {"part": key[parts[0]][0], "whole": key[parts[1]][0]}


def _sheets(content: Content) -> list[Sheet]:
    found = [_comparison(content)]
    if content["figures"].get("days") and content["length"] != Length.DAY:
        found.append(_days(content["figures"]["days"]))
    titles = _titles()
    tables = content["figures"]["tables"]
    found += [_table(code, titles[code], tables[code], content) for code in titles if code in tables]
    if not content["public"]:
        found += [_rising(code, content["figures"][code]) for code in ("topics", "places")]
    return found


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "places": (_("By town, street and community"), _("Place")),
        "topics": (_("By topic"), _("Topic")),
        "units": (_("By unit"), _("Unit")),
        "channels": (_("By channel"), _("Channel")),
    }


def _comparison(content: Content) -> Sheet:
    heads = [
        Head(_("Figure"), "text"),
        Head(content["period"]),
        Head(_("Before: %(code)s") % {"code": content["before"]}),
        Head(_("A year ago: %(code)s") % {"code": content["year_ago"]}),
    ]
    key, names = content["figures"]["key"], labels()
    # The database keeps no order of names in JSON.
    rows = [Row(names[code], key[code], link={"kind": KINDS.get(code, "count")}) for code in names if code in key]
    return Sheet("key", _("Figures compared"), heads, rows)


def _days(days: list[list[Any]]) -> Sheet:
    names = labels()
    heads = [Head(_("Day"), "text"), Head(names["received"]), Head(names["closed"])]
    return Sheet("days", _("Received and closed by day"), heads, [Row(day, numbers) for day, *numbers in days])


def _table(code: str, titles: tuple[str, str], rows: list[Mapping[str, Any]], content: Content) -> Sheet:
    names = labels()
    wanted = PUBLIC_COLUMNS if content["public"] else COLUMNS
    columns = [each for each in wanted if each != "median" or code not in WITHOUT_MEDIAN]
    heads = [Head(titles[1], "text"), *(Head(names[each], KINDS.get(each, "count")) for each in columns)]
    made = [
        Row(
            read(row["name"]),
            [row["values"][each] for each in columns],
            level=row["level"],
            link={LINKS[code]: row["key"]} if row["key"] else {},
        )
        for row in rows
    ]
    return Sheet(code, titles[0], heads, made)


def _rising(code: str, rows: list[Mapping[str, Any]]) -> Sheet:
    title = _("Rising topics") if code == "topics" else _("Rising places")
    heads = [
        Head(_titles()[code][1], "text"),
        Head(_("Last 7 days")),
        Head(_("Usual week"), "factor"),
        Head(_("Times the usual"), "factor"),
    ]
    made = [
        Row(read(row["name"]), [row["now"], row["usual"], row["factor"]], link={LINKS[code]: row["key"]})
        for row in rows
    ]
    return Sheet(f"rising_{code}", title, heads, made, _("Nothing rises.") if not made else "")


def _changes(content: Content) -> list[tuple[str, str, str]]:
    names = labels()
    return [
        (names[code], shown(was, KINDS.get(code, "count")), shown(now, KINDS.get(code, "count")))
        for code, was, now in content.get("changes", [])
    ]


def cell(value: Value, head: Head, row: Row) -> str:
    """Return one value as it is written; rows of compared figures say themselves how."""
    return shown(value, row.link.get("kind") or head.kind)
