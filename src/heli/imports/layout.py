"""A layout: a small readable file that says how to read somebody else's list of requests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from heli.places.coordinates import System


class Kind(StrEnum):
    """What the file is; any of the first two may be packed with gzip."""

    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


class Matter(StrEnum):
    """What the rows are."""

    REQUESTS = "requests"
    PETITIONS = "petitions"


class SourceState(StrEnum):
    """What a foreign state means."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    DUPLICATE = "duplicate"


SHEET_DATES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "detect")
FIELDS = (
    "source_id", "opened", "closed", "status", "category", "text", "title", "address",
    "latitude", "longitude", "point", "reply", "replied",
)  # fmt: skip
CONSTANTS = ("status", "category")
#: Days of a petition, in the order in which they can follow each other.
PETITION_DATES = (
    "received", "forwarded", "accepted", "extended", "decided", "served", "review_asked", "review_decided",
    "review_served", "re_review_asked", "re_review_decided", "re_review_served",
)  # fmt: skip
PETITION_FIELDS = (
    "source_id", *PETITION_DATES, "kind", "channel", "status", "category", "title", "text", "request", "place",
    "address", "name", "phone", "email", "people", "unit", "about", "extended_days", "outcome", "findings", "opinion",
    "ground", "review_outcome", "review_opinion", "re_review_outcome", "re_review_opinion",
)  # fmt: skip
PETITION_CONSTANTS = ("kind", "channel", "status", "category", "unit")
#: Tables that say what the words of a register mean here.
WORDS = ("kinds", "channels", "states", "outcomes", "units")


class LayoutError(Exception):
    """The layout cannot be used; the text names its file and line."""


@dataclass(frozen=True, slots=True)
class CategoryHint:
    """What a foreign category becomes: an existing category by code, or the names of one to be made."""

    name: str
    name_en: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a file. ``columns`` lists the file's columns per field, joined in this order."""

    name: str
    title: str
    title_en: str
    kind: Kind
    encoding: str
    zone: ZoneInfo
    coordinates: System
    dates: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    states: Mapping[str, SourceState]
    categories: Mapping[str, CategoryHint]
    not_used: tuple[str, ...] = ()
    matter: Matter = Matter.REQUESTS
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def date_formats(self) -> tuple[str, ...]:
        """The formats to try: the layout's, and for a spreadsheet those that its date cells are written out in."""
        return self.dates + (SHEET_DATES if self.kind is Kind.XLSX else ())

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns that must be in the file, each once."""
        return tuple(dict.fromkeys(name for names in self.columns.values() for name in names))

    def line_of_column(self, column: str) -> int:
        """Return the layout's line that names ``column``."""
        owner = next((key for key, names in self.columns.items() if column in names), "")
        return self.lines.get(f"columns.{owner}", 0)

    def category(self, label: str) -> CategoryHint:
        """Return what the foreign category ``label`` becomes; a label the layout does not list keeps its name."""
        return self.categories.get(label) or CategoryHint(name=label)
