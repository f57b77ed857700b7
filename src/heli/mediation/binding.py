"""Binding a dossier: one PDF with cover, list and page numbers, and an archive with a signed list of hashes.

What is filed is kept as it was made, whatever changes later. The whole is put together from the parts and says no more
than they do.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pikepdf
from django.utils import timezone, translation
from PIL import Image

from heli.audit.signing import key_id, public_key
from heli.kernel.chains import canonical_json
from heli.mediation.dossier import Entry, Material, entries, material
from heli.mediation.models import Level
from heli.organizations.responsibility import registry
from heli.organizations.settings import district
from heli.papers import shelf
from heli.papers.models import StoredFile
from heli.papers.packages import packed
from heli.papers.rendering import render, typeset
from heli.papers.wording import day, moment

TEMPLATE: Final = Path(__file__).parent / "templates_typst" / "dossier.typ"
LANGUAGE: Final = "zh-hans"
PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
KIND: Final = "dossier"
PARTS, WHOLE = "parts.json", "dossier.pdf"
#: Pages of a picture: A4 at 100 dots an inch.
A4: Final = (827, 1169)
FRONT_PAGES: Final = 2


@dataclass(frozen=True)
class Part:
    """One piece of the set: ``name`` in the archive, the bytes as they are kept, and as pages (None: no pages)."""

    entry: Entry
    name: str
    content: bytes
    pages: bytes | None

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes, hexadecimal."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Bound:
    """The parts, the whole as one PDF, and what lists the parts with their hashes."""

    reference: str
    parts: list[Part]
    pdf: bytes
    listed: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the list, hexadecimal: what the history keeps."""
        return sha256(self.listed.encode()).hexdigest()


def bind(case: Any, at: datetime) -> Bound:
    """Return the dossier of ``case`` as it stood ``at``, in Chinese, as files are kept."""
    with translation.override(LANGUAGE):
        found = material(case, at)
        lines = entries(found)
        parts = [part for number, each in enumerate(lines, 1) for part in _parts(found, number, each, at)]
        pdf = _whole(found, lines, parts, at)
    return Bound(case.reference, parts, pdf, _listed(found, parts, at))


def archive(bound: Bound) -> bytes:
    """Return the archive, a signed package: every part, the list of the parts, the whole as one PDF."""
    parts = {each.name: each.content for each in bound.parts}
    return packed(KIND, {"reference": bound.reference}, {**parts, WHOLE: bound.pdf, PARTS: bound.listed.encode()})


def seal_of(bound: Bound) -> dict[str, str]:
    """Return what the history keeps of a filed dossier: the hash of the list of its parts, and the key that signs."""
    return {"digest": bound.digest, "key": key_id(public_key())}


def _parts(found: Material, number: int, entry: Entry, at: datetime) -> list[Part]:
    stem = f"{number:02}-{entry.code}"
    made: list[Part] = []
    if entry.texts:
        pages = _typeset("records", found, at, title=str(entry.label), lines=entry.texts)
        made.append(Part(entry, f"{stem}/record.pdf", pages, pages))
    for place, paper in enumerate(entry.papers, 1):
        pages = render(paper)
        made.append(Part(entry, f"{stem}/paper-{place:02}.pdf", pages, pages))
    for place, file in enumerate((each for each in entry.files if each.is_clean), 1):
        content = shelf.path_of(file.digest).read_bytes()
        suffix = Path(file.name).suffix.lower() or ".bin"
        made.append(Part(entry, f"{stem}/file-{place:02}{suffix}", content, _pages_of(file, content)))
    return made


def _pages_of(file: StoredFile, content: bytes) -> bytes | None:
    """Return a file as pages: a PDF as it is, a picture on a page, anything else not at all."""
    if file.content_type == PDF:
        return content
    if not file.is_image:
        return None
    page, picture = Image.new("RGB", A4, "white"), Image.open(BytesIO(content)).convert("RGB")
    picture.thumbnail((A4[0] - 140, A4[1] - 180))
    page.paste(picture, ((A4[0] - picture.width) // 2, 90))
    made = BytesIO()
    page.save(made, "PDF", resolution=100, creationDate=None, modDate=None)
    return made.getvalue()


def _typeset(part: str, found: Material, at: datetime, **more: Any) -> bytes:
    data = {"part": part, "reference": found.case.reference, "district": district().district_name, **more}
    return typeset(TEMPLATE, {"dossier": data}, at=at)


def _whole(found: Material, lines: list[Entry], parts: list[Part], at: datetime) -> bytes:
    """Put the set together: cover and list, the parts, the back; then number every page."""
    whole = pikepdf.new()
    begins: dict[str, int] = {}
    for part in parts:
        if part.pages is not None:
            begins.setdefault(part.entry.code, len(whole.pages) + FRONT_PAGES + 1)
            _append(whole, part.pages)
    front = _typeset("cover", found, at, cover=_cover(found, at), list=_list(lines, begins))
    body, whole = whole, pikepdf.new()
    _append(whole, front)
    whole.pages.extend(body.pages)
    _append(whole, _typeset("back", found, at, lines=_back(parts, len(whole.pages) + 1, at)))
    numbers = pikepdf.open(BytesIO(_typeset("numbers", found, at, pages=len(whole.pages))))
    for page, number in zip(whole.pages, numbers.pages, strict=True):
        page.add_overlay(number, None)
    made = BytesIO()
    whole.save(made, deterministic_id=True)
    return made.getvalue()


def _append(whole: pikepdf.Pdf, pages: bytes) -> None:
    with pikepdf.open(BytesIO(pages)) as more:
        whole.pages.extend(more.pages)


def _cover(found: Material, at: datetime) -> list[list[str]]:
    case, unit = found.case, registry().units.get(found.case.unit_id or 0)
    return [
        ["卷号", case.reference],
        ["纠纷类别", case.category.name],
        ["纠纷名称", case.title],
        ["调解组织", unit.name if unit else ""],
        ["层级", str(Level(case.dispute.level).label)],
        ["调解员", "、".join(dict.fromkeys(found.mediators))],
        ["受理日期", day(case.opened_at)],
        ["结束日期", day(case.closed_at) if case.closed_at else ""],
        ["立卷日期", day(timezone.localtime(at))],
    ]


def _list(lines: list[Entry], begins: dict[str, int]) -> list[list[str]]:
    rows = [["1", "卷宗封面、卷内目录", "必须", "1"]]
    for each in lines:
        if each.there or each.always:
            where = str(begins.get(each.code, "")) or ("见附件" if each.there else "无")
            rows.append([str(len(rows) + 1), str(each.label), "必须" if each.always else "视情况", where])
    return [*rows, [str(len(rows) + 1), "卷宗封底（备考表）", "必须", "末页"]]


def _back(parts: list[Part], pages: int, at: datetime) -> list[str]:
    return [
        f"本卷共 {pages} 页，材料 {len(parts)} 件。",
        "与一方单独谈话的内容不入卷；本卷不含身份证件复印件，当事人自行提交的除外。",
        "各件材料的校验值（SHA-256）：",
        *(f"{each.name}　{each.digest[:32]}……" for each in parts),
        f"立卷时间：{moment(at)}",
    ]


def _listed(found: Material, parts: list[Part], at: datetime) -> str:
    rows = [{"entry": each.entry.code, "name": each.name, "sha256": each.digest} for each in parts]
    told = {"reference": found.case.reference, "at": at.isoformat(), "parts": rows, "law": "人民调解法第二十七条"}
    return str(canonical_json(told))
