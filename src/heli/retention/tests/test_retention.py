"""Periods of keeping: nothing goes without a period, a warning and a month; what went stays gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from heli.audit.models import Entry
from heli.audit.tests.tampering import as_owner, tamper
from heli.cases.models import Case
from heli.cases.verifying import file_faults
from heli.notices.inbox import page
from heli.papers import shelf
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.people.models import Contact
from heli.retention import erasing
from heli.retention.clocks import due, years_before
from heli.retention.journal import journals, noted, replay
from heli.retention.models import Erasure, Hold, Kind, Period, Planned
from heli.retention.nightly import announce, erase_announced
from heli.service_requests.tests.district import District, build, reported

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MONTH = timedelta(days=30)


@pytest.fixture
def district(settings, tmp_path) -> District:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HELI_WITNESS, settings.HELI_BACKUP = tmp_path / "witness", tmp_path / "backups"
    return build()


@pytest.fixture
def case(district) -> Case:
    """Return a case with a contact and a photo that was closed three years and a day ago."""
    return closed(reported(district, photos=[store(upload(picture(), "a.jpg"))]).case, years=3)


def closed(case: Case, *, years: int) -> Case:
    Case.objects.filter(pk=case.pk).update(closed_at=years_before(NOW, years) - timedelta(days=1))
    return case


def keep(kind: Kind, years: int | None, **more: object) -> None:
    Period.objects.update_or_create(kind=kind, defaults={"years": years, "basis": "《规定》", **more})


def contact_of(case: Case) -> Contact:
    return Contact.objects.get(pk=case.contact_id or 0)


def photo_of(case: Case) -> Path:
    return shelf.path_of(case.attachments.get().file.digest)


def test_without_a_period_nothing_is_due(case):
    assert not any(due(kind, NOW + 100 * 12 * MONTH).exists() for kind in Kind)
    assert (announce(NOW), erase_announced(NOW + 10 * MONTH)) == (0, 0)
    assert contact_of(case).phone == "13800000000"


def test_only_closed_cases_whose_time_is_over_are_due(district, case):
    keep(Kind.CONTACT, 2)
    reported(district)
    closed(reported(district).case, years=1)
    assert list(due(Kind.CONTACT, NOW)) == [case]


def test_the_archives_rule_goes_first_where_it_is_longer(case):
    keep(Kind.CONTACT, 2, archive_years=10)
    assert Period.objects.get().archive_wins
    assert not due(Kind.CONTACT, NOW).exists()


def test_nothing_is_erased_before_it_was_announced_for_a_month(case, district):
    keep(Kind.CONTACT, 2)
    assert erase_announced(NOW) == 0
    assert announce(NOW) == 1
    assert announce(NOW) == 0
    assert erase_announced(NOW + MONTH - timedelta(seconds=1)) == 0
    assert contact_of(case).phone == "13800000000"
    assert erase_announced(NOW + MONTH) == 1
    assert (contact_of(case).phone, contact_of(case).name, contact_of(case).key_id) == ("", "", None)


def test_administrators_are_told_and_nobody_else(case, district):
    keep(Kind.CONTACT, 2)
    announce(NOW)
    told = page(district.actor("admin"))
    assert "1 件已办结事项的联系方式" in told[0].subject
    assert page(district.actor("audit")) == []


def test_a_longer_period_set_meanwhile_is_kept(case):
    keep(Kind.CONTACT, 2)
    announce(NOW)
    keep(Kind.CONTACT, 5)
    assert erase_announced(NOW + MONTH) == 0
    assert not Planned.objects.exists()


def test_a_hold_stops_the_erasure_and_its_end_lets_it_be_announced_anew(case, district):
    keep(Kind.CONTACT, 2)
    announce(NOW)
    hold = Hold.objects.create(case=case, reason="诉讼中", by=district.people["admin"], since=NOW)
    assert erase_announced(NOW + MONTH) == 0
    assert contact_of(case).phone == "13800000000"
    hold.ended_at = NOW
    hold.save()
    assert announce(NOW + MONTH) == 1


def test_a_hold_ends_by_itself_after_its_last_day(case, district):
    keep(Kind.CONTACT, 2)
    today = timezone.localdate(NOW)
    hold = Hold.objects.create(case=case, reason="诉讼中", by=district.people["admin"], since=NOW, until=today)
    assert not due(Kind.CONTACT, NOW).exists()
    hold.until = today - timedelta(days=1)
    hold.save()
    assert due(Kind.CONTACT, NOW).exists()


def test_files_go_with_their_bytes_and_the_record_says_so(case):
    keep(Kind.FILES, 2)
    path = photo_of(case)
    assert path.exists()
    announce(NOW)
    assert erase_announced(NOW + MONTH) == 1
    assert not path.exists()
    entry = Entry.objects.get(verb="erase_files")
    assert (entry.chain, path.name in entry.content) == (case.reference, True)
    assert [fault for fault in file_faults() if fault] == []
    assert contact_of(case).phone == "13800000000"


def test_bytes_that_another_case_still_keeps_stay(case, district):
    other = reported(district, photos=[store(upload(picture(), "b.jpg"))]).case
    assert photo_of(other) == photo_of(case)
    erasing.erase(case, Kind.FILES, by="system", basis="period")
    assert photo_of(other).exists()


def test_a_killed_process_leaves_no_bytes_for_long(case, monkeypatch):
    path = photo_of(case)
    with monkeypatch.context() as killed:
        killed.setattr(erasing, "remove_bytes", lambda digests: 0)
        erasing.erase(case, Kind.FILES, by="system", basis="period")
    assert path.exists()
    assert (erasing.sweep(), path.exists()) == (1, False)


def test_where_the_journal_cannot_be_written_nothing_is_erased(case, settings, tmp_path):
    keep(Kind.CONTACT, 2)
    announce(NOW)
    (tmp_path / "file").write_text("")
    settings.HELI_BACKUP = tmp_path / "file"
    with pytest.raises(OSError, match="file"):
        erase_announced(NOW + MONTH)
    assert contact_of(case).phone == "13800000000"
    assert not Erasure.objects.exists()


def test_what_was_erased_is_erased_again_after_a_restore(case):
    keep(Kind.CONTACT, 2)
    announce(NOW)
    erase_announced(NOW + MONTH)
    assert sorted(noted(journals())) == [("contact", case.reference)]
    as_in_an_older_backup(case)
    assert contact_of(case).phone == "13800000000"
    assert replay(journals()) == 1
    assert contact_of(case).phone == ""
    assert replay(journals()) == 0


def as_in_an_older_backup(case: Case) -> None:
    """Bring the rows back as they were before the erasure."""
    tamper("DELETE FROM retention_erasure")
    contact = contact_of(case)
    contact.name, contact.phone, contact.email = "李", "13800000000", "li@example.test"
    contact.save()


def test_a_case_that_the_restored_database_does_not_know_is_passed_over(district, tmp_path):
    journal = tmp_path / "erasures.txt"
    journal.write_text("2026-01-01T00:00:00+00:00 contact AAAAAAAAAAA\nhalf a li")
    assert replay([journal, tmp_path / "none"]) == 0


def test_that_something_was_erased_cannot_be_taken_back(case):
    erasing.erase(case, Kind.CONTACT, by="system", basis="period")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Erasure.objects.all().delete()
    with as_owner(), pytest.raises(IntegrityError, match="append-only"):
        Erasure.objects.all().delete()


def test_it_is_erased_once(case):
    assert erasing.erase(case, Kind.CONTACT, by="system", basis="period")
    assert not erasing.erase(case, Kind.CONTACT, by="system", basis="period")
    assert Entry.objects.filter(verb="erase_contact").count() == 1
