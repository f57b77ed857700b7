"""What has been imported, and how far each run has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.kernel.data_classes import DataClasses


class ImportRun(models.Model):
    """One run over one file, updated with each chunk in the chunk's own transaction.

    ``rows`` = ``accepted`` + ``already_there`` + ``rejected``; ``remarks`` counts the accepted rows with a remark.
    A run without ``finished_at`` was interrupted, or is still going on.
    """

    data_classes = DataClasses(
        internal="id source file_name digest actor rows accepted remarks already_there rejected error started_at"
        " changed_at finished_at"
    )

    source = models.CharField(_("layout"), max_length=40)
    file_name = models.CharField(_("file"), max_length=255)
    digest = models.CharField(max_length=64)
    actor = models.CharField(max_length=60)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    accepted = models.PositiveIntegerField(_("accepted"), default=0)
    remarks = models.PositiveIntegerField(_("with a remark"), default=0)
    already_there = models.PositiveIntegerField(_("already there"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(_("started"))
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        indexes = [models.Index(fields=["source", "digest", "-id"], name="imports_run_file")]

    def __str__(self) -> str:
        return f"{self.source} {self.file_name} {self.rows}"


class ImportedRow(models.Model):
    """Which case a foreign request has become; a request is imported once, from whatever file."""

    data_classes = DataClasses(internal="id source source_id case run line")

    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=100)
    case = models.OneToOneField(Case, models.PROTECT, related_name="imported_row")
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="imported_rows")
    line = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="imports_row_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"
