"""The XML of office documents: read without document types or entities, within bounds, for what loads or runs."""

import re
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from heli.papers.examining.sheets import Workbook
from heli.papers.examining.verdicts import DEEPEST_XML, MOST_ELEMENTS, Reason, Refused

#: A field that starts a program or loads something; obfuscated ones build their text from numbers.
_FIELD = re.compile(r"\bDDE(AUTO)?\b|\bINCLUDE(PICTURE|TEXT)\b|\bIMPORT\b|\bQUOTE(\s+\d{2,3}){3}", re.IGNORECASE)
_MACRO_TYPE = re.compile(r"macroEnabled|vbaProject|activeX", re.IGNORECASE)
_LINK = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_RUNNING = ("control", "vbaProject", "attachedToolbars", "wordVbaData", "xlMacrosheet", "xlIntlMacrosheet")
_LOADING = ("oleObject", "aFChunk", "attachedTemplate", "frame", "subDocument", "externalLinkPath", "ddeLink")
#: Elements of OFD that run or open something when the document is read.
_OFD_ACTIONS = ("Script", "Movie", "Sound")


def is_xml(name: str, content: bytes) -> bool:
    """Whether a part is XML, by its name or its beginning."""
    start = content[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    return name.lower().endswith((".xml", ".rels", ".vml")) or start.startswith(b"<")


def check_xml(name: str, content: bytes, workbook: Workbook) -> None:
    """Raise Refused for XML that is broken, has a document type, is too deep, or loads or runs something."""
    parser = XMLParser(target=_Watcher(name, workbook), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(content)
        parser.close()
    except DefusedXmlException as trick:
        raise Refused(Reason.FOREIGN_PARTS) from trick
    except (ParseError, ValueError, LookupError) as fault:
        raise Refused(Reason.DAMAGED) from fault


class _Watcher:
    """Sees the elements of one part as they come and keeps none of them."""

    def __init__(self, name: str, workbook: Workbook) -> None:
        self.name = name
        self.workbook = workbook
        self.depth = self.elements = 0
        self.instructions: list[str] = []
        self.sheet = workbook.part(name)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Judge an element and its attributes."""
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST_XML or self.elements > MOST_ELEMENTS:
            raise Refused(Reason.TOO_MUCH)
        local = tag.rpartition("}")[2]
        if local == "Relationship":
            _check_relationship(attributes)
        elif local in ("Override", "Default") and _MACRO_TYPE.search(attributes.get("ContentType", "")):
            raise Refused(Reason.MACROS)
        elif local in ("ddeLink", "oleLink") or _FIELD.search(_instruction(attributes)):
            raise Refused(Reason.OUTSIDE)
        elif local in _OFD_ACTIONS:
            raise Refused(Reason.MACROS)
        if self.sheet:
            self.sheet.start(local, attributes)
        self.text: list[str] | None = [] if local in ("instrText", "delInstrText", "f", "t", "v") else None

    def data(self, text: str) -> None:
        """Gather text where it may be an instruction or a number."""
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        """Judge what an element said."""
        self.depth -= 1
        local, said = tag.rpartition("}")[2], "".join(self.text or ())
        if local in ("instrText", "delInstrText"):
            self.instructions.append(said)
        if self.sheet:
            self.sheet.end(local, said)
        self.text = None

    def close(self) -> Any:
        """Judge the instructions of all runs together: a field may be spread over many."""
        if _FIELD.search("".join(self.instructions)):
            raise Refused(Reason.OUTSIDE)


def _instruction(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.rpartition("}")[2] == "instr"), "")


def _check_relationship(attributes: dict[str, str]) -> None:
    """Refuse what a reader would load or run on opening; plain links that a person may follow stay."""
    kind = attributes.get("Type", "").rpartition("/")[2]
    outside = attributes.get("TargetMode", "").lower() == "external"
    if kind in _RUNNING:
        raise Refused(Reason.MACROS)
    if kind in _LOADING and (outside or kind in ("oleObject", "aFChunk")):
        raise Refused(Reason.OUTSIDE if outside else Reason.EMBEDDED)
    if outside and not (kind == "hyperlink" and _LINK.match(attributes.get("Target", ""))):
        raise Refused(Reason.OUTSIDE)
