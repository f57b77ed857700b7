"""`heli audit verify`: the history of cases and the audit record say the same, or the first difference is named."""

from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from heli.access.reads import log_read
from heli.audit.tests.tampering import tamper
from heli.cases.models import Case
from heli.papers import shelf
from heli.papers.tests.samples import picture, upload
from heli.papers.uploads import store
from heli.service_requests import actions
from heli.service_requests.tests.district import District, build, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(settings, tmp_path) -> District:
    settings.MEDIA_ROOT = tmp_path / "files"
    return build()


@pytest.fixture
def case(district) -> Case:
    """Return a case in hand, with a photo, one of two."""
    reported(district)
    case = reported(district, photos=[store(upload(picture(), "a.jpg"))]).case
    actions.dispatch(case, by=district.actor("east"), unit=district.roads, note="请尽快")
    actions.accept(case, by=district.actor("ma"), member=district.people["ma"])
    log_read(case.reference, by=district.actor("ma"), purpose="calling")
    return case


def verify(*options: str) -> str:
    """Return what the command says; an empty text when all is whole."""
    errors = StringIO()
    with suppress(CommandError):
        call_command("audit_verify", *options, stdout=StringIO(), stderr=errors)
    return errors.getvalue()


def test_a_broken_record_is_exit_code_1_and_the_first_entry_is_named(case):
    tamper("DELETE FROM audit_entry WHERE chain = %s AND seq = 1", [case.reference])
    with pytest.raises(CommandError, match=f"the first: {case.reference} #1: missing") as broken:
        call_command("audit_verify", stdout=StringIO(), stderr=StringIO())
    assert broken.value.returncode == 1


def test_an_honest_history_is_whole(case):
    assert verify() == ""
    assert verify("--files") == ""
    assert verify("--case", case.reference) == ""


def test_it_tells_how_many_it_has_checked(case):
    told = StringIO()
    call_command("audit_verify", stdout=told)
    assert "5 entries" in told.getvalue()
    assert "4 events" in told.getvalue()
    assert "is whole" in told.getvalue()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("step = 'close'", "step"),
        ("to_state = 'closed'", "to"),
        ("from_state = ''", "from"),
        ("at = at - interval '1 day'", "at"),
        ("actor = 'staff:1'", "actor"),
        ("role = 'leader'", "role"),
        ("note = 'nothing'", "note"),
        ("facts = '{\"unit_id\": 1}'", "facts"),
    ],
)
def test_a_changed_event_is_named(case, change, word):
    event = case.events.get(step="dispatch")
    tamper(f"UPDATE cases_event SET {change} WHERE id = %s", [event.pk])
    assert f"{case.reference} #{event.entry.seq}: event differs ({word}" in verify()


@pytest.mark.parametrize("change", ["UPDATE cases_internalnote SET text = 'nothing'", "DELETE FROM cases_internalnote"])
def test_a_changed_note_for_staff_is_named(case, change):
    event = case.events.get(step="dispatch")
    tamper(f"{change} WHERE event_id = %s", [event.pk])
    assert f"{case.reference} #{event.entry.seq}: event differs (internal_note" in verify()


def test_a_changed_entry_is_named(case):
    tamper("UPDATE audit_entry SET content = replace(content, '请尽快', '不用') WHERE chain = %s", [case.reference])
    assert f"{case.reference} #2: altered" in verify()


def test_a_deleted_last_entry_is_noticed_by_its_event(case):
    tamper("DELETE FROM audit_entry WHERE chain = %s AND seq = 3", [case.reference])
    assert "no entry (event" in verify()


def test_a_deleted_event_is_noticed_by_its_entry(case):
    tamper("DELETE FROM cases_event WHERE case_id = %s AND step = 'accept'", [case.pk])
    assert f"{case.reference} #3: no event (in_hand)" in verify()


def test_a_case_moved_behind_the_back_of_its_history_is_named(case):
    Case.objects.filter(pk=case.pk).update(state="closed")
    assert f"{case.reference} #3: state differs" in verify()


def test_an_event_moved_to_another_case_is_named(case, district):
    other = Case.objects.exclude(pk=case.pk).get()
    tamper("UPDATE cases_event SET case_id = %s WHERE case_id = %s AND step = 'accept'", [other.pk, case.pk])
    assert "event differs (case)" in verify()


def test_a_removed_attachment_is_named(case):
    tamper("DELETE FROM cases_attachment WHERE case_id = %s", [case.pk])
    assert f"{case.reference} #1: event differs (files)" in verify()


def test_a_changed_or_missing_file_is_named_when_files_are_read(case):
    path = shelf.path_of(case.attachments.get().file.digest)
    path.write_bytes(b"other")
    assert verify() == ""
    assert f"{case.reference} #1: file differs" in verify("--files")
    path.unlink()
    assert "file differs" in verify("--files", "--case", case.reference)


def test_a_log_of_reads_that_was_cut_short_is_noticed_by_its_head(case, tmp_path):
    call_command("audit_heads", tmp_path / "heads", stdout=StringIO())
    tamper("DELETE FROM audit_entry WHERE chain LIKE 'reads/%%'")
    assert verify() == ""
    assert f"reads/{case.reference} #1: cut" in verify("--heads", str(tmp_path / "heads"))


def test_one_case_is_checked_alone(case):
    other = Case.objects.exclude(pk=case.pk).get()
    tamper("UPDATE audit_entry SET actor = 'x' WHERE chain = %s", [other.reference])
    assert verify("--case", case.reference) == ""
    assert "columns (actor)" in verify("--case", other.reference.lower())


def test_a_question_that_makes_no_sense_is_exit_code_2(case, tmp_path):
    (tmp_path / "heads").write_text("rubbish")
    for options in (["--case", "nothing"], ["--heads", str(tmp_path / "heads")], ["--heads", "/no/such"]):
        with pytest.raises(CommandError) as wrong:
            call_command("audit_verify", *options, stdout=StringIO())
        assert wrong.value.returncode == 2
