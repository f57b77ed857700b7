"""Every change to the record that a superuser could make is found, and the first broken entry is named."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import count

import pytest
from django.core.management import call_command

from heli.audit.models import Entry
from heli.audit.record import write
from heli.audit.tests.tampering import tamper
from heli.audit.verifying import Fault, Known, faults, heads, read_heads, stored, write_heads
from heli.kernel.chains import Head, canonical_json, link

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 2, 3, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def record():
    """Three chains of four entries, written in turn."""
    for seq in range(4):
        for chain in ("B", "a", "reads/B"):
            write(chain, "step", at=AT + timedelta(minutes=seq), actor="李", data={"n": seq, "text": "换灯泡"})


def known() -> dict[str, list[Head]]:
    """Return the present heads, as they are known elsewhere."""
    return {chain: [head] for chain, head in heads()}


def found(heads: Known | None = None) -> list[tuple[str, int, str]]:
    return [(fault.chain, fault.seq, fault.kind) for fault in faults(stored(), heads)]


def test_an_honest_record_is_whole():
    assert found() == []


@pytest.mark.parametrize(
    ("statement", "seq", "kind"),
    [
        ("UPDATE audit_entry SET content = replace(content, '换', '装') WHERE chain = 'a' AND seq = 2", 2, "altered"),
        ("UPDATE audit_entry SET digest = decode(repeat('ab', 32), 'hex') WHERE chain = 'a' AND seq = 3", 3, "altered"),
        ("UPDATE audit_entry SET digest = '\\x' WHERE chain = 'a' AND seq = 4", 4, "altered"),
        ("DELETE FROM audit_entry WHERE chain = 'a' AND seq = 1", 1, "missing"),
        ("DELETE FROM audit_entry WHERE chain = 'a' AND seq = 3", 3, "missing"),
        ("UPDATE audit_entry SET seq = 9 WHERE chain = 'a' AND seq = 4", 4, "missing"),
        ("UPDATE audit_entry SET seq = seq + 1 WHERE chain = 'a' AND seq = 4", 4, "missing"),
        ("UPDATE audit_entry SET actor = 'somebody' WHERE chain = 'a' AND seq = 2", 2, "columns"),
        ("UPDATE audit_entry SET verb = 'other' WHERE chain = 'a' AND seq = 2", 2, "columns"),
        ("UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE chain = 'a' AND seq = 2", 2, "columns"),
        ("UPDATE audit_entry SET previous = '\\x00' WHERE chain = 'a' AND seq = 2", 2, "columns"),
        ("UPDATE audit_entry SET chain = 'c' WHERE chain = 'a' AND seq = 1", 1, "missing"),
    ],
)
def test_each_change_is_named(statement, seq, kind):
    tamper(statement)
    assert ("a", seq, kind) in found()


def test_swapped_entries_are_named():
    tamper("UPDATE audit_entry SET seq = CASE seq WHEN 2 THEN 103 ELSE 102 END WHERE chain = 'a' AND seq IN (2, 3)")
    tamper("UPDATE audit_entry SET seq = seq - 100 WHERE chain = 'a' AND seq > 100")
    assert found() == [("a", 2, "altered")]


def test_an_entry_put_between_is_named():
    tamper("UPDATE audit_entry SET seq = seq + 100 WHERE chain = 'a' AND seq > 2")
    tamper("UPDATE audit_entry SET seq = seq - 99 WHERE chain = 'a' AND seq > 100")
    second = Entry.objects.get(chain="a", seq=2)
    content = canonical_json({"actor": "x", "at": AT, "chain": "a", "data": {}, "verb": "step"})
    insert(second, 3, content, link(bytes(second.digest), 3, content))
    assert found() == [("a", 4, "altered")]


def insert(after: Entry, seq: int, content: str, digest: bytes) -> None:
    tamper(
        "INSERT INTO audit_entry (chain, seq, at, actor, verb, content, previous, digest)"
        " VALUES (%s, %s, %s, 'x', 'step', %s, %s, %s)",
        [after.chain, seq, AT, content, bytes(after.digest), digest],
    )


def test_a_whole_entry_moved_to_another_chain_is_named():
    tamper("DELETE FROM audit_entry WHERE chain = 'a'")
    tamper("UPDATE audit_entry SET chain = 'a' WHERE chain = 'B'")
    assert ("a", 1, "columns") in found()


def test_only_the_first_fault_of_a_chain_is_named():
    tamper("UPDATE audit_entry SET actor = 'x' WHERE chain = 'a' AND seq = 2")
    tamper("UPDATE audit_entry SET content = '{}' WHERE chain = 'a' AND seq = 3")
    tamper("DELETE FROM audit_entry WHERE chain = 'B' AND seq = 1")
    assert sorted(found()) == [("B", 1, "missing"), ("a", 2, "columns")]


def test_content_that_is_no_json_is_named():
    tamper("UPDATE audit_entry SET content = 'x' WHERE chain = 'a' AND seq = 4")
    assert found() == [("a", 4, "altered")]


def rewrite(chain: str) -> None:
    """Compute a chain anew with another text: consistent in itself."""
    previous = bytes(32)
    for seq, entry in zip(count(1), list(stored(chain)), strict=False):
        content = entry.content.replace("换灯泡", "没有事")
        digest = link(previous, seq, content)
        tamper(
            "UPDATE audit_entry SET content = %s, previous = %s, digest = %s WHERE chain = %s AND seq = %s",
            [content, previous, digest, chain, seq],
        )
        previous = digest


def test_heads_show_what_a_chain_cannot():
    kept = known()
    tamper("DELETE FROM audit_entry WHERE chain = 'a' AND seq = 4")
    tamper("DELETE FROM audit_entry WHERE chain = 'B'")
    rewrite("reads/B")
    assert found() == []
    assert sorted(found(heads=kept)) == [("B", 1, "cut"), ("a", 4, "cut"), ("reads/B", 4, "rewritten")]


def test_chains_may_go_on_after_their_heads_were_kept():
    kept = known()
    write("a", "step", at=AT, actor="x", data={})
    assert found(heads=kept) == []


def test_heads_survive_the_file(tmp_path):
    into = StringIO()
    assert write_heads(into) == 3
    assert read_heads(into.getvalue().splitlines(keepends=True)) == known()
    call_command("audit_heads", tmp_path / "heads", stdout=StringIO())
    assert (tmp_path / "heads").read_text() == into.getvalue()


def test_all_entries_stream_in_order_and_once():
    rows = [(entry.chain, entry.seq) for entry in stored()]
    assert len(rows) == len(set(rows)) == 12
    assert [seq for chain, seq in rows if chain == "a"] == [1, 2, 3, 4]


def test_of_two_known_heads_the_first_is_believed():
    kept = known()
    rewrite("a")
    assert found(heads={"a": [*kept["a"], *known()["a"]]}) == [("a", 4, "rewritten")]


def test_one_chain_alone_can_be_read():
    assert {entry.chain for entry in stored("a")} == {"a"}


def test_a_fault_reads_as_one_line():
    assert str(Fault("7K3M-Q9TX-C", 3, "columns", "actor")) == "7K3M-Q9TX-C #3: columns (actor)"
