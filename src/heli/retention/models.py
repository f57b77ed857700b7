"""Periods of keeping, holds, what is announced to be erased, and what was."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.kernel.data_classes import DataClasses
from heli.people.models import User


class Kind(models.TextChoices):
    """What can be erased of a closed case; the case itself and its history stay."""

    CONTACT = "contact", _("How the resident can be reached")
    FILES = "files", _("Photos and documents")


class Period(models.Model):
    """How long one kind of data is kept after a case was closed; without a row, or without years, for good.

    ``archive_years`` is what the archives rule asks for; where it is longer it goes first.
    """

    data_classes = DataClasses(public="kind years basis archive_years archive_basis")

    kind = models.CharField(primary_key=True, max_length=10, choices=Kind)
    years = models.PositiveSmallIntegerField(_("years after closing"), null=True, blank=True)
    basis = models.CharField(_("ground"), max_length=120, blank=True)
    archive_years = models.PositiveSmallIntegerField(_("years that the archives rule asks for"), default=0)
    archive_basis = models.CharField(_("archives rule"), max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.years}"

    @property
    def effective(self) -> int | None:
        """Years after which data of this kind are erased; None for never."""
        return None if self.years is None else max(self.years, self.archive_years)

    @property
    def archive_wins(self) -> bool:
        """Whether the archives rule keeps the data longer than the district would."""
        return self.years is not None and self.archive_years > self.years


class Hold(models.Model):
    """An order that nothing of a case be erased: a suit, an investigation. It ends by itself or by hand."""

    data_classes = DataClasses(internal="id case reason by since until ended_at ended_by")

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case"], name="retention_hold_case", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.since}"


class Planned(models.Model):
    """An erasure that was announced to the administrators; it is done from ``erase_at`` on if it is still due then."""

    data_classes = DataClasses(internal="id case kind warned_at erase_at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    warned_at = models.DateTimeField()
    erase_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["erase_at"], name="retention_planned_at")]
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="retention_planned_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.erase_at}"


class Erasure(models.Model):
    """One kind of data of one case that was erased; ``digests`` are the files whose bytes went."""

    data_classes = DataClasses(internal="id case kind at digests")

    case = models.ForeignKey(Case, models.PROTECT, related_name="erasures")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField()
    digests = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="retention_erased_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.at}"
