"""Office documents: archives whose parts say what they are, checked without unpacking them."""

import re
import stat
import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from heli.papers.refusals import UploadRefused

MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
_MOST_RATIO = 100
_LONGEST_LIST = 1024 * 1024

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFD = "application/ofd"

_BY_PARTS = {
    DOCX: {"[Content_Types].xml", "word/document.xml"},
    XLSX: {"[Content_Types].xml", "xl/workbook.xml"},
    OFD: {"OFD.xml"},
}
_MACROS = re.compile(r"vbaProject|vbaData|activeX|macrosheets|(^|/)attachedToolbars", re.IGNORECASE)
_MACRO_TYPES = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject", re.IGNORECASE)
_REMOTE_TEMPLATE = re.compile(rb"attachedTemplate[^>]*External|External[^>]*attachedTemplate|/frame\"[^>]*External")


def document_type(content: bytes) -> str | None:
    """Return the media type of the office document in ``content``; None for any other archive.

    Raises UploadRefused for archives that are damaged, locked, swollen or carry programs. Only the list of parts and
    two kinds of small parts are read.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            found = next((kind for kind, needed in _BY_PARTS.items() if needed <= names), None)
            if found is not None:
                _check_sizes(parts, len(content))
                _check_parts(parts)
                _check_programs(archive, parts)
            return found
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        OSError,
        EOFError,
        LookupError,
        RuntimeError,
    ) as damage:
        if isinstance(damage, UploadRefused):
            raise
        raise UploadRefused(_("The document is damaged or incomplete and cannot be read.")) from damage


def _check_sizes(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse an archive that unpacks to far more than it is, or whose parts share their bytes."""
    unpacked = sum(part.file_size for part in parts)
    swollen = any(part.file_size > _MOST_RATIO * max(part.compress_size, 1024) for part in parts)
    overlapping = sum(part.compress_size for part in parts) > size
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen or overlapping:
        raise UploadRefused(_("The document unpacks to far more than its size and is not taken."))


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        if part.flag_bits & 0x1:
            raise UploadRefused(_("The document is locked with a password. Please send it without one."))
        steps = re.split(r"[/\\]", part.orig_filename)
        outside = ".." in steps or steps[0] == "" or ":" in steps[0] or "\0" in part.orig_filename
        if outside or stat.S_ISLNK(part.external_attr >> 16):
            raise UploadRefused(_("The document holds parts that do not belong into a document."))


def _check_programs(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        if _MACROS.search(part.filename):
            raise _with_programs()
        if part.filename == "[Content_Types].xml" and _MACRO_TYPES.search(_start_of(archive, part)):
            raise _with_programs()
        if part.filename.endswith(".rels") and _REMOTE_TEMPLATE.search(_start_of(archive, part)):
            raise _with_programs()


def _start_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.file_size > _LONGEST_LIST:
        raise UploadRefused(_("The document unpacks to far more than its size and is not taken."))
    with archive.open(part) as opened:
        return opened.read(_LONGEST_LIST)


def _with_programs() -> UploadRefused:
    return UploadRefused(
        _("The document holds programs (macros). Please save it as an ordinary document and send that.")
    )
