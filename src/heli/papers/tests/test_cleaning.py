"""What nobody took is removed; what a case took, and what shares its bytes, stays."""

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from heli.papers import shelf
from heli.papers.cleaning import KEPT, remove_strays, remove_unclaimed
from heli.papers.issuing import claim
from heli.papers.models import StoredFile
from heli.papers.tests.samples import PDF, picture, upload
from heli.papers.uploads import store

pytestmark = pytest.mark.django_db


def later():
    return timezone.now() + KEPT + timedelta(seconds=1)


def age(path):
    old = time.time() - KEPT.total_seconds() - 60
    os.utime(path, (old, old))


def test_a_claimed_file_stays():
    stored = store(upload(picture(), "a.jpg"))
    claim([stored])
    assert remove_unclaimed(later()) == 0
    assert shelf.path_of(stored.digest).exists()


def test_a_file_of_a_form_in_hand_stays():
    stored = store(upload(picture(), "a.jpg"))
    assert remove_unclaimed(timezone.now() + timedelta(hours=24)) == 0
    assert shelf.path_of(stored.digest).exists()


def test_an_unclaimed_file_goes_with_its_thumbnail(shelf_root):
    store(upload(picture(), "a.jpg"))
    assert remove_unclaimed(later()) == 1
    assert not [path for path in shelf_root.rglob("*") if path.is_file()]


def test_bytes_that_a_claimed_file_shares_stay():
    claimed, other = (store(upload(PDF, name)) for name in ("a.pdf", "b.pdf"))
    claim([claimed])
    assert remove_unclaimed(later()) == 1
    assert shelf.path_of(claimed.digest).read_bytes() == PDF
    assert not StoredFile.objects.filter(pk=other.pk).exists()


def test_more_than_one_batch_goes(monkeypatch):
    monkeypatch.setattr("heli.papers.cleaning._BATCH", 2)
    for number in range(5):
        store(upload(PDF + bytes([65 + number]), "a.pdf"))
    assert remove_unclaimed(later()) == 5


def test_bytes_without_a_row_and_drafts_go_when_they_are_old():
    stored = store(upload(PDF, "a.pdf"))
    shelf.put("ab" * 32, b"stray")
    draft = shelf.root() / "drafts" / "half"
    draft.write_bytes(b"half")
    assert remove_strays() == 0
    for path in (shelf.path_of(stored.digest), shelf.path_of("ab" * 32), draft):
        age(path)
    assert remove_strays() == 2
    assert [path.exists() for path in (shelf.path_of(stored.digest), draft)] == [True, False]
