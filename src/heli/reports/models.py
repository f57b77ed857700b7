"""Issued bulletins and reports with their files, and the schedules by which they are issued."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heli.insight.periods import Length, Period
from heli.kernel.data_classes import DataClasses
from heli.papers.models import StoredFile
from heli.people.models import User

LENGTHS = ((Length.DAY, _("Daily bulletin")), (Length.WEEK, _("Weekly bulletin")), (Length.MONTH, _("Monthly report")))
MOST_TRIES = 3


class Report(models.Model):
    """One issue of a report on a closed period. ``content`` is frozen when it is issued; the files are drawn from it.

    ``scope`` is "district", "place:<path>" or "unit:<id>". ``public`` reports hold protected
    counts only. A later issue of the same report says what changed. ``done`` counts its files.
    """

    data_classes = DataClasses(
        internal="id length first scope public issue content digest asked_at issued_at issued_by issued_name state done"
        " tries tried_at error"
    )

    class State(models.TextChoices):
        """How far it is."""

        MAKING = "making", _("Being made")
        ISSUED = "issued", _("Issued")
        FAILED = "failed", _("Failed")

    length = models.CharField(max_length=5, choices=LENGTHS)
    first = models.DateField()
    scope = models.CharField(max_length=210)
    public = models.BooleanField(default=False)
    issue = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=60)
    issued_name = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.MAKING)
    done = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["length", "first", "scope", "public", "issue"], name="reports_issue_once")
        ]
        indexes = [
            models.Index(fields=["scope", "-id"], name="reports_by_scope"),
            models.Index(fields=["-first", "-issue"], name="reports_public", condition=Q(public=True)),
            models.Index(fields=["id"], name="reports_unfinished", condition=~Q(state="issued")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What addresses and letters call it."""
        return f"R{self.pk}"

    @property
    def period(self) -> Period:
        """The period that it is about."""
        return Period(Length(self.length), self.first)

    @property
    def is_issued(self) -> bool:
        """Whether all its files are there."""
        return self.state == self.State.ISSUED


class ReportFile(models.Model):
    """One file of an issued report, in one language and form; its bytes are named by their SHA-256."""

    data_classes = DataClasses(internal="id report language form file")

    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
    language = models.CharField(max_length=2)
    form = models.CharField(max_length=4)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "language", "form"], name="reports_file_once"),
        ]

    def __str__(self) -> str:
        return f"R{self.report_id} {self.language}.{self.form}"


class Schedule(models.Model):
    """Which report is issued by itself, for which scope, at what time of the day after the period, and who is told.

    ``recipients`` are posts as "<unit>:<duty>". ``since``: periods that were due before are not made up for.
    ``working_days``: what would be issued on a day off waits for the next working day.
    """

    data_classes = DataClasses(internal="id length scope at working_days recipients active since kept_by changed_at")

    length = models.CharField(pgettext_lazy("document", "Report"), max_length=5, choices=LENGTHS)
    scope = models.CharField(_("About"), max_length=210)
    at = models.TimeField(_("Time"))
    working_days = models.BooleanField(_("Only on working days"), default=False)
    recipients = ArrayField(models.CharField(max_length=40), verbose_name=_("Who is told"))
    active = models.BooleanField(_("Active"), default=True)
    since = models.DateTimeField()
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.length} {self.scope}"


class Run(models.Model):
    """One period that a schedule has taken up: at most one row, so that nothing is issued or told of twice."""

    data_classes = DataClasses(internal="id schedule length first report taken_at tries error told_at")

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="runs")
    length = models.CharField(max_length=5, choices=LENGTHS)
    first = models.DateField()
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="runs")
    taken_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "length", "first"], name="reports_run_once")]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.first}"
