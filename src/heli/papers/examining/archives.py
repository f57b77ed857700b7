"""Office documents: archives whose every part is read through a bounded reader, and judged."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from heli.papers.examining.sheets import Workbook
from heli.papers.examining.verdicts import (
    DEEPEST_ARCHIVE,
    MOST_PARTS,
    MOST_RATIO,
    MOST_UNPACKED,
    Kind,
    Reason,
    Refused,
)
from heli.papers.examining.xml_parts import check_xml, is_xml

_BY_PARTS = {
    Kind.DOCX: {"[Content_Types].xml", "word/document.xml"},
    Kind.XLSX: {"[Content_Types].xml", "xl/workbook.xml"},
    Kind.OFD: {"OFD.xml"},
}
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_HEADER_BYTES = 30
_SMALLEST = 1024
_MACROS = re.compile(r"vbaProject|vbaData|activeX|macrosheets|dialogsheets|(^|/)attachedToolbars", re.IGNORECASE)
_OUTSIDE = re.compile(r"(^|/)externalLinks/", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jse|wsf|hta|lnk|jar|class|swf|html?|xhtml|mht|svg|py|sh|msi|iqy|slk)$",
    re.IGNORECASE,
)
_EMBEDDED_STARTS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ", b"\x7fELF", b"%PDF-", b"Rar!", b"7z\xbc\xaf")
_ZIP = b"PK\x03\x04"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError, EOFError, LookupError, RuntimeError
)  # fmt: skip


@dataclass
class Budget:
    """What is left for all archives of one document together."""

    parts: int = MOST_PARTS
    bytes: int = MOST_UNPACKED
    workbook: Workbook = field(default_factory=Workbook)

    def take(self, parts: list[zipfile.ZipInfo]) -> None:
        """Count the declared ``parts``; raises Refused where there are too many or too large ones."""
        self.parts -= len(parts)
        self.bytes -= sum(part.file_size for part in parts)
        swollen = any(part.file_size > MOST_RATIO * max(part.compress_size, _SMALLEST) for part in parts)
        if self.parts < 0 or self.bytes < 0 or swollen:
            raise Refused(Reason.SWOLLEN)


def examine(content: bytes) -> Kind:
    """Return what office document ``content`` is, OTHER for any other archive; raises Refused."""
    try:
        return _examine(content, Budget(), depth=1)
    except _DAMAGED as fault:
        raise Refused(Reason.DAMAGED) from fault


def _examine(content: bytes, budget: Budget, *, depth: int) -> Kind:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        kind = next((kind for kind, needed in _BY_PARTS.items() if needed <= names), Kind.OTHER)
        if kind is Kind.OTHER:
            if depth > 1:
                raise Refused(Reason.EMBEDDED)
            return kind
        budget.take(parts)
        _check_layout(archive, content)
        for part in parts:
            _check_part(part)
        for part, unpacked in _unpacked(archive, kind):
            _check_content(part.filename, unpacked, budget, depth)
        budget.workbook.settle()
        return kind


def _check_layout(archive: zipfile.ZipFile, content: bytes) -> None:
    """Refuse archives whose parts share bytes or names, and bytes before, between or after them that hide something."""
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    if len({part.filename.casefold() for part in parts}) < len(parts) or archive.comment:
        raise Refused(Reason.FOREIGN_PARTS)
    if parts[0].header_offset or not content.startswith(_ZIP):
        raise Refused(Reason.HIDDEN)
    ends = [part.header_offset + _HEADER_BYTES + part.compress_size for part in parts]
    starts = [*(part.header_offset for part in parts[1:]), archive.start_dir]
    if any(end > start for end, start in zip(ends, starts, strict=True)):
        raise Refused(Reason.SWOLLEN)


def _check_part(part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 0x1:
        raise Refused(Reason.LOCKED)
    if part.compress_type not in _METHODS:
        raise Refused(Reason.DAMAGED)
    steps = re.split(r"[/\\]", part.orig_filename)
    outside = ".." in steps or steps[0] == "" or ":" in steps[0] or "\0" in part.orig_filename
    kind = stat.S_IFMT(part.external_attr >> 16)
    if outside or kind not in (0, stat.S_IFREG, stat.S_IFDIR) or _FOREIGN.search(part.filename):
        raise Refused(Reason.FOREIGN_PARTS)
    if _MACROS.search(part.filename):
        raise Refused(Reason.MACROS)
    if _OUTSIDE.search(part.filename):
        raise Refused(Reason.OUTSIDE)


def _unpacked(archive: zipfile.ZipFile, kind: Kind) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Yield each part with its bytes, shared strings of sheets first; checksums are checked by reading to the end."""
    parts = sorted(archive.infolist(), key=lambda part: not part.filename.endswith("sharedStrings.xml"))
    for part in parts:
        with archive.open(part) as opened:
            unpacked = opened.read(part.file_size + 1)
        if len(unpacked) != part.file_size:
            raise Refused(Reason.DAMAGED)
        yield part, unpacked


def _check_content(name: str, content: bytes, budget: Budget, depth: int) -> None:
    if is_xml(name, content):
        check_xml(name, content, budget.workbook)
    elif content.startswith(_ZIP):
        if depth >= DEEPEST_ARCHIVE:
            raise Refused(Reason.EMBEDDED)
        _examine(content, budget, depth=depth + 1)
    elif content.startswith(_EMBEDDED_STARTS):
        raise Refused(Reason.EMBEDDED)
