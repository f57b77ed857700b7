"""The append-only record: one chained entry per change and per read of personal data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.verb}"
