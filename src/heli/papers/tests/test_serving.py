"""What browsers are told about files."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from heli.papers import shelf
from heli.papers.serving import file_response, paper_response, unless_known
from heli.papers.tests.samples import PDF, picture, upload
from heli.papers.uploads import store

pytestmark = pytest.mark.django_db


def body(response):
    return b"".join(response.streaming_content)


def test_a_missing_file_is_a_missing_page():
    stored = store(upload(PDF, "a.pdf"))
    shelf.remove(stored.digest)
    with pytest.raises(Http404):
        file_response(stored, inline_image=True)


def test_a_document_is_only_for_saving():
    response = file_response(store(upload(PDF, "回执.pdf")), inline_image=True)
    assert response["Content-Disposition"].startswith("attachment")
    assert "filename*=utf-8''%E5%9B%9E" in response["Content-Disposition"]
    assert body(response) == PDF


@pytest.mark.parametrize(("inline", "word"), [(True, "inline"), (False, "attachment")])
def test_a_picture_is_shown_where_asked(inline, word):
    response = file_response(store(upload(picture(), "a.jpg")), inline_image=inline)
    assert response["Content-Disposition"].startswith(word)
    response.close()


def test_every_answer_is_guarded():
    response = file_response(store(upload(picture(), "a.jpg")), inline_image=True)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-cache"
    response.close()


def test_a_thumbnail_is_a_jpeg_of_its_own():
    stored = store(upload(picture("PNG", size=(800, 600)), "a.png"))
    response = file_response(stored, inline_image=True, small=True)
    assert response["Content-Type"] == "image/jpeg"
    assert body(response).startswith(b"\xff\xd8")


def test_a_known_picture_is_not_sent_again():
    stored = store(upload(picture(), "a.jpg"))
    request = RequestFactory().get("/", headers={"If-None-Match": f'"{stored.digest}"'})
    assert unless_known(request, file_response(stored, inline_image=True)).status_code == 304
    other = unless_known(RequestFactory().get("/"), file_response(stored, inline_image=True))
    assert other.status_code == 200
    other.close()


def test_a_paper_is_saved_under_its_name():
    assert paper_response(PDF, "receipt-A.pdf")["Content-Disposition"] == 'attachment; filename="receipt-A.pdf"'
