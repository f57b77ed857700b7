"""From a row of a register to a petition that can become a case, or to the reason why not."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from heli.cases.models import Channel
from heli.imports import reasons
from heli.imports.dates import DateColumn
from heli.imports.examine import CLOCK_SKEW
from heli.imports.layout import PETITION_DATES, Layout
from heli.imports.reasons import Reason
from heli.imports.replaying import NotLawfulError, Replay, replay
from heli.imports.rows import Rejected, Remark, Row, excerpt
from heli.organizations.models import Unit
from heli.organizations.responsibility import registry
from heli.petitions.accusations import AccusationProcedure
from heli.petitions.claims import ClaimProcedure
from heli.petitions.law import LONGEST_EXTENSION
from heli.petitions.models import Outcome
from heli.petitions.procedure import PetitionProcedure
from heli.petitions.suggestions import SuggestionProcedure
from heli.places.models import Area
from heli.places.territory import territory

KINDS = {"claim": ClaimProcedure, "suggestion": SuggestionProcedure, "accusation": AccusationProcedure}
NAME_LIMIT, PHONE_LIMIT, EMAIL_LIMIT = 60, 30, 254
MOST_PEOPLE = 10_000
FIRST, LATER = (Outcome.SUPPORTED, Outcome.EXPLAINED, Outcome.NOT_SUPPORTED), (Outcome.UPHELD, Outcome.CHANGED)
LEVELS = {"decided": ("", FIRST), "review_decided": ("review_", LATER), "re_review_decided": ("re_review_", LATER)}


@dataclass(frozen=True)
class Said:
    """What an opinion says, by the field of its day."""

    outcome: str
    findings: str
    opinion: str
    ground: str


@dataclass(frozen=True)
class PetitionRow:
    """A petition of a register, read, checked and replayed."""

    line: int
    source_id: str
    procedure: type[PetitionProcedure]
    channel: str
    category: str
    title: str
    text: str
    request: str
    area: Area | None
    address: str
    contact: tuple[str, str, str]
    people: int
    unit: Unit | None
    about: Unit | None
    extended: int
    opinions: dict[str, Said]
    history: Replay
    remarks: tuple[Remark, ...] = ()


class PetitionExaminer:
    """Examines the rows of one register; remembers the numbers seen and the date formats met."""

    def __init__(self, layout: Layout, now: datetime, categories: Container[str]) -> None:
        self.layout, self.now, self.categories = layout, now, categories
        self.dates = {
            name: DateColumn(layout.date_formats, layout.zone) for name in PETITION_DATES if name in layout.columns
        }
        self.places = {key: area for area in territory().areas.values() for key in (area.code, area.name)}
        units = [unit for unit in registry().units.values() if unit.active]
        self.units = {key: unit for unit in units for key in (unit.code, unit.name, unit.short_name) if key}
        self._seen: dict[str, int] = {}

    def mixed_dates(self) -> dict[str, Counter[str]]:
        """Return the columns in which more than one date format was met, with the count of each."""
        return {
            self.layout.columns[name][0]: column.counts for name, column in self.dates.items() if len(column.counts) > 1
        }

    def examine(self, row: Row) -> PetitionRow | Rejected:
        """Return the petition that ``row`` holds, with remarks, or why it is turned away."""
        try:
            found = _Examination(self, row).petition()
        except NotLawfulError as wrong:
            column = ", ".join(self.layout.columns.get(wrong.name, ()))
            return Rejected(row.line, column, wrong.reason, excerpt(wrong.value))
        first = self._seen.setdefault(found.source_id, row.line)
        if first != row.line:
            column = ", ".join(self.layout.columns["source_id"])
            return Rejected(row.line, column, Reason.DUPLICATE_ID, excerpt(f"{found.source_id} ({first})"))
        return found


class _Examination:
    """The examination of one row; the first thing wrong ends it."""

    def __init__(self, examiner: PetitionExaminer, row: Row) -> None:
        self.examiner, self.layout, self.row = examiner, examiner.layout, row
        self.remarks: list[Remark] = []

    def petition(self) -> PetitionRow:
        """Return the petition; raises NotLawfulError."""
        source_id = self.needed("source_id", Reason.NO_ID, reasons.ID_LIMIT, Reason.LONG_ID)
        procedure = KINDS[self.word("kind", "kinds", tuple(KINDS), Reason.UNKNOWN_KIND, "claim")]
        dates, extended = self.days(), self.number("extended_days", 0, LONGEST_EXTENSION)
        states = tuple(state.name for state in procedure.states())
        state = self.word("status", "states", states, Reason.UNKNOWN_STATE, "")
        history = replay(procedure, state, dates, extended=extended)
        unit, about = self.unit("unit"), self.unit("about")
        self.check_units(unit, about, forwarded="forwarded" in dates)
        return PetitionRow(
            line=self.row.line,
            source_id=source_id,
            procedure=procedure,
            channel=self.word("channel", "channels", tuple(Channel), Reason.UNKNOWN_CHANNEL, Channel.IMPORT),
            category=self.category(),
            title=self.cut("title", reasons.TITLE_LIMIT, Reason.CUT_TITLE),
            text=self.needed("text", Reason.EMPTY_TEXT, reasons.TEXT_LIMIT, Reason.LONG_TEXT),
            request=self.short("request", reasons.TEXT_LIMIT, Reason.LONG_TEXT),
            area=self.area(),
            address=self.cut("address", reasons.ADDRESS_LIMIT, Reason.CUT_ADDRESS),
            contact=self.contact(),
            people=self.number("people", 1, MOST_PEOPLE) or 1,
            unit=unit,
            about=about,
            extended=extended,
            opinions=self.opinions(history),
            history=history,
            remarks=tuple(self.remarks),
        )

    def value(self, name: str) -> str:
        """Return the field's text: the constant, or the columns that are not empty joined by ": "."""
        columns = self.layout.columns.get(name)
        if columns is None:
            return self.layout.constants.get(name, "")
        return ": ".join(part for column in columns if (part := self.row.values[column].strip()))

    def needed(self, name: str, missing: Reason, limit: int, long: Reason) -> str:
        """Return a text that must be there."""
        if not self.value(name):
            raise NotLawfulError(name, missing)
        return self.short(name, limit, long)

    def short(self, name: str, limit: int, long: Reason) -> str:
        """Return a text of at most ``limit`` characters."""
        value = self.value(name)
        if len(value) > limit:
            raise NotLawfulError(name, long, value)
        return value

    def cut(self, name: str, limit: int, reason: Reason) -> str:
        """Return a one-line field, cut with a remark where it is longer."""
        value = self.value(name)
        if len(value) > limit:
            self.remark(name, reason, value)
        return value[:limit]

    def remark(self, name: str, reason: Reason, value: str) -> None:
        """Note something about a field."""
        column = ", ".join(self.layout.columns.get(name, ()))
        self.remarks.append(Remark(self.row.line, column, reason, excerpt(value)))

    def word(self, name: str, table: str, known: tuple[str, ...], reason: Reason, usual: str) -> str:
        """Return what a word of the register means; ``usual`` where the layout has no such field."""
        value = self.value(name)
        if not value and name not in self.layout.columns and usual:
            return usual
        meaning = self.layout.words[table].get(value, value)
        if meaning not in known:
            raise NotLawfulError(name, reason, value)
        return meaning

    def number(self, name: str, least: int, most: int) -> int:
        """Return a number; ``least`` where none is given."""
        value = self.value(name)
        if not value:
            return least
        if not value.isdecimal() or not least <= int(value) <= most:
            raise NotLawfulError(name, Reason.BAD_NUMBER, value)
        return int(value)

    def days(self) -> dict[str, datetime]:
        """Return the days that the row names, in the order in which they can follow each other."""
        found = {}
        for name in PETITION_DATES:
            value = self.value(name)
            if not value:
                continue
            instant = self.examiner.dates[name].read(value)
            if instant is None:
                raise NotLawfulError(name, Reason.BAD_DATE, value)
            if instant > self.examiner.now + CLOCK_SKEW:
                raise NotLawfulError(name, Reason.FUTURE_DATE, value)
            found[name] = instant
        if "received" not in found:
            raise NotLawfulError("received", Reason.NO_OPENING_DATE)
        return found

    def category(self) -> str:
        """Return the register's topic."""
        label = self.value("category")
        if label not in self.examiner.categories:
            raise NotLawfulError("category", Reason.UNKNOWN_CATEGORY, label)
        return label

    def unit(self, name: str) -> Unit | None:
        """Return the unit that a field names; None where it is empty."""
        value = self.value(name)
        if not value:
            return None
        found = self.examiner.units.get(self.layout.words["units"].get(value, value))
        if found is None:
            raise NotLawfulError(name, Reason.UNKNOWN_UNIT, value)
        return found

    def check_units(self, unit: Unit | None, about: Unit | None, *, forwarded: bool) -> None:
        """What was forwarded has a unit, and never the one that an accusation is about or one below it."""
        if forwarded and unit is None:
            raise NotLawfulError("unit", Reason.NO_UNIT)
        if unit and about and unit.path.startswith(about.path):
            raise NotLawfulError("unit", Reason.ABOUT_ITSELF, unit.name)

    def area(self) -> Area | None:
        """Return the place that the row names; a remark where there is none of that name."""
        value = self.value("place")
        found = self.examiner.places.get(value)
        if value and found is None:
            self.remark("place", Reason.UNKNOWN_PLACE, value)
        return found

    def contact(self) -> tuple[str, str, str]:
        """Return name, phone and e-mail; their values never stand in the report."""
        limits = {"name": NAME_LIMIT, "phone": PHONE_LIMIT, "email": EMAIL_LIMIT}
        found = {name: self.value(name) for name in limits}
        for name, value in found.items():
            if len(value) > limits[name]:
                raise NotLawfulError(name, Reason.BAD_CONTACT)
        return found["name"], found["phone"], found["email"]

    def opinions(self, history: Replay) -> dict[str, Said]:
        """Return what each opinion of the history says."""
        steps = ("decide", "decide_review", "decide_re_review")
        given = [each.day for each in history.taken if each.step.name in steps]
        return {day: self.said(*LEVELS[day]) for day in given}

    def said(self, prefix: str, known: tuple[str, ...]) -> Said:
        """Return the words of one opinion."""
        long = Reason.LONG_REPLY
        return Said(
            outcome=self.word(f"{prefix}outcome", "outcomes", known, Reason.UNKNOWN_OUTCOME, ""),
            findings="" if prefix else self.short("findings", reasons.REPLY_LIMIT, long),
            opinion=self.short(f"{prefix}opinion", reasons.REPLY_LIMIT, long),
            ground="" if prefix else self.short("ground", reasons.REPLY_LIMIT, long),
        )
