"""The database itself keeps the record append-only and numbers it."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from heli.audit.models import Entry
from heli.audit.record import entry, write
from heli.audit.tests.tampering import as_owner
from heli.kernel.chains import GENESIS, link

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 2, 3, 4, tzinfo=UTC)


def test_no_entry_can_be_changed_even_by_the_owner():
    write("a", "open", at=AT, actor="x", data={})
    with pytest.raises(IntegrityError, match="append-only"), as_owner():
        Entry.objects.update(actor="y")


def test_no_entry_can_be_deleted_even_by_the_owner():
    write("a", "open", at=AT, actor="x", data={})
    with pytest.raises(IntegrityError, match="append-only"), as_owner():
        Entry.objects.all().delete()


def test_entries_are_chained_as_the_kernel_does():
    first, second = (write("a", verb, at=AT, actor="李", data={"n": 1}) for verb in ("open", "close"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.seq, second.seq) == (1, 2)
    assert bytes(first.digest) == link(GENESIS, 1, first.content)
    assert bytes(second.digest) == link(bytes(first.digest), 2, second.content)


def test_numbers_and_hashes_of_the_writer_are_not_believed():
    forged = entry("a", "open", at=AT, actor="x", data={})
    forged.seq, forged.digest = 77, b"\xff" * 32
    forged.save(force_insert=True)
    forged.refresh_from_db()
    assert (forged.seq, bytes(forged.digest)) == (1, link(GENESIS, 1, forged.content))


def test_many_at_once_are_numbered_in_order():
    Entry.objects.bulk_create([entry("a", f"step{n}", at=AT, actor="x", data={}) for n in range(5)])
    assert list(Entry.objects.order_by("seq").values_list("seq", "verb")) == [(n + 1, f"step{n}") for n in range(5)]


def test_only_what_has_one_text_is_recorded():
    with pytest.raises(TypeError):
        write("a", "open", at=AT, actor="x", data={"share": 0.5})
