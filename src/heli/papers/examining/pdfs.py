"""PDF: every object is looked at, wherever it is packed away, for what runs, starts, sends or carries something."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pikepdf

from heli.papers.examining.verdicts import MOST_OBJECTS, Kind, Reason, Refused

_RUNNING = frozenset({"/JS", "/JavaScript", "/XFA"})
_CARRYING = frozenset({"/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RF"})
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute", "/Rendition", "/Movie", "/Sound"}
)
_ELSEWHERE = frozenset({"/GoToR", "/GoToE"})
_ANNOTATIONS = frozenset({"/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"})
_LONGEST_TAIL = 1024
_DEEPEST = 100
_WEB = re.compile(rb"\s*(https?|mailto|tel):", re.IGNORECASE)


def examine(content: bytes) -> Kind:
    """Return PDF, or raise Refused."""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content:
        raise Refused(Reason.DAMAGED)
    if len(content) - content.rindex(b"%%EOF") > _LONGEST_TAIL or _is_archive(content):
        raise Refused(Reason.HIDDEN)
    try:
        with pikepdf.open(BytesIO(content)) as document:
            if len(document.objects) > MOST_OBJECTS:
                raise Refused(Reason.TOO_MUCH)
            for each in document.objects:
                _check(each)
            _check(document.trailer)
    except pikepdf.PasswordError as locked:
        raise Refused(Reason.LOCKED) from locked
    except (pikepdf.PdfError, ValueError, LookupError, TypeError, RecursionError) as fault:
        raise Refused(Reason.DAMAGED) from fault
    return Kind.PDF


def _is_archive(content: bytes) -> bool:
    """Whether an unpacker would find an archive in the same bytes."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return False
    try:
        return bool(zipfile.ZipFile(BytesIO(content)).infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def _check(value: Any, depth: int = 0) -> None:
    """Judge ``value`` and what lies in it; what it only refers to has its own turn."""
    if depth > _DEEPEST:
        raise Refused(Reason.TOO_MUCH)
    if isinstance(value, pikepdf.Array):
        for each in value:
            if not _refers(each):
                _check(each, depth + 1)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        names = set(value.keys())
        _check_names(value, names)
        for name in names:
            inner = value.get(name)
            if not _refers(inner):
                _check(inner, depth + 1)


def _refers(value: Any) -> bool:
    return isinstance(value, pikepdf.Object) and value.is_indirect


def _check_names(value: Any, names: set[str]) -> None:
    kind, action, subtype = (_name(value, key) for key in ("/Type", "/S", "/Subtype"))
    if names & _RUNNING or action in _ACTIONS or subtype in _ANNOTATIONS:
        raise Refused(Reason.PDF_PROGRAMS)
    if names & _CARRYING or kind == "/EmbeddedFile" or subtype == "/FileAttachment":
        raise Refused(Reason.PDF_ATTACHMENTS)
    stream_elsewhere = isinstance(value, pikepdf.Stream) and "/F" in names
    if action in _ELSEWHERE or stream_elsewhere or (action == "/URI" and not _plain_link(value)):
        raise Refused(Reason.OUTSIDE)


def _name(value: Any, key: str) -> str:
    found = value.get(key)
    return str(found) if isinstance(found, pikepdf.Name) else ""


def _plain_link(value: Any) -> bool:
    """Whether an address is one that a person may follow: no scripts, no files of the reader's own machine."""
    target = value.get("/URI")
    return isinstance(target, pikepdf.String) and bool(_WEB.match(bytes(target)))
