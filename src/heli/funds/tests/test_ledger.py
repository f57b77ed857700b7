"""The ledger in the database: nobody changes it, nobody overdraws it, everything is on record."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from heli.access.actors import SYSTEM
from heli.access.context import acting_as
from heli.audit.models import Entry as AuditEntry
from heli.audit.tests.tampering import as_owner
from heli.funds import ledger
from heli.funds.models import BudgetLine, Entry, Fund, Posting
from heli.funds.tests.office import YUAN, open_office
from heli.kernel.ledgers import Movement
from heli.service_requests.tests.test_at_once import at_once


def balance(line):
    return BudgetLine.objects.get(pk=line.pk).balances


def test_nobody_but_the_ledger_writes_balances(office):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        BudgetLine.objects.filter(pk=office.line.pk).update(free=10**9)
    with pytest.raises(IntegrityError, match="begins at zero"), transaction.atomic():
        BudgetLine.objects.create(fund=office.fund, year=2027, name="x", source=-5, free=5)
    assert balance(office.line).free == 100_000 * YUAN


@pytest.mark.parametrize("model", [Entry, Posting])
def test_nobody_changes_or_deletes_what_is_posted(office, model):
    row = model.objects.first()
    for change in (
        lambda: model.objects.filter(pk=row.pk).update(fen=1),
        lambda: model.objects.filter(pk=row.pk)._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()
    with as_owner(), pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(fen=1)


@pytest.mark.parametrize("rows", [[("free", 5)], [("free", 5), ("source", -4)], [], [("free", 6), ("source", -6)]])
def test_an_entry_that_does_not_balance_is_refused_by_the_database(office, rows):
    line = office.line
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        raw(line, dict(rows), 5)


def test_money_that_is_not_there_is_refused_in_words_and_by_the_database(office):
    refused = ledger.post(office.line, Movement.RESERVE, 100_001 * YUAN, by=office.actor("liu"), reason="x")
    assert not refused
    assert "困难救助" in str(refused)
    assert Entry.objects.count() == 1
    with pytest.raises(IntegrityError, match="not_overdrawn"), transaction.atomic():
        raw(office.line, {"free": -100_001 * YUAN, "reserved": 100_001 * YUAN}, 100_001 * YUAN)


def raw(line, rows, fen):
    """Write an entry past the ledger's own check."""
    with acting_as(SYSTEM):
        audit = AuditEntry.objects.create(chain="funds/x", at=timezone.now(), actor="system", verb="x", content="{}")
    entry = Entry.objects.create(
        line=line, movement="reserve", fen=fen, at=timezone.now(), actor="system", reason="x", audit=audit
    )
    Posting.objects.bulk_create([Posting(entry=entry, account=name, fen=amount) for name, amount in rows.items()])
    connection.check_constraints()


def test_every_entry_says_who_and_why_in_the_audit_record(office):
    entry = ledger.post(office.line, Movement.RESERVE, 7 * YUAN, by=office.actor("liu"), reason="住院")
    audit = AuditEntry.objects.get(pk=entry.audit_id)
    assert (audit.chain, audit.verb, audit.actor) == ("funds/hardship", "reserve", office.actor("liu").key)
    for told in ('"fen":700', "住院", '"free":-700', '"reserved":700'):
        assert told in audit.content
    assert audit.seq == 2


def test_a_mistake_is_reversed_once(office):
    liu = office.actor("liu")
    entry = ledger.post(office.line, Movement.RESERVE, 7 * YUAN, by=liu, reason="住院")
    back = ledger.reverse(entry, by=liu, reason="记错")
    assert back.reverses == entry
    assert balance(office.line).free == 100_000 * YUAN
    assert not ledger.reverse(entry, by=liu, reason="再来")
    assert not ledger.reverse(back, by=liu, reason="再来")


def test_a_reversal_overdraws_nothing(office):
    allotted = Entry.objects.get()
    assert ledger.post(office.line, Movement.RESERVE, 7 * YUAN, by=office.actor("liu"), reason="住院")
    assert not ledger.reverse(allotted, by=office.actor("head"), reason="撤回")


def test_balances_equal_the_sum_of_postings_and_a_difference_is_found(office):
    assert ledger.differences(office.line) == {}
    with as_owner():
        BudgetLine.objects.filter(pk=office.line.pk).update(free=5)
    assert ledger.differences(office.line) == {"free": 5 - 100_000 * YUAN}


@pytest.mark.parametrize(
    ("who", "sees"),
    [("ma", False), ("chen", False), ("hot", False), ("grid", False), ("admin", False), ("waterlead", False),
     ("clerk", True), ("head", True), ("audit", True)],
)  # fmt: skip
def test_books_are_read_by_those_who_keep_them_and_by_auditors(office, who, sees):
    assert Fund.objects.visible_to(office.actor(who)).exists() is sees


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_spend_the_same_money():
    office = open_office()
    liu = office.actor("liu")

    def spend():
        with transaction.atomic():
            return ledger.post(office.line, Movement.RESERVE, 60_000 * YUAN, by=liu, reason="x")

    outcomes = at_once(*[spend] * 4)
    assert [bool(each) for each in outcomes].count(True) == 1
    assert balance(office.line).free == 40_000 * YUAN

    def past_the_check():
        with transaction.atomic():
            return raw(office.line, {"free": -30_000 * YUAN, "reserved": 30_000 * YUAN}, 30_000 * YUAN)

    outcomes = at_once(*[past_the_check] * 3)
    assert [each is None for each in outcomes].count(True) == 1
    assert all(isinstance(each, IntegrityError) for each in outcomes if each is not None)
    assert balance(office.line).free == 10_000 * YUAN


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_an_entry_afterwards():
    open_office()
    with pytest.raises(IntegrityError, match="afterwards"):
        Posting.objects.create(entry=Entry.objects.get(), account="paid", fen=5)
