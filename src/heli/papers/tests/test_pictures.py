"""Pictures are encoded anew: upright, within limits, and without anything but the picture."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from heli.papers.pictures import clean_picture
from heli.papers.refusals import UploadRefused
from heli.papers.tests.samples import photo_with_place, picture


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def test_place_device_comment_and_profile_are_removed():
    source = photo_with_place()
    cleaned = clean_picture(source)
    for part in (cleaned.content, cleaned.small):
        assert not opened(part).getexif()
        assert set(opened(part).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
        assert b"Secret" not in part
        assert b"Exif" not in part


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_ends_upright(orientation):
    cleaned = clean_picture(photo_with_place(orientation))
    image = opened(cleaned.content)
    turned = orientation >= 5
    assert image.size == (cleaned.width, cleaned.height) == ((40, 60) if turned else (60, 40))
    red = {1: (2, 2), 2: (57, 2), 3: (57, 2), 4: (2, 2), 5: (2, 2), 6: (2, 2), 7: (2, 57), 8: (2, 57)}[orientation]
    assert image.getpixel(red)[0] > 200


def test_large_pictures_shrink_and_have_a_thumbnail():
    cleaned = clean_picture(picture(size=(4000, 3000)))
    assert opened(cleaned.content).size == (2400, 1800)
    assert opened(cleaned.small).size == (320, 240)


def test_a_thin_picture_keeps_one_pixel():
    cleaned = clean_picture(picture("PNG", size=(9000, 2)))
    assert (cleaned.width, cleaned.height) == (2400, 1)


def test_transparency_stays_in_a_png_and_is_white_elsewhere():
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    png, webp = BytesIO(), BytesIO()
    clear.save(png, "PNG")
    clear.save(webp, "WEBP")
    assert opened(clean_picture(png.getvalue()).content).getpixel((1, 1))[3] == 0
    assert opened(clean_picture(webp.getvalue()).content).getpixel((1, 1)) == (255, 255, 255)


def test_a_palette_with_a_transparent_colour_is_read():
    image = Image.new("P", (10, 10), 0)
    image.putpalette([255, 0, 0] + [0, 0, 255] * 255)
    into = BytesIO()
    image.save(into, "PNG", transparency=0)
    assert opened(clean_picture(into.getvalue()).content).getpixel((1, 1))[3] == 0


def test_sixteen_bits_of_grey_become_eight():
    into = BytesIO()
    Image.new("I;16", (10, 10), 0x8000).save(into, "PNG")
    assert opened(clean_picture(into.getvalue()).content).getpixel((1, 1)) == (128, 128, 128)


def test_print_colours_are_read():
    assert clean_picture(picture(mode="CMYK")).content_type == "image/jpeg"


def test_a_moving_picture_stands_still():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue", "green")]
    into = BytesIO()
    frames[0].save(into, "GIF", save_all=True, append_images=frames[1:])
    still = opened(clean_picture(into.getvalue()).content)
    assert getattr(still, "n_frames", 1) == 1
    assert still.getpixel((1, 1))[:3] == (255, 0, 0)


def test_noise_does_not_stay_a_large_png(monkeypatch):
    monkeypatch.setattr("heli.papers.pictures._LARGEST_PNG", 1000)
    assert clean_picture(picture("PNG", size=(300, 300), compress_level=0)).content_type in ("image/png", "image/jpeg")
    noise = Image.effect_noise((100, 100), 90)
    into = BytesIO()
    noise.save(into, "PNG")
    assert clean_picture(into.getvalue()).content_type == "image/jpeg"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_particulars_do_not_cost_the_picture():
    exif = b"Exif\x00\x00II*\x00\xff\xff\xff\xff" + b"\xff" * 40
    assert clean_picture(picture(exif=exif)).width == 60


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150, deadline=None)
@given(
    source=st.sampled_from([picture(), photo_with_place(), picture("PNG"), picture("GIF"), picture("WEBP")]),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12),
    cut=st.floats(0.2, 1),
)
def test_any_damage_is_a_refusal_or_a_picture(source, changes, cut):
    damaged = bytearray(source)
    for where, byte in changes:
        damaged[int(where * len(damaged))] = byte
    try:
        cleaned = clean_picture(bytes(damaged[: int(cut * len(damaged))]))
    except UploadRefused:
        return
    assert opened(cleaned.content).size == (cleaned.width, cleaned.height)
