"""What is taken in, what is refused and why, and what stays behind."""

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import translation

from heli.papers import shelf
from heli.papers.models import StoredFile
from heli.papers.tests.samples import HONEST, HOSTILE, picture, upload
from heli.papers.uploads import MOST_BYTES, UploadRefused, store

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "content", "word"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused_with_the_reason(name, content, word, shelf_root):
    with translation.override("en"), pytest.raises(UploadRefused, match=word):
        store(upload(content, name))
    assert not StoredFile.objects.exists()
    assert not [path for path in shelf_root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("name", "content", "kept_name", "kept_type"), HONEST.values(), ids=HONEST)
def test_honest_files_are_kept_under_what_they_are(name, content, kept_name, kept_type):
    stored = store(upload(content, name), by="staff:7")
    assert (stored.name, stored.content_type, stored.uploaded_by) == (kept_name, kept_type, "staff:7")
    kept = shelf.path_of(stored.digest).read_bytes()
    assert (sha256(kept).hexdigest(), len(kept)) == (stored.digest, stored.size)


def test_nothing_of_a_polyglot_but_the_picture_is_kept():
    stored = store(upload(HONEST["picture and script"][1], "x.gif"))
    assert b"alert" not in shelf.path_of(stored.digest).read_bytes()


def test_text_is_kept_as_utf_8():
    stored = store(upload("路灯".encode("gb18030"), "a.txt"))
    assert shelf.path_of(stored.digest).read_text("utf-8") == "路灯"


def test_too_large_a_file_is_refused_before_it_is_looked_at():
    with translation.override("en"), pytest.raises(UploadRefused, match="at most 20 MB"):
        store(upload(b"%PDF-" + bytes(MOST_BYTES), "big.pdf"))


def test_a_picture_has_a_smaller_limit(monkeypatch):
    monkeypatch.setattr("heli.papers.uploads.MOST_PICTURE_BYTES", 1024)
    with translation.override("en"), pytest.raises(UploadRefused, match="at most 0 MB"):
        store(upload(picture(size=(600, 400)), "a.jpg"))


def test_refusals_name_the_file():
    with translation.override("en"), pytest.raises(UploadRefused, match=r"“evil\.svg”"):
        store(upload(b"<svg/>", "../../\x00evil.svg"))


def test_refusals_are_read_in_chinese():
    with translation.override("zh-hans"), pytest.raises(UploadRefused, match="文件是空的"):
        store(upload(b"", "a.jpg"))


def test_files_are_the_owners_alone(shelf_root):
    stored = store(upload(picture(), "a.jpg"))
    path = shelf.path_of(stored.digest)
    assert path.stat().st_mode & 0o777 == 0o600
    assert {each.stat().st_mode & 0o777 for each in (shelf_root, path.parent)} == {0o700}


def test_files_lie_outside_what_is_served(settings):
    settings.MEDIA_ROOT = settings.HELI_HOME / "files"
    assert not settings.MEDIA_ROOT.is_relative_to(Path(settings.STATIC_ROOT))
    assert "static" not in settings.MEDIA_ROOT.parts


def test_the_same_picture_twice_is_kept_once(shelf_root):
    first, second = (store(upload(picture(), name)) for name in ("a.jpg", "b.jpg"))
    assert first.pk != second.pk
    assert first.digest == second.digest
    assert len([path for path in shelf_root.rglob("*") if path.is_file()]) == 2


@pytest.mark.parametrize("failing", ["fsync", "open"])
def test_a_full_disk_is_a_clear_refusal_and_leaves_nothing(failing, shelf_root, monkeypatch):
    shelf.put("00" * 32, b"makes the folders")

    def fail(*args, **kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(f"heli.papers.shelf.os.{failing}", fail)
    with translation.override("en"), pytest.raises(UploadRefused, match="no room"):
        store(upload(picture(), "a.jpg"))
    assert not StoredFile.objects.exists()
    assert [path.name for path in shelf_root.rglob("*") if path.is_file()] == ["00" * 32]
