"""Checkpoints: signed, in one chain, over the heads of all chains; nothing sealed goes back unnoticed."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from heli.audit import sealing, signing
from heli.audit.models import ChangedChain, Checkpoint, SealedHead
from heli.audit.proving import gaps, seal_faults, sealed_heads, sealed_leaves
from heli.audit.record import write
from heli.audit.sealing import SealError, seal
from heli.audit.tests.tampering import as_owner, tamper
from heli.audit.verifying import heads
from heli.audit.witness import Witnessed, export, last_number, read
from heli.kernel.chains import Head
from heli.kernel.checkpoints import head_leaf
from heli.kernel.merkle import inclusion_proof, root, root_of_proof

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 2, 3, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small_groups(monkeypatch):
    """Let four leaves make a group, so that a few chains make a tree of several."""
    monkeypatch.setattr(sealing, "GROUP", 4)


def more(*chains: str) -> None:
    for chain in chains:
        write(chain, "step", at=AT, actor="李", data={})


def names(count: int) -> list[str]:
    return [f"chain-{number:03}" for number in range(count)]


def found(kept: Witnessed | None = None) -> list[tuple[int, str]]:
    return [(fault.seq, fault.kind) for fault in seal_faults(kept or Witnessed())]


def test_a_checkpoint_says_how_far_every_chain_had_come():
    more(*names(11), *names(3))
    checkpoint = seal(AT).checkpoint
    assert (checkpoint.number, checkpoint.chains, checkpoint.entries) == (1, 11, 14)
    assert sealed_heads() == {chain: [head] for chain, head in heads()}
    assert bytes(checkpoint.root) == root(head_leaf(chain, head) for chain, head in sorted(heads()))
    assert found() == []


def test_each_checkpoint_builds_on_the_one_before():
    first = seal(AT).checkpoint
    more(*names(6))
    second = seal(AT).checkpoint
    more("chain-002", "new")
    third = seal(AT)
    assert third.changed == 2
    assert bytes(second.previous) == first.statement.digest
    assert third.checkpoint.entries == 8
    assert sealed_heads() == {chain: [head] for chain, head in heads()}
    assert found() == []


def test_a_minute_without_entries_has_a_checkpoint_too():
    more("a")
    first, second = seal(AT), seal(AT)
    assert second.changed == 0
    assert bytes(second.checkpoint.root) == bytes(first.checkpoint.root)


def test_what_is_sealed_is_no_longer_noted_as_changed():
    more("a", "a", "b")
    seal(AT)
    assert not ChangedChain.objects.exists()


@pytest.mark.parametrize("model", [Checkpoint, SealedHead])
def test_nothing_sealed_can_be_deleted_even_by_the_owner(model):
    more("a")
    seal(AT)
    with pytest.raises(IntegrityError, match="append-only"), as_owner():
        model.objects.all().delete()


def test_no_checkpoint_can_be_changed_even_by_the_owner():
    seal(AT)
    with pytest.raises(IntegrityError, match="append-only"), as_owner():
        Checkpoint.objects.update(entries=9)


def test_a_sealed_head_cannot_go_back():
    more("a", "a")
    seal(AT)
    with pytest.raises(IntegrityError, match="cannot go back"):
        SealedHead.objects.update(seq=1)


def test_a_chain_that_lost_its_sealed_head_is_not_sealed_again():
    more("a", "a", "b")
    seal(AT)
    tamper("DELETE FROM audit_entry WHERE chain = 'a' AND seq = 2")
    more("a", "a")
    tamper("UPDATE audit_entry SET digest = '\\x00' WHERE chain = 'a' AND seq = 2")
    assert [(fault.chain, fault.kind) for fault in seal(AT).faults] == [("a", "rewritten")]
    tamper("DELETE FROM audit_entry WHERE chain = 'a'")
    tamper("INSERT INTO audit_changedchain (chain) VALUES ('a')")
    assert [(fault.chain, fault.kind) for fault in seal(AT).faults] == [("a", "cut")]
    assert sealed_heads()["a"][0].seq == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_sealedhead SET digest = decode(repeat('ab', 32), 'hex') WHERE position = 0",
        "UPDATE audit_sealedgroup SET root = decode(repeat('ab', 32), 'hex') WHERE number = 0",
        "DELETE FROM audit_sealedgroup WHERE number = 1",
    ],
)
def test_no_checkpoint_is_made_of_sealed_heads_that_were_changed(statement):
    more(*names(6))
    seal(AT)
    tamper(statement)
    more("chain-001")
    with pytest.raises(SealError):
        seal(AT)
    assert Checkpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_checkpoint SET entries = 1 WHERE number = 2", (3, "differs")),
        ("UPDATE audit_checkpoint SET entries = 1 WHERE number = 3", (3, "signature differs")),
        ("UPDATE audit_checkpoint SET key = 'other' WHERE number = 3", (3, "key unknown")),
        ("DELETE FROM audit_checkpoint WHERE number = 2", (2, "missing")),
        ("DELETE FROM audit_checkpoint", (1, "missing")),
        ("UPDATE audit_sealedhead SET seq = 9 WHERE position = 0", (3, "root differs")),
        ("DELETE FROM audit_sealedhead WHERE position = 2", (3, "root differs")),
    ],
)
def test_changed_checkpoints_are_named(statement, fault):
    for _minute in range(3):
        more(*names(3))
        seal(AT)
    assert found() == []
    tamper(statement)
    assert fault in found()


def test_a_checkpoint_signed_by_another_key_is_named(settings):
    more("a")
    settings.AUDIT_KEY = "ab" * 32
    seal(AT)
    settings.AUDIT_KEY = "cd" * 32
    assert found() == [(1, "key unknown")]


def test_the_witness_knows_the_key_of_before(settings, tmp_path):
    more("a")
    seal(AT)
    export(tmp_path)
    settings.AUDIT_KEY = "cd" * 32
    seal(AT)
    export(tmp_path)
    assert found(read(tmp_path)) == []


def test_the_witness_gets_each_checkpoint_once_with_the_heads_that_moved(tmp_path):
    more("a", "with a blank")
    seal(AT)
    assert export(tmp_path) == 1
    assert export(tmp_path) == 0
    more("a")
    seal(AT)
    seal(AT)
    assert (export(tmp_path), last_number(tmp_path)) == (2, 3)
    kept = read(tmp_path)
    assert sorted(kept.checkpoints) == [1, 2, 3]
    assert [head.seq for head in kept.heads["a"]] == [1, 2]
    assert kept.heads["with a blank"] == sealed_heads()["with a blank"]
    assert list(kept.keys) == [signing.key_id(signing.public_key())]
    assert found(kept) == []


def test_the_witness_is_never_overwritten_and_survives_a_killed_writer(tmp_path):
    more("a")
    seal(AT)
    export(tmp_path)
    lines = tmp_path / "checkpoints-2026-11.txt"
    before = lines.read_bytes() + b"checkpoint 2 half"
    lines.write_bytes(before)
    seal(AT)
    assert export(tmp_path) == 1
    assert lines.read_bytes().startswith(before)
    assert (sorted(read(tmp_path).checkpoints), read(tmp_path).unreadable) == ([1, 2], 1)


def test_all_heads_are_written_again_after_a_day(tmp_path):
    more("a")
    for hours in (0, 23, 24, 47):
        seal(AT + timedelta(hours=hours))
        export(tmp_path)
    assert [path.name for path in sorted(tmp_path.glob("heads-*"))] == ["heads-0000000001.txt", "heads-0000000003.txt"]


def test_what_only_the_witness_still_holds_is_missing(tmp_path):
    more("a")
    seal(AT)
    seal(AT)
    export(tmp_path)
    tamper("DELETE FROM audit_checkpoint WHERE number = 2")
    assert found(read(tmp_path)) == [(2, "missing")]


def test_a_checkpoint_signed_anew_differs_from_the_witness(tmp_path):
    """Even somebody who holds the key cannot change what the witness has."""
    more("a")
    seal(AT)
    export(tmp_path)
    tamper("DELETE FROM audit_checkpoint")
    checkpoint = seal_again()
    assert checkpoint.statement.at != AT
    assert found(read(tmp_path)) == [(1, "differs")]


def seal_again() -> Checkpoint:
    tamper("DELETE FROM audit_sealedhead")
    tamper("DELETE FROM audit_sealedgroup")
    tamper("INSERT INTO audit_changedchain (chain) VALUES ('a')")
    return seal(AT + timedelta(seconds=1)).checkpoint


def test_a_time_without_checkpoints_is_told():
    for minute in (0, 1, 5):
        seal(AT + timedelta(minutes=minute))
    now = AT + timedelta(minutes=20)
    told = [(gap.since, gap.until) for gap in gaps(now)]
    assert told == [(AT + timedelta(minutes=1), AT + timedelta(minutes=5)), (AT + timedelta(minutes=5), now)]


def test_one_chain_can_be_proved_to_be_part_of_the_root():
    more(*names(9))
    checkpoint = seal(AT).checkpoint
    leaves = list(sealed_leaves())
    proof = inclusion_proof([leaf.hash for leaf in leaves], 6)
    assert root_of_proof(leaves[6].hash, 6, 9, proof) == bytes(checkpoint.root)
    other = head_leaf(leaves[6].chain, Head(2, leaves[6].head.hash))
    assert root_of_proof(other, 6, 9, proof) != bytes(checkpoint.root)


def test_the_root_can_be_printed_as_a_notice_of_a_month():
    more("a")
    checkpoint = seal(AT).checkpoint
    seal(AT + timedelta(days=30))
    told = StringIO()
    call_command("audit_root", "--month", "2026-11", stdout=told)
    assert bytes(checkpoint.root).hex() in told.getvalue().replace(" ", "").replace("\n", "")
    with pytest.raises(CommandError, match="no checkpoint"):
        call_command("audit_root", "--month", "2020-01", stdout=told)
