"""What a file is, by its content; what it is called only ever adds."""

import logging
import re
from dataclasses import dataclass, replace

import filetype
from django.utils.translation import gettext as _

from heli.papers.examination import NotExamined, examine, refusal
from heli.papers.examining.verdicts import Kind, Reason
from heli.papers.names import suffix_of
from heli.papers.refusals import UploadRefused
from heli.papers.scanning import finding

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
PDF, TEXT = "application/pdf", "text/plain; charset=utf-8"
_TYPES = {
    Kind.PDF: PDF,
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.OFD: "application/ofd",
}
SUFFIXES = {TEXT: ".txt", **{media_type: f".{kind}" for kind, media_type in _TYPES.items()}}

#: For the ``accept`` attribute of file fields.
ACCEPTED = ",".join([*sorted(PICTURES), *sorted(SUFFIXES.values())])

_PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic"})

_ZIP = b"PK\x03\x04"
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Document:
    """A document as it is kept: its media type, its suffix and its bytes; ``waiting`` while it is not checked."""

    content_type: str
    suffix: str
    content: bytes
    waiting: bool = False


def is_picture(content: bytes) -> bool:
    """Whether ``content`` begins like a picture that can be taken."""
    return filetype.guess_mime(content[:512]) in PICTURES


def clean_document(content: bytes, name: str) -> Document:
    """Return the document in ``content``; raises UploadRefused for every kind that is not listed.

    Text has no mark of its own, so it is taken only under a name that ends in .txt; it is kept as UTF-8. A document
    that cannot be examined or scanned just now is returned as waiting, under the kind that it seems to be.
    """
    if suffix_of(name) == ".txt" and (text := _readable(content)) is not None:
        return _scanned(Document(TEXT, ".txt", text.encode()))
    try:
        kind = _examined(content)
    except NotExamined:
        kind, waiting = _seeming(content, name), True
    else:
        waiting = False
    if kind is Kind.OTHER:
        raise UploadRefused(_reason(content, name))
    found = Document(_TYPES[kind], f".{kind}", content, waiting)
    return found if waiting else _scanned(found)


def _examined(content: bytes) -> Kind:
    if content.startswith(b"%PDF-"):
        return examine(content, "pdfs")
    return examine(content, "archives") if content.startswith(_ZIP) else Kind.OTHER


def _seeming(content: bytes, name: str) -> Kind:
    """Return what a document that cannot be examined seems to be."""
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    return next((kind for kind in (Kind.DOCX, Kind.XLSX, Kind.OFD) if suffix_of(name) == f".{kind}"), Kind.OTHER)


def _scanned(document: Document) -> Document:
    """Return ``document`` after the virus scanner has seen it, waiting where that is away; raises UploadRefused."""
    try:
        found = finding(document.content)
    except NotExamined:
        return replace(document, waiting=True)
    if found:
        log.warning("the virus scanner found %s in an upload", found)
        raise refusal(Reason.INFECTED)
    return document


def _readable(content: bytes) -> str | None:
    """Return ``content`` as text (UTF-8, UTF-16 with its mark, GB 18030); None when it is none."""
    encodings = [name for mark, name in _ENCODINGS if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _UNREADABLE.search(text) else text
    return None


def _reason(content: bytes, name: str) -> str:
    """Say why a file of another kind is not taken, and what to do instead."""
    guess = filetype.guess_mime(content[:4096]) or ""
    if guess in ("image/heic", "image/heif", "image/avif"):
        return _("This picture format cannot be read here. Please set the camera to JPEG, or send a screenshot.")
    if guess.startswith("video/"):
        return _("Videos cannot be taken. Please send photos of what matters.")
    if guess.startswith("image/") or suffix_of(name) in _PICTURE_SUFFIXES:
        return _("This picture cannot be read. Please take it again, or send it as JPEG or PNG.")
    return _("This kind of file cannot be taken. Please send a photo, a PDF, a .docx, .xlsx, .ofd or .txt file.")
