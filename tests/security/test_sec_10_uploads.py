"""Class 10: an upload is served active or under a wrong type. Every file of the hostile corpus, and what is served."""

from importlib import import_module

import pytest
from django.http import Http404
from django.utils import translation

from heli.papers.examination import NotExamined, refusal
from heli.papers.examining.verdicts import Refused
from heli.papers.models import StoredFile
from heli.papers.serving import file_response
from heli.papers.tests.hostile import EITHER, REFUSED, TAKEN, Sample, corpus
from heli.papers.tests.samples import PDF, docx, picture, upload
from heli.papers.tests.scanner import scanner
from heli.papers.uploads import UploadRefused, check, store

pytestmark = pytest.mark.django_db


def here(content: bytes, examiner: str):
    """Examine in this process: the same code without the cell, which has tests of its own."""
    try:
        return import_module(f"heli.papers.examining.{examiner}").examine(content)
    except Refused as found:
        raise refusal(found.reason) from found


def outcome(sample: Sample) -> str:
    if not sample.content:
        return REFUSED
    try:
        kept = check(sample.content, sample.name)
    except UploadRefused:
        return REFUSED
    if sample.expected == TAKEN and (kept.content == sample.content or not kept.content_type.startswith("image/")):
        return "kept as sent"
    return "waiting" if kept.waiting else TAKEN


@pytest.fixture
def examined_here(monkeypatch):
    monkeypatch.setattr("heli.papers.sniffing.examine", here)


def test_nothing_hostile_is_taken_and_nothing_crashes(examined_here, settings):
    samples = corpus()
    with scanner() as address:
        settings.HELI_CLAMAV = address
        became = {sample.label: outcome(sample) for sample in samples}
    wrong = {
        sample.label: became[sample.label]
        for sample in samples
        if became[sample.label] not in ((REFUSED, TAKEN) if sample.expected == EITHER else (sample.expected,))
    }
    assert len(samples) > 200
    assert wrong == {}


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OK\n\nFOUND?"])
def test_without_a_clear_answer_of_the_scanner_nothing_is_given_out(says, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with scanner(says or b" ") as address:
        settings.HELI_CLAMAV = address
        stored = store(upload(PDF, "a.pdf"))
    assert stored.state == StoredFile.State.QUARANTINED
    with pytest.raises(Http404):
        file_response(stored, inline_image=True)


@pytest.mark.parametrize("state", [StoredFile.State.QUARANTINED, StoredFile.State.REFUSED])
def test_no_picture_is_shown_before_it_is_clean(state, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    stored = store(upload(picture(), "a.jpg"))
    stored.state = state
    assert not stored.is_image
    for small in (False, True):
        with pytest.raises(Http404):
            file_response(stored, inline_image=True, small=small)


def test_a_document_that_cannot_be_examined_waits(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def away(content, examiner):
        raise NotExamined

    monkeypatch.setattr("heli.papers.sniffing.examine", away)
    assert store(upload(docx(), "a.docx")).state == StoredFile.State.QUARANTINED
    with translation.override("en"), pytest.raises(UploadRefused, match="kind"):
        store(upload(docx(), "a.exe"))


def test_documents_are_served_for_saving_only_under_chinese_names_too(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    response = file_response(store(upload(docx(), '情况"说明.docx')), inline_image=True)
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E6%83%85%E5%86%B5_%E8%AF%B4%E6%98%8E.docx"
    )
    policy = response["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'"} <= set(policy)
    assert (response["X-Content-Type-Options"], response["Cross-Origin-Resource-Policy"]) == ("nosniff", "same-origin")
    response.close()
