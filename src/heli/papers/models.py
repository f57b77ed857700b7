"""Files that people hand in, and papers that the district issues."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses


class StoredFile(models.Model):
    """A file kept outside the web root, named by the SHA-256 of its stored bytes.

    Images are re-encoded without metadata before they are stored; ``name`` is what the person called the file.
    ``claimed`` becomes true when a case takes the file; unclaimed files are removed after a day. Until ``state`` is
    clean nobody is given the file's bytes.
    """

    data_classes = DataClasses(
        internal="id digest content_type size width height uploaded_by uploaded_at claimed state",
        personal="name",
        what=_("Pictures and documents"),
        why=_("So that pictures and documents can show what words cannot."),
        kept=_("As long as the matter; a file that no matter takes is removed after a day."),
    )

    class State(models.TextChoices):
        """Whether the file has been checked."""

        QUARANTINED = "quarantined", _("Being checked for harmful content")
        CLEAN = "clean", _("Checked")
        REFUSED = "refused", _("Not given out: harmful content was found")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64)
    name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    uploaded_by = models.CharField(max_length=60)
    uploaded_at = models.DateTimeField()
    claimed = models.BooleanField(default=False)
    state = models.CharField(max_length=11, choices=State, default=State.QUARANTINED)

    class Meta:
        indexes = [
            models.Index(fields=["digest"], name="papers_file_digest"),
            models.Index(fields=["uploaded_at"], name="papers_file_unclaimed", condition=models.Q(claimed=False)),
            models.Index(fields=["uploaded_at"], name="papers_file_waiting", condition=models.Q(state="quarantined")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_clean(self) -> bool:
        """Whether the file has been checked and may be given out."""
        return self.state == self.State.CLEAN

    @property
    def is_image(self) -> bool:
        """Whether the file can be shown as a picture."""
        return self.is_clean and self.content_type.startswith("image/")


class FileReceipt(models.Model):
    """That a file of a submission has come, sent ahead of it: whoever sends the same bytes again gets the same receipt.

    ``key`` is the key of the submission and ``field`` the field of its form; ``digest`` is the SHA-256 of the bytes as
    sent, while the stored ones are cleaned. ``by`` is the key of the actor: nobody else can name the receipt.
    """

    data_classes = DataClasses(internal="id key field digest file by at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField()
    field = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="receipt")
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "field", "digest", "by"], name="papers_receipt_once")]
        indexes = [models.Index(fields=["at"], name="papers_receipt_at")]

    def __str__(self) -> str:
        return f"{self.field} {self.digest[:8]}"


class IssuedPaper(models.Model):
    """A paper as issued: its content is frozen here and the PDF is rendered from it, the same bytes each time."""

    data_classes = DataClasses(
        internal="id kind reference digest issued_at",
        personal="content",
        what=_("Papers issued by the office"),
        why=_("So that what the office gave you in writing can be shown again, letter by letter."),
        kept=_("As long as the matter itself."),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=20, db_index=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
