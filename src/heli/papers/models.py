"""Files that people hand in, and papers that the district issues."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.organizations.models import Unit
from heli.people.keyed import Keyed
from heli.people.sealed_fields import SealedCharField


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
    """A paper as issued: its content is frozen here and the PDF is rendered from it, the same bytes each time.

    Of letters also their ``number``, the ``version`` of the text they were written by (0: the shipped one) and the
    ``unit`` that issued them.
    """

    data_classes = DataClasses(
        internal="id kind reference digest issued_at number version unit",
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
    number = models.CharField(max_length=60, blank=True, default="")
    version = models.PositiveSmallIntegerField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unit", "number"], name="papers_number_once", condition=~models.Q(number="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Addressee(Keyed):
    """To whom a letter was addressed: sealed, and so apart from the frozen paper; empty once it has been erased.

    ``side`` is the number of the side that it is, 0 for the person of the case; None where several are named together.
    """

    data_classes = DataClasses(
        internal="id paper reference side",
        personal="name",
        what=_("Names on papers issued by the office"),
        why=_("So that a paper shows to whom it was addressed."),
        kept=_("Until you take your contact back, at most until the period of keeping of the matter ends."),
    )

    paper = models.OneToOneField(IssuedPaper, models.PROTECT, related_name="addressee")
    reference = models.CharField(max_length=20, db_index=True)
    name = SealedCharField(max_length=120, blank=True)
    side = models.PositiveSmallIntegerField(null=True, default=0)

    def __str__(self) -> str:
        return f"addressee {self.pk}"


class PaperTemplate(models.Model):
    """One version of the text of a kind of letter; only ``in_force`` ever changes, and one of a kind is.

    ``body`` has a paragraph in each line and placeholders in double braces (``heli.papers.placeholders``).
    """

    data_classes = DataClasses(
        internal="id kind version heading heading_en body made_at made_by made_by_name note in_force"
    )

    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    heading = models.CharField(_("title on the paper"), max_length=60)
    heading_en = models.CharField(_("English line below it"), max_length=120, blank=True)
    body = models.TextField(_("text"), max_length=8000)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    made_by_name = models.CharField(max_length=80, blank=True)
    note = models.CharField(_("what was changed, and why"), max_length=300)
    in_force = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="papers_template_version"),
            models.UniqueConstraint(
                fields=["kind"], name="papers_template_one_in_force", condition=models.Q(in_force=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class PaperCounter(models.Model):
    """The last number that a unit gave to papers of a kind in a year."""

    data_classes = DataClasses(internal="id kind unit year last")

    kind = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "unit", "year"], name="papers_counter_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} {self.year}"
