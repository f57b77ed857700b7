"""From a row to a request that can become a case, or to the reason why not."""

import math
from collections import Counter
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from heli.imports import reasons
from heli.imports.dates import DateColumn
from heli.imports.layout import Layout, SourceState
from heli.imports.readers import read
from heli.imports.reasons import Reason
from heli.imports.rows import Found, Rejected, Remark, Row, excerpt
from heli.imports.source import Source
from heli.places.coordinates import Point, to_wgs84

CLOSED_STATES = (SourceState.CLOSED, SourceState.DUPLICATE)
CLOCK_SKEW = timedelta(days=1)
"""A date may lie ahead by as much as the world's time zones differ."""


@dataclass(frozen=True, slots=True)
class Request:
    """A foreign request, read and checked. Times are in UTC, ``point`` is WGS-84 longitude and latitude."""

    line: int
    source_id: str
    opened: datetime
    closed: datetime | None
    state: SourceState
    category: str
    title: str
    text: str
    address: str
    point: Point | None
    reply: str
    replied: datetime | None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What the district allows. ``inside`` None: places anywhere are taken. ``categories`` None: any label is taken."""

    now: datetime
    inside: Callable[[Point], bool] | None = None
    categories: Container[str] | None = None


class _RefusedError(Exception):
    def __init__(self, finding: Rejected) -> None:
        self.finding = finding


class Examiner:
    """Examines the rows of one file; remembers the numbers seen and the date formats met."""

    def __init__(self, layout: Layout, limits: Limits) -> None:
        self.layout, self.limits = layout, limits
        self.dates = {
            name: DateColumn(layout.date_formats, layout.zone)
            for name in ("opened", "closed", "replied")
            if name in layout.columns
        }
        self._seen: dict[str, int] = {}

    def mixed_dates(self) -> dict[str, Counter[str]]:
        """Return the columns in which more than one date format was met, with the count of each."""
        return {
            self.layout.columns[name][0]: column.counts for name, column in self.dates.items() if len(column.counts) > 1
        }

    def examine(self, row: Row) -> Request | Rejected:
        """Return the request that ``row`` holds, with remarks, or why it is turned away."""
        try:
            return _Examination(self, row).request()
        except _RefusedError as refused:
            return refused.finding

    def first_use(self, source_id: str, line: int) -> int:
        """Note that ``source_id`` stands on ``line``; return the first line of this file that was taken with it."""
        return self._seen.setdefault(source_id, line)


class _Examination:
    """The examination of one row, field by field; the first thing wrong ends it."""

    def __init__(self, examiner: Examiner, row: Row) -> None:
        self.examiner, self.layout, self.row = examiner, examiner.layout, row
        self.remarks: list[Remark] = []

    def request(self) -> Request:
        """Return the request; raises ``_RefusedError``."""
        source_id = self.source_id()
        state = self.state()
        opened = self.opened()
        request = Request(
            line=self.row.line,
            source_id=source_id,
            opened=opened,
            closed=self.closed(opened, state),
            state=state,
            category=self.category(),
            title=self.cut("title", reasons.TITLE_LIMIT, Reason.CUT_TITLE),
            text=self.text(),
            address=self.cut("address", reasons.ADDRESS_LIMIT, Reason.CUT_ADDRESS),
            point=self.point(),
            reply=self.reply(),
            replied=self.replied(opened),
            remarks=tuple(self.remarks),
        )
        # Last, so that a good row is not turned away for a bad one with the same number before it.
        first = self.examiner.first_use(source_id, self.row.line)
        if first != self.row.line:
            raise self.refuse("source_id", Reason.DUPLICATE_ID, f"{source_id} ({first})")
        return request

    def value(self, name: str) -> str:
        """Return the field's text: the constant, or the columns that are not empty joined by ": "."""
        columns = self.layout.columns.get(name)
        if columns is None:
            return self.layout.constants.get(name, "")
        if len(columns) == 1:
            return self.row.values[columns[0]]
        return ": ".join(part for column in columns if (part := self.row.values[column]))

    def refuse(self, name: str, reason: Reason, value: str) -> _RefusedError:
        """Return the exception that turns the row away for the field ``name``."""
        return _RefusedError(Rejected(self.row.line, self.column(name), reason, excerpt(value)))

    def remark(self, name: str, reason: Reason, value: str = "") -> None:
        """Note something about the field ``name``."""
        self.remarks.append(Remark(self.row.line, self.column(name), reason, excerpt(value)))

    def column(self, name: str) -> str:
        """Return the file's column, or columns, of the field ``name``."""
        return ", ".join(self.layout.columns.get(name, ()))

    def source_id(self) -> str:
        """Return the row's own number."""
        source_id = self.value("source_id")
        if not source_id:
            raise self.refuse("source_id", Reason.NO_ID, "")
        if len(source_id) > reasons.ID_LIMIT:
            raise self.refuse("source_id", Reason.LONG_ID, source_id)
        return source_id

    def state(self) -> SourceState:
        """Return what the foreign state means."""
        word = self.value("status")
        state = self.layout.states.get(word)
        if state is None:
            raise self.refuse("status", Reason.UNKNOWN_STATE, word)
        return state

    def date(self, name: str) -> datetime | None:
        """Return the field's time in UTC, None when empty."""
        value = self.value(name)
        if not value:
            return None
        instant = self.examiner.dates[name].read(value)
        if instant is None:
            raise self.refuse(name, Reason.BAD_DATE, value)
        if instant > self.examiner.limits.now + CLOCK_SKEW:
            raise self.refuse(name, Reason.FUTURE_DATE, value)
        return instant

    def opened(self) -> datetime:
        """Return when the matter was raised."""
        opened = self.date("opened")
        if opened is None:
            raise self.refuse("opened", Reason.NO_OPENING_DATE, "")
        return opened

    def closed(self, opened: datetime, state: SourceState) -> datetime | None:
        """Return when a closed matter was closed."""
        closed = self.date("closed")
        if closed is not None and closed < opened:
            raise self.refuse("closed", Reason.CLOSED_BEFORE_OPENED, f"{self.value('opened')} > {self.value('closed')}")
        if state in CLOSED_STATES:
            if closed is None:
                raise self.refuse("closed", Reason.NO_CLOSING_DATE, self.value("status"))
            return closed
        if closed is not None:
            self.remark("closed", Reason.CLOSING_DATE_IGNORED, self.value("closed"))
        return None

    def category(self) -> str:
        """Return the foreign category's label."""
        label = self.value("category")
        known = self.examiner.limits.categories
        if known is not None and label not in known:
            raise self.refuse("category", Reason.UNKNOWN_CATEGORY, label)
        return label

    def text(self) -> str:
        """Return the text as it stands in the file."""
        text = self.value("text")
        if not text:
            raise self.refuse("text", Reason.EMPTY_TEXT, "")
        if len(text) > reasons.TEXT_LIMIT:
            raise self.refuse("text", Reason.LONG_TEXT, f"{len(text)}: {text}")
        return text

    def cut(self, name: str, limit: int, reason: Reason) -> str:
        """Return a one-line field, cut to ``limit`` characters with a remark where it is longer."""
        value = self.value(name)
        if len(value) > limit:
            self.remark(name, reason, value)
        return value[:limit]

    def reply(self) -> str:
        """Return the answer that was given."""
        reply = self.value("reply")
        if len(reply) > reasons.REPLY_LIMIT:
            raise self.refuse("reply", Reason.LONG_REPLY, f"{len(reply)}: {reply}")
        return reply

    def replied(self, opened: datetime) -> datetime | None:
        """Return when the answer was given."""
        replied = self.date("replied")
        if replied is not None and replied < opened:
            self.remark("replied", Reason.REPLY_BEFORE_OPENED, self.value("replied"))
            return None
        return replied

    def point(self) -> Point | None:
        """Return the place in WGS-84; without usable coordinates None and a remark."""
        name = "point" if "point" in self.layout.columns else "latitude"
        if name not in self.layout.columns:
            return None
        text = self.value("point") if name == "point" else f"{self.value('latitude')},{self.value('longitude')}"
        if not text.strip("(), \t"):
            self.remark(name, Reason.NO_COORDINATES)
            return None
        point = _point(text)
        if point is None:
            self.remark(name, Reason.BAD_COORDINATES, text)
            return None
        stored = to_wgs84(point, self.layout.coordinates)
        inside = self.examiner.limits.inside
        if inside is not None and not inside(stored):
            raise self.refuse(name, Reason.OUTSIDE, text)
        return stored


def _point(text: str) -> Point | None:
    """Read "(latitude, longitude)"; None unless both are on earth and not the 0, 0 that means "unknown"."""
    try:
        latitude, longitude = map(float, text.strip("() \t").split(","))
    except ValueError:
        return None
    on_earth = math.isfinite(latitude + longitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    return (longitude, latitude) if on_earth and (latitude, longitude) != (0.0, 0.0) else None


class Examines(Protocol):
    """What looks at the rows of one file."""

    layout: Layout

    def examine(self, row: Row) -> Found | Rejected:
        """Return what ``row`` holds, or why it is turned away."""

    def mixed_dates(self) -> dict[str, Counter[str]]:
        """Return the columns in which more than one date format was met."""


def examine_file(source: Source, examiner: Examines) -> Iterator[Found | Rejected]:
    """Yield what can become a case, or a rejection, for each row of ``source``. Raises as ``readers.read`` does."""
    for row in read(source, examiner.layout):
        yield row if isinstance(row, Rejected) else examiner.examine(row)
