"""The annual report of petition work: the draft that the office writes, and its issues, which nobody changes."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses

LONGEST_TEXT = 20_000
#: The written parts (art. 41), in their order, and what they are called.
TEXTS = {
    "situation": _("The year as a whole"),
    "areas": _("What petitions were about, and why (item 1)"),
    "work": _("Forwarding, assigning, supervising (item 2)"),
    "advice": _("Suggestions and how they were taken up (item 3)"),
    "other": _("Other matters to be reported (item 4)"),
}


class AnnualDraft(models.Model):
    """What the office writes for the report of a year (Regulation, art. 41, items 1 to 4), and goes on from.

    ``version`` counts the times it was saved: of two who write at once, the second is told.
    """

    data_classes = DataClasses(internal="year situation areas work advice other version saved_by saved_at")

    year = models.PositiveSmallIntegerField(primary_key=True, validators=[MinValueValidator(2000)])
    situation = models.TextField(TEXTS["situation"], blank=True, max_length=LONGEST_TEXT)
    areas = models.TextField(TEXTS["areas"], blank=True, max_length=LONGEST_TEXT)
    work = models.TextField(TEXTS["work"], blank=True, max_length=LONGEST_TEXT)
    advice = models.TextField(TEXTS["advice"], blank=True, max_length=LONGEST_TEXT)
    other = models.TextField(TEXTS["other"], blank=True, max_length=LONGEST_TEXT)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.CharField(max_length=60, blank=True)
    saved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.year)


class AnnualReport(models.Model):
    """One issue of the report of a year: figures, names and texts as they were. The database refuses to change it.

    ``digest`` is the SHA-256 of ``content`` (``heli.reports.issuing.digest_of``). A correction is the next issue, which
    says in ``content["correction"]`` what it corrects.
    """

    data_classes = DataClasses(internal="id year issue content digest issued_at issued_by issued_name")

    year = models.PositiveSmallIntegerField()
    issue = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=60)
    issued_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "issue"], name="petitions_annual_once")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number under which it was issued, as the paper bears it."""
        return f"P{self.year}-{self.issue}"
