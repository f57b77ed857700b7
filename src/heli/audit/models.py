"""The append-only record: one chained entry per change and per read of personal data."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.checkpoints import Statement
from heli.kernel.data_classes import DataClasses


class Entry(models.Model):
    """One entry of one chain.

    The database sets ``seq``, ``previous`` and ``digest`` on insert and refuses every update and delete, so that bulk
    writers and raw SQL are held to the same rule. ``digest`` = SHA-256(previous, seq, content), see
    ``heli.kernel.chains``. ``content`` is canonical JSON text holding everything that the entry states.
    """

    data_classes = DataClasses(
        internal="id chain seq at actor verb previous digest",
        personal="content",
        what=_("The audit record"),
        why=_("So that nobody, not even the office, can change unnoticed what happened and who looked at what."),
        kept=_("As long as the law on archives and on network security asks for; never changed in between."),
    )

    chain = models.CharField(max_length=40)
    seq = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    content = models.TextField()
    previous = models.BinaryField(max_length=32, default=b"")
    digest = models.BinaryField(max_length=32, default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_chain_seq")]
        indexes = [
            models.Index(fields=["actor", "id"], name="audit_entry_actor"),
            models.Index(fields=["verb", "id"], name="audit_entry_verb"),
            BrinIndex(fields=["at"], name="audit_entry_at", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.verb}"


class ChangedChain(models.Model):
    """A chain that has new entries since the last checkpoint; written by the database, taken by the worker.

    Rows are appended, so that writers never wait for each other, and go in the transaction that seals them.
    """

    data_classes = DataClasses(internal="id chain")

    chain = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.chain


class SealedHead(models.Model):
    """How far a chain had come at the last checkpoint: leaf number ``position`` of the Merkle tree.

    ``sealed`` is the number of the checkpoint at which it last changed. Rows never go, and their numbers never fall.
    """

    data_classes = DataClasses(internal="position chain seq digest sealed")

    position = models.PositiveIntegerField(primary_key=True)
    chain = models.CharField(max_length=40, unique=True)
    seq = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    sealed = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["sealed"], name="audit_head_sealed")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq}"


class SealedGroup(models.Model):
    """The root above a fixed number of neighbouring sealed heads, so that a minute's checkpoint rehashes few."""

    data_classes = DataClasses(internal="number root")

    number = models.PositiveIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.number)


class Checkpoint(models.Model):
    """A signed statement of how far all chains had come. The database refuses to change or delete it.

    ``key`` names the Ed25519 key; ``previous`` is the hash of the statement before, see ``heli.kernel.checkpoints``.
    """

    data_classes = DataClasses(public="number at chains entries root previous key signature")

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    chains = models.PositiveIntegerField()
    entries = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    key = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["at"], name="audit_checkpoint_at")]

    def __str__(self) -> str:
        return f"checkpoint {self.number}"

    @property
    def statement(self) -> Statement:
        """What was signed."""
        return Statement(self.number, self.at, self.chains, self.entries, bytes(self.root), bytes(self.previous))


class Verification(models.Model):
    """One check of the whole record and what it found; ``first`` names the first fault."""

    data_classes = DataClasses(internal="id at by seconds entries checkpoint faults first")

    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    seconds = models.FloatField()
    entries = models.PositiveBigIntegerField()
    checkpoint = models.PositiveIntegerField(null=True)
    faults = models.PositiveIntegerField()
    first = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.at} {self.faults}"
