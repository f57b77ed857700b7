"""What a file is, by its content; what it is called only ever adds."""

import re
from dataclasses import dataclass

import filetype
from django.utils.translation import gettext as _

from heli.papers.archives import DOCX, OFD, XLSX, document_type
from heli.papers.names import suffix_of
from heli.papers.refusals import UploadRefused

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
PDF, TEXT = "application/pdf", "text/plain; charset=utf-8"
SUFFIXES = {PDF: ".pdf", TEXT: ".txt", DOCX: ".docx", XLSX: ".xlsx", OFD: ".ofd"}

#: For the ``accept`` attribute of file fields.
ACCEPTED = ",".join([*sorted(PICTURES), *sorted(SUFFIXES.values())])

_ZIP = b"PK\x03\x04"
_PDF_PROGRAMS = re.compile(rb"/(JavaScript|Launch|RichMedia)\b")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Document:
    """A document as it is kept: its media type, its suffix and its bytes."""

    content_type: str
    suffix: str
    content: bytes


def is_picture(content: bytes) -> bool:
    """Whether ``content`` begins like a picture that can be taken."""
    return filetype.guess_mime(content[:512]) in PICTURES


def clean_document(content: bytes, name: str) -> Document:
    """Return the document in ``content``; raises UploadRefused for every kind that is not listed.

    Text has no mark of its own, so it is taken only under a name that ends in .txt; it is kept as UTF-8.
    """
    if suffix_of(name) == ".txt" and (text := _readable(content)) is not None:
        return Document(TEXT, ".txt", text.encode())
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return Document(PDF, ".pdf", content)
    found = document_type(content) if content.startswith(_ZIP) else None
    if found is None:
        raise UploadRefused(_reason(content))
    return Document(found, SUFFIXES[found], content)


def _check_pdf(content: bytes) -> None:
    """Refuse a cut-off file and plainly visible programs; what is hidden deeper is never run by Heli's pages."""
    if b"%%EOF" not in content:
        raise UploadRefused(_("The document is damaged or incomplete and cannot be read."))
    if _PDF_PROGRAMS.search(content):
        raise UploadRefused(_("The PDF holds programs. Please print it into a new PDF and send that."))


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


def _reason(content: bytes) -> str:
    """Say why a file of another kind is not taken, and what to do instead."""
    guess = filetype.guess_mime(content[:4096]) or ""
    if guess in ("image/heic", "image/heif", "image/avif"):
        return _("This picture format cannot be read here. Please set the camera to JPEG, or send a screenshot.")
    if guess.startswith("video/"):
        return _("Videos cannot be taken. Please send photos of what matters.")
    return _("This kind of file cannot be taken. Please send a photo, a PDF, a .docx, .xlsx, .ofd or .txt file.")
