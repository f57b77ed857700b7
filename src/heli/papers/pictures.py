"""Pictures: decoded within limits and encoded anew, so that nothing of the original file but the picture remains."""

import struct
import threading
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from heli.papers.refusals import UploadRefused

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2400
SMALL_SIDE = 320
_LARGEST_PNG = 4_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")

#: Tag 0x0112 of Exif 2.3 (orientation): how to turn the stored picture so that it stands upright.
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

#: A picture of 40 megapixels takes about 300 MB while it is decoded; several at once would be too much for a server.
_ONE_AT_A_TIME = threading.Lock()

#: What decoders are known to raise for damaged and for hostile files.
_DAMAGED = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, AttributeError, RuntimeError,
    AssertionError, struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """An encoded picture, at most 2,400 pixels on its longer side, and its thumbnail (JPEG, at most 320 pixels)."""

    content: bytes
    content_type: str
    width: int
    height: int
    small: bytes

    @property
    def suffix(self) -> str:
        """The ending of the picture's name."""
        return ".png" if self.content_type == "image/png" else ".jpg"


def clean_picture(content: bytes) -> Picture:
    """Return the picture in ``content`` (JPEG, PNG, WebP, GIF; the first image of several); raises UploadRefused.

    The size is read from the header before anything is decoded. Orientation is applied; places, dates, devices,
    comments, colour profiles and whatever was hidden before or behind the picture are gone.
    """
    try:
        with _ONE_AT_A_TIME:
            image, lossless = _decode(content)
            return _encode(image, lossless=lossless)
    except UploadRefused:
        raise
    except Image.DecompressionBombError as bomb:
        raise _too_many_pixels() from bomb
    except _DAMAGED as damage:
        raise UploadRefused(_("The picture is damaged or incomplete and cannot be read.")) from damage


def _decode(content: bytes) -> tuple[Image.Image, bool]:
    """Return the picture and whether it came from a format without losses."""
    with Image.open(BytesIO(content), formats=_FORMATS) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise _too_many_pixels()
        turn = _turn(opened)
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image = _plain(opened)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return image.transpose(turn) if turn is not None else image, opened.format in ("PNG", "GIF")


def _too_many_pixels() -> UploadRefused:
    most = MOST_PIXELS // 1_000_000
    return UploadRefused(_("The picture has too many pixels; at most %(most)s million can be taken.") % {"most": most})


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Return how to turn the picture; one whose particulars are broken stays as it is."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _DAMAGED:
        return None


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture as RGB or RGBA, without anything that its file said about it."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    clear = image.mode in ("LA", "PA", "RGBA", "RGBa") or "transparency" in image.info
    plain = image.convert("RGBA" if clear else "RGB")
    plain.info = {}
    return plain


def _encode(image: Image.Image, *, lossless: bool) -> Picture:
    width, height = image.size
    small = _on_white(image)
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    content = _written(image, "PNG", optimize=False) if lossless else b""
    content_type = "image/png"
    if not content or len(content) > _LARGEST_PNG:
        content, content_type = _written(_on_white(image), "JPEG", quality=85, progressive=True), "image/jpeg"
    return Picture(content, content_type, width, height, _written(small, "JPEG", quality=80))


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image.copy()
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _written(image: Image.Image, format_name: str, **options: object) -> bytes:
    into = BytesIO()
    image.save(into, format_name, **options)
    return into.getvalue()
