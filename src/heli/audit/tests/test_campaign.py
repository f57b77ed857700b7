"""What the owner of the database can do to the record, tried again and again at drawn places: all of it is found.

``HELI_TAMPER_TRIALS`` is how often each kind is tried; `make tamper` tries a thousand times.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from heli.audit import sealing
from heli.audit.models import Checkpoint, Entry
from heli.audit.proving import seal_faults, sealed_heads, sealed_leaves
from heli.audit.record import write
from heli.audit.sealing import seal
from heli.audit.signing import sign
from heli.audit.tests.tampering import tamper
from heli.audit.verifying import Fault, faults, stored
from heli.audit.witness import Witnessed, export, merged, read
from heli.kernel.chains import GENESIS, link
from heli.kernel.merkle import root

pytestmark = pytest.mark.django_db
TRIALS = int(os.environ.get("HELI_TAMPER_TRIALS", "10"))
AT = datetime(2026, 11, 23, 1, 2, 3, 4, tzinfo=UTC)
CHAINS = [f"{prefix}{number}" for number in range(4) for prefix in ("case-", "reads/case-")]


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Witnessed:
    """Write and seal a record of eight chains in four minutes, and return what the witness has of it."""
    monkeypatch.setattr(sealing, "GROUP", 4)
    for minute in range(4):
        for chain in CHAINS:
            write(chain, "step", at=AT, actor="staff:1", data={"minute": minute, "note": "已派工"})
        seal(AT + timedelta(minutes=minute))
    export(tmp_path)
    return read(tmp_path)


def found(kept: Witnessed) -> list[Fault]:
    return [*seal_faults(kept), *faults(stored(), merged(kept.heads, sealed_heads()))]


def place(random: Random) -> tuple[str, int]:
    """Draw a chain and the number of an entry."""
    return random.choice(CHAINS), random.randint(1, 4)


def edit(random: Random) -> None:
    tamper(
        "UPDATE audit_entry SET content = replace(content, '已派工', '已办结') WHERE chain = %s AND seq = %s",
        place(random),
    )


def edit_column(random: Random) -> None:
    column = random.choice(["actor = 'staff:2'", "verb = 'other'", "at = at + interval '1 day'", "previous = '\\x00'"])
    tamper(f"UPDATE audit_entry SET {column} WHERE chain = %s AND seq = %s", place(random))


def delete(random: Random) -> None:
    tamper("DELETE FROM audit_entry WHERE chain = %s AND seq = %s", place(random))


def swap(random: Random) -> None:
    chain = random.choice(CHAINS)
    first, second = random.sample(range(1, 5), 2)
    tamper(
        "UPDATE audit_entry SET seq = 1000 + CASE seq WHEN %s THEN %s ELSE %s END WHERE chain = %s AND seq IN (%s, %s)",
        [first, second, first, chain, first, second],
    )
    tamper("UPDATE audit_entry SET seq = seq - 1000 WHERE seq > 1000")


def insert(random: Random) -> None:
    """Put an entry between two, linked to the one before."""
    chain, seq = random.choice(CHAINS), random.randint(1, 3)
    tamper("UPDATE audit_entry SET seq = seq + 1000 WHERE chain = %s AND seq > %s", [chain, seq])
    tamper("UPDATE audit_entry SET seq = seq - 999 WHERE seq > 1000")
    before = Entry.objects.get(chain=chain, seq=seq)
    digest = link(bytes(before.digest), seq + 1, before.content)
    tamper(
        "INSERT INTO audit_entry (chain, seq, at, actor, verb, content, previous, digest)"
        " SELECT chain, seq + 1, at, actor, verb, content, digest, %s FROM audit_entry WHERE id = %s",
        [digest, before.pk],
    )


def cut_tail(random: Random) -> None:
    tamper("DELETE FROM audit_entry WHERE chain = %s AND seq >= %s", place(random))


def rewrite(random: Random, chains: list[str] | None = None) -> None:
    """Change an entry and compute the rest of its chain anew."""
    for chain in chains or [random.choice(CHAINS)]:
        altered, previous = random.randint(1, 4), GENESIS
        for row in list(stored(chain)):
            content = row.content.replace("已派工", "已办结") if row.seq == altered else row.content
            digest = link(previous, row.seq, content)
            tamper(
                "UPDATE audit_entry SET content = %s, previous = %s, digest = %s WHERE chain = %s AND seq = %s",
                [content, previous, digest, chain, row.seq],
            )
            previous = digest


def rewrite_and_seal(random: Random) -> None:
    """Compute a chain anew and set its sealed head to the new one."""
    chain = random.choice(CHAINS)
    rewrite(random, [chain])
    follow()


def follow() -> None:
    """Set every sealed head to the last entry of its chain."""
    tamper(
        "UPDATE audit_sealedhead head SET digest = last.digest FROM audit_entry last"
        " WHERE last.chain = head.chain AND last.seq = head.seq"
    )


def rewrite_table(random: Random) -> None:
    """Compute the whole table anew, sealed heads and the roots of checkpoints with it; the signature is left."""
    rewrite(random, CHAINS)
    follow()
    tamper("UPDATE audit_checkpoint SET root = %s WHERE number = 4", [root(leaf.hash for leaf in sealed_leaves())])


def rewrite_table_signed(random: Random) -> None:
    """The same by somebody who holds the key: every checkpoint is signed anew, each with a hash of the one before."""
    rewrite_table(random)
    previous = GENESIS
    for checkpoint in list(Checkpoint.objects.order_by("number")):
        checkpoint.previous = previous
        key, signature = sign(checkpoint.statement.text)
        tamper(
            "UPDATE audit_checkpoint SET previous = %s, key = %s, signature = %s WHERE number = %s",
            [previous, key, signature, checkpoint.number],
        )
        previous = checkpoint.statement.digest


def roll_back(random: Random) -> None:
    """Take the last checkpoints away, with what was written since."""
    number = random.randint(1, 3)
    tamper("DELETE FROM audit_checkpoint WHERE number > %s", [number])
    tamper("DELETE FROM audit_entry WHERE seq > %s", [number])
    tamper("UPDATE audit_sealedhead SET seq = %s", [number])
    follow()


def forge_checkpoint(random: Random) -> None:
    column = random.choice(["entries = entries - 1", "at = at - interval '1 hour'", "chains = chains - 1"])
    tamper(f"UPDATE audit_checkpoint SET {column} WHERE number = %s", [random.randint(1, 4)])


def drop_everything(random: Random) -> None:
    """Empty a table of the record."""
    tamper(f"DELETE FROM {random.choice(['audit_entry', 'audit_checkpoint', 'audit_sealedhead'])}")


KINDS: list[Callable[[Random], None]] = [
    edit, edit_column, delete, swap, insert, cut_tail, rewrite, rewrite_and_seal, rewrite_table, rewrite_table_signed,
    roll_back, forge_checkpoint, drop_everything,
]  # fmt: skip


def trials(kept: Witnessed, kind: Callable[[Random], None]) -> Iterator[list[Fault]]:
    """Do ``kind`` again and again, each time to the whole record, and yield what was found."""
    random = Random(kind.__name__)
    for _trial in range(TRIALS):
        with transaction.atomic():
            kind(random)
            yield found(kept)
            transaction.set_rollback(True)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_trial_is_found(kept, kind):
    assert found(kept) == []
    missed = sum(1 for faults_found in trials(kept, kind) if not faults_found)
    assert missed == 0
    assert found(kept) == []


def test_the_first_broken_entry_is_named(kept):
    with transaction.atomic():
        tamper("UPDATE audit_entry SET content = '{}' WHERE chain = 'case-2' AND seq >= 3")
        assert [str(fault) for fault in found(kept)] == ["case-2 #3: altered"]
        transaction.set_rollback(True)
