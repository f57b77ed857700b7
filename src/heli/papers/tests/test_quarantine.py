"""Files that wait for the scanner: what becomes of them, and what people are told meanwhile."""

import pytest
from django.utils import timezone, translation

from heli.audit.models import Entry
from heli.papers.models import StoredFile
from heli.papers.quarantine import CHAIN, check_waiting
from heli.papers.tests.hostile import EICAR
from heli.papers.tests.samples import PDF, upload
from heli.papers.tests.scanner import scanner
from heli.papers.uploads import store

pytestmark = pytest.mark.django_db
AWAY = "127.0.0.1:1"
State = StoredFile.State


@pytest.fixture
def waiting(settings) -> StoredFile:
    settings.HELI_CLAMAV = AWAY
    return store(upload(PDF, "信.pdf"))


def test_while_the_scanner_is_away_everything_waits(waiting):
    assert check_waiting() == 0
    waiting.refresh_from_db()
    assert waiting.state == State.QUARANTINED
    assert not Entry.objects.filter(chain=CHAIN).exists()


def test_when_it_is_back_clean_files_are_given_out_and_the_record_says_so(waiting, settings):
    with scanner() as settings.HELI_CLAMAV:
        assert check_waiting(timezone.now()) == 1
        assert check_waiting() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.name) == (State.CLEAN, "信.pdf")
    entry = Entry.objects.get(chain=CHAIN)
    assert (entry.verb, entry.actor) == ("file.checked", "system")


def test_what_it_finds_is_never_given_out(settings):
    settings.HELI_CLAMAV = AWAY
    stored = store(upload(EICAR, "a.txt"))
    with scanner() as settings.HELI_CLAMAV, translation.override("en"):
        assert check_waiting() == 1
    stored.refresh_from_db()
    assert stored.state == State.REFUSED
    assert "harmful" in Entry.objects.get(chain=CHAIN).content
