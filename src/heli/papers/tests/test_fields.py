"""Files in forms."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils import translation

from heli.papers.fields import MOST_FILES, FilesField
from heli.papers.quota import Quota
from heli.papers.tests.samples import SVG, picture, upload
from heli.papers.uploads import MOST_BYTES, store

pytestmark = pytest.mark.django_db


def test_every_refusal_is_told_at_once():
    files = [upload(SVG, "a.svg"), upload(picture(), "b.jpg"), upload(b"MZ", "d.exe")]
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        FilesField().clean(files)
    assert [message.split(":")[0] for message in refused.value.messages] == ["“a.svg”", "“d.exe”"]


def test_too_many_files_are_refused():
    with pytest.raises(ValidationError):
        FilesField().clean([upload(picture(), "a.jpg")] * (MOST_FILES + 1))


def test_a_required_field_wants_one():
    with pytest.raises(ValidationError):
        FilesField().clean([])
    assert FilesField(required=False).clean(None) == []


def test_files_stored_before_are_taken_as_they_are():
    stored = store(upload(picture(), "a.jpg"))
    assert FilesField().clean([stored]) == [stored]


def test_the_browser_is_told_what_can_be_taken():
    assert ".docx" in FilesField().widget.attrs["accept"]


def test_the_rest_of_a_flood_is_not_kept():
    keeper = TemporaryFileUploadHandler()
    keeper.new_file("f", "a.pdf", "application/pdf", None, None)
    size, chunk = 0, bytes(1024 * 1024)
    for number in range(60):
        passed = Quota().receive_data_chunk(chunk, number * len(chunk))
        if passed is not None:
            keeper.receive_data_chunk(passed, size)
            size += len(passed)
    kept = keeper.file_complete(size)
    assert MOST_BYTES < kept.size <= MOST_BYTES + 2 * len(chunk)
    kept.close()
