"""The account of a payee: sealed, masked, read for a purpose and on record, gone with the contact."""

import pytest
from django.db import connection

from heli.access.actors import resident
from heli.access.context import acting_as
from heli.access.reads import reads_of
from heli.cases.models import Case
from heli.funds import payees
from heli.funds.models import Payee
from heli.funds.tests.office import YUAN, applied, brought_to, take
from heli.notices.models import Notice

NUMBER = "6222020200112233445"


@pytest.mark.parametrize("who", ["ma", "chen", "hot", "grid", "admin"])
def test_the_database_shows_it_to_nobody_else(office, who):
    case = brought_to(office, "payable")
    with acting_as(office.actor(who)):
        assert not Payee.objects.filter(case=case).exists()
    with acting_as(resident("another")):
        assert not Payee.objects.filter(case=case).exists()
    assert not payees.may_read(office.actor(who), case)


def test_it_is_sealed_where_it_lies(office):
    case = brought_to(office, "payable")
    with connection.cursor() as cursor:
        cursor.execute('SET LOCAL heli.actor = \'{"key":"system","posts":[],"references":[]}\'')
        cursor.execute("SELECT number, holder FROM funds_payee WHERE case_id = %s", [case.pk])
        number, holder = (bytes(value) for value in cursor.fetchone())
    assert NUMBER.encode() not in number
    assert "李某".encode() not in holder


def test_it_is_masked_until_it_is_needed_and_each_look_is_on_record(office):
    case = brought_to(office, "payable")
    shown = payees.masked(payees.payee_of(case))
    assert (shown.holder, shown.number) == ("李**", "**** 3445")
    with acting_as(office.actor("clerk")):
        assert payees.reveal(case, by=office.actor("clerk"), purpose="paying").number == NUMBER
    look = reads_of(case.reference).first()
    assert look.actor == office.actor("clerk").key
    assert '"bank account"' in look.content
    assert '"paying"' in look.content


def test_history_and_record_do_not_hold_it(office):
    case = brought_to(office, "payable")
    for event in case.events.select_related("entry"):
        assert NUMBER not in str(event.facts) + event.note + event.entry.content


def test_it_goes_with_the_consent_and_is_named_again(office):
    case = brought_to(office, "payable")
    person = resident(case.reference)
    assert take(case, "withdraw_consent", person, contact=True)
    assert payees.payee_of(case) is None
    refused = take(case, "order_payment", office.actor("clerk"), amount=8_000 * YUAN)
    assert not refused
    assert "账户" in str(refused)
    account = {"holder": "李某", "bank": "农业银行", "number": "6228480000000000011"}
    assert take(case, "name_account", person, **account)
    assert payees.masked(payees.payee_of(case)).number == "**** 0011"


def test_without_a_contact_it_has_a_key_of_its_own(office):
    case = applied(office, contact=None).case
    Case.objects.filter(pk=case.pk).update(state="granted")
    account = {"holder": "李某", "bank": "农业银行", "number": "6228480000000000011"}
    assert take(case, "name_account", resident(case.reference), **account)
    assert payees.payee_of(case).number == "6228480000000000011"


def test_whoever_names_the_account_for_a_person_does_not_pay_and_the_person_is_told(office):
    case = brought_to(office, "granted")
    account = {"holder": "李某", "bank": "农业银行", "number": "6228480000000000011"}
    assert take(case, "name_account", office.actor("clerk"), **account)
    assert Notice.objects.filter(to_contact=case.contact, kind__contains="name_account").exists()
    assert not take(case, "order_payment", office.actor("clerk"), amount=8_000 * YUAN)
    assert take(case, "order_payment", office.actor("zhao"), amount=8_000 * YUAN)
    receipt = {"amount": 8_000 * YUAN, "bank_reference": "2026", "receipt": [object()]}
    assert not take(case, "record_payment", office.actor("clerk"), **receipt)
