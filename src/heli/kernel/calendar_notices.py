"""Reading a year's holiday notice, and writing the file of facts.

Two forms are read: the JSON of NateScarlet/holiday-cn (one file per year), and a table
with the columns date, kind and name (日期, 类型, 名称) as a spreadsheet saves it.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from io import StringIO
from typing import Any, Final

from heli.kernel.calendar import CalendarDay, DayKind
from heli.kernel.statutory import statutory_days

_HEADINGS: Final = {"日期": "date", "类型": "kind", "名称": "name"}
_KINDS: Final = {
    **dict.fromkeys(("day_off", "holiday", "off", "休", "休息", "放假"), DayKind.DAY_OFF),
    **dict.fromkeys(("make_up", "workday", "班", "上班", "补班"), DayKind.MAKE_UP),
}
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_BRACE: Final = re.compile(r"\{")
_DECEMBER: Final = 12
#: A year has some forty such days; a much longer text is not a notice.
_LONGEST: Final = 100_000
_FACTS_HEADER: Final = """\
# Days off and make-up working days in mainland China, by the year of the notice.
# Source: NateScarlet/holiday-cn (MIT licence), from the State Council's yearly notices.
# Written by tools/calendar_facts.py. Ordinary weekends and working days are not listed.
"""


class NoticeProblem(StrEnum):
    EMPTY = "empty"  # no days at all: the notice is not out yet
    TOO_LONG = "too_long"
    ENCODING = "encoding"  # neither UTF-8 nor GB 18030
    NOT_JSON = "not_json"
    SHAPE = "shape"  # JSON, but not a list of days with date, name and isOffDay
    HEADING = "heading"  # the table lacks the column date or kind
    DATE = "date"
    KIND = "kind"  # neither a day off nor a working day
    TWICE = "twice"  # the date was there before
    OTHER_YEAR = "other_year"  # neither in the year nor in the December before


class NoticeError(ValueError):
    """A notice that cannot be read: `problem`, at `line` (from 1), about `value`."""

    def __init__(self, problem: NoticeProblem, line: int = 1, value: str = "") -> None:
        super().__init__(f"line {line}: {problem.value} {value}".rstrip())
        self.problem, self.line, self.value = problem, line, value


def notice_text(content: bytes) -> str:
    """The text of an uploaded file: UTF-8, or GB 18030 as Chinese spreadsheets save tables.

    Raises NoticeError.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoticeError(NoticeProblem.ENCODING)


def parse_notice(text: str) -> list[CalendarDay]:
    """The days of one year's notice, by date. Raises NoticeError at the first mistake."""
    if len(text) > _LONGEST:
        raise NoticeError(NoticeProblem.TOO_LONG)
    text = text.removeprefix("\ufeff")
    rows = _json_rows(text) if text.lstrip().startswith(("{", "[")) else _csv_rows(text)
    found: dict[date, tuple[int, CalendarDay]] = {}
    for line, day in rows:
        if day.date in found:
            raise NoticeError(NoticeProblem.TWICE, line, day.date.isoformat())
        found[day.date] = line, day
    if not found:
        raise NoticeError(NoticeProblem.EMPTY)
    _check_year(found)
    return sorted(day for _, day in found.values())


def notice_year(days: Iterable[CalendarDay]) -> int:
    """The year a notice is for: the one with most of its days. ValueError if it has none."""
    counted = Counter(day.date.year for day in days)
    if not counted:
        raise ValueError("a notice without days is for no year")
    return counted.most_common(1)[0][0]


def missing_holidays(days: Iterable[CalendarDay]) -> list[date]:
    """Statutory holidays that a notice fails to give: a sign that part of it is lost."""
    given = list(days)
    off = {day.date for day in given if day.kind is DayKind.DAY_OFF}
    return [day for day in statutory_days(notice_year(given)) if day not in off]


def facts_text(notices: Mapping[int, Iterable[CalendarDay]]) -> str:
    """The file of facts for these notices, by their year."""
    out = StringIO()
    out.write(_FACTS_HEADER)
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("year", "date", "kind", "name"))
    for year, days in sorted(notices.items()):
        table.writerows((year, day.date, day.kind.value, day.name) for day in sorted(days))
    return out.getvalue()


def _json_rows(text: str) -> Iterator[tuple[int, CalendarDay]]:
    # The parser keeps no positions; each day is one object, so the braces give its line.
    braces = _BRACE.finditer(text, max(text.find('"days"'), 0))
    lines = [text.count("\n", 0, brace.start()) + 1 for brace in braces]
    for number, item in enumerate(_json_days(text)):
        line = lines[number] if number < len(lines) else 1
        yield line, _json_day(item, line)


def _json_days(text: str) -> list[Any]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise NoticeError(NoticeProblem.NOT_JSON, error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise NoticeError(NoticeProblem.NOT_JSON) from error
    match content:
        case {"days": list(items)}:
            return items
    raise NoticeError(NoticeProblem.SHAPE)


def _json_day(item: Any, line: int) -> CalendarDay:
    match item:
        case {"date": str(day), "isOffDay": bool(off), "name": str(name)}:
            kind = DayKind.DAY_OFF if off else DayKind.MAKE_UP
            return CalendarDay(_date(day, line), kind, name.strip())
    raise NoticeError(NoticeProblem.SHAPE, line)


def _csv_rows(text: str) -> Iterator[tuple[int, CalendarDay]]:
    dialect = "excel-tab" if "\t" in text.partition("\n")[0] else "excel"
    table = csv.reader(StringIO(text, newline=""), dialect)
    try:
        headings = [_heading(cell) for cell in next(table, [])]
        if text.strip() and not {"date", "kind"} <= set(headings):
            raise NoticeError(NoticeProblem.HEADING, 1, ",".join(headings))
        for cells in table:
            row = dict(zip(headings, map(str.strip, cells), strict=False))
            if any(row.values()):
                yield table.line_num, _csv_day(row, table.line_num)
    except csv.Error as error:
        raise NoticeError(NoticeProblem.SHAPE, table.line_num) from error


def _heading(cell: str) -> str:
    name = cell.strip().lower()
    return _HEADINGS.get(name, name)


def _csv_day(row: Mapping[str, str], line: int) -> CalendarDay:
    kind = _KINDS.get(row.get("kind", "").lower())
    if kind is None:
        raise NoticeError(NoticeProblem.KIND, line, row.get("kind", ""))
    return CalendarDay(_date(row.get("date", ""), line), kind, row.get("name", ""))


def _date(text: str, line: int) -> date:
    """A date with or without leading zeros: spreadsheets rewrite 2027-01-01 as 2027/1/1."""
    match = _DATE.fullmatch(text.strip())
    try:
        return date(*map(int, match.groups())) if match else date.fromisoformat(text.strip())
    except ValueError as error:
        raise NoticeError(NoticeProblem.DATE, line, text) from error


def _check_year(found: Mapping[date, tuple[int, CalendarDay]]) -> None:
    year = notice_year(day for _, day in found.values())
    for line, day in found.values():
        before = day.date.year == year - 1 and day.date.month == _DECEMBER
        if day.date.year != year and not before:
            raise NoticeError(NoticeProblem.OTHER_YEAR, line, day.date.isoformat())
