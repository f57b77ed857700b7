"""The pictures of the manual: one of every page that is listed, in both languages, and none besides."""

from bench.faces import Visit, report, within
from tools.screenshots import FOLDER, GALLERY, SHOTS, gallery
from tools.served import LANGUAGES


def test_every_page_has_its_picture_in_both_languages():
    listed = {f"{language}/{shot.name}.png" for language in LANGUAGES for shot in SHOTS}
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.png")} == listed
    assert GALLERY.read_text(encoding="utf-8") == gallery()


def test_a_page_meets_the_aims_or_is_marked():
    good, late = Visit(paint=640, received=90_000, shift=0.0001), Visit(paint=1400, received=90_000, shift=0.0)
    assert within(good)
    assert not within(late)
    assert not within(Visit(paint=640, received=301_000, shift=0.0))
    assert not within(Visit(paint=640, received=90_000, shift=0.02))
    assert [line.endswith("| **no** |") for line in report({"a": good, "b": late}, 4).splitlines()[4:]] == [False, True]
