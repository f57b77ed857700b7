"""Leaders' reception days, and their visits to residents (Regulation on Petition Work, art. 18)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.kernel.data_classes import DataClasses
from heli.people.models import User
from heli.people.reading import in_english
from heli.reception.models.centre import Centre, Service, Window, at_most, in_cells


class LeaderDay(models.Model):
    """A leader receives at a centre, or goes to residents; published in advance, reported in numbers afterwards.

    ``window`` and ``service`` are those of a day at the centre, whose times are booked. ``met`` is how many households
    a leader met on a visit. The words of a report tell of no person.
    """

    data_classes = DataClasses(
        public="id centre window service mode leader_name leader_name_en post post_en day begins ends minutes topics"
        " topics_en place place_en published_at cancelled_at why_cancelled why_cancelled_en held_at met report"
        " report_en",
        internal="leader made_by made_at",
    )

    class Mode(models.TextChoices):
        """Where leader and residents meet."""

        AT_CENTRE = "at_centre", _("Reception at the centre")
        VISIT = "visit", _("Visit to residents")

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name=_("reception centre"))
    mode = models.CharField(_("kind"), max_length=10, choices=Mode, default=Mode.AT_CENTRE)
    window = models.ForeignKey(
        Window, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room or window")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    leader = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account of the leader")
    )
    leader_name = models.CharField(_("name of the leader"), max_length=60)
    leader_name_en = models.CharField(_("English name"), max_length=80, blank=True)
    post = models.CharField(_("post"), max_length=80)
    post_en = models.CharField(_("English post"), max_length=120, blank=True)
    day = models.DateField(_("date"))
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes for one visitor"), default=30, validators=[*at_most(240), in_cells]
    )
    topics = models.CharField(_("topics"), max_length=200)
    topics_en = models.CharField(_("English topics"), max_length=200, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    place_en = models.CharField(_("English place"), max_length=200, blank=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    why_cancelled = models.CharField(_("reason"), max_length=200, blank=True)
    why_cancelled_en = models.CharField(_("English reason"), max_length=200, blank=True)
    held_at = models.DateTimeField(null=True)
    met = models.PositiveSmallIntegerField(_("households met"), null=True, blank=True)
    report = models.TextField(_("report"), max_length=1000, blank=True)
    report_en = models.TextField(_("English report"), max_length=1000, blank=True)

    class Meta:
        ordering = ["day", "begins", "id"]
        indexes = [models.Index(fields=["day"], name="reception_leader_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="reception_day_order"),
            models.CheckConstraint(
                condition=Q(mode="visit") | Q(window__isnull=False, service__isnull=False),
                name="reception_day_has_a_room",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.leader_name}"

    @property
    def who(self) -> str:
        """Name and post in the reader's language."""
        return f"{self._in('leader_name')} · {self._in('post')}"

    @property
    def about(self) -> str:
        """The topics in the reader's language."""
        return self._in("topics")

    @property
    def where(self) -> str:
        """The place in the reader's language: its own, else the centre's address."""
        return self._in("place") or f"{self.centre.label} · {self.centre.where}"

    @property
    def told(self) -> str:
        """The report in the reader's language."""
        return self._in("report")

    @property
    def why(self) -> str:
        """Why it was cancelled, in the reader's language."""
        return self._in("why_cancelled")

    def _in(self, name: str) -> str:
        english: str = getattr(self, f"{name}_en")
        return english if english and in_english() else getattr(self, name)


class DayMatter(models.Model):
    """A case that a leader took along from a visit to residents, and who is responsible for it."""

    data_classes = DataClasses(internal="id day case responsible by at")

    day = models.ForeignKey(LeaderDay, models.PROTECT, related_name="matters")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    responsible = models.CharField(_("responsible"), max_length=80)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "case"], name="reception_day_matter_once")]

    def __str__(self) -> str:
        return f"{self.day_id} {self.case_id}"
