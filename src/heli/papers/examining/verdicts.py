"""What an examination may say, and the bounds that it keeps."""

from enum import StrEnum

MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
DEEPEST_ARCHIVE = 2
DEEPEST_XML = 200
MOST_ELEMENTS = 4_000_000
MOST_CELLS = 50_000_000
MOST_OBJECTS = 200_000

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20


class Kind(StrEnum):
    """What a document can be."""

    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"
    PDF = "pdf"
    OTHER = "other"


class Reason(StrEnum):
    """Why a document is refused."""

    DAMAGED = "damaged"
    SWOLLEN = "swollen"
    LOCKED = "locked"
    FOREIGN_PARTS = "foreign parts"
    MACROS = "macros"
    OUTSIDE = "outside"
    EMBEDDED = "embedded"
    PDF_PROGRAMS = "pdf programs"
    PDF_ATTACHMENTS = "pdf attachments"
    HIDDEN = "hidden"
    TOO_MUCH = "too much"
    INFECTED = "infected"


class Refused(Exception):  # noqa: N818  a finding, no fault of the program
    """The document is not taken; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
