"""Days of a kind, published in advance: leaders' receptions and visits, circuit courts, mediators' and advice days.

Leaders: Regulation on Petition Work, art. 18. Circuit courts: Civil Procedure Law, art. 138; who may listen, art. 137.
"""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.kernel.data_classes import DataClasses
from heli.people.models import User
from heli.people.reading import in_english
from heli.places.models import Area
from heli.reception.models.centre import Centre, Service, Window, at_most, in_cells


class DayKind(models.TextChoices):
    """What a day is for."""

    AT_CENTRE = "at_centre", _("Reception at the centre")
    VISIT = "visit", _("Visit to residents")
    COURT = "court", _("Circuit court")
    MEDIATORS = "mediators", _("Mediators' day")
    LEGAL = "legal", _("Legal advice day")
    PSYCHOLOGICAL = "psych", _("Psychological advice day")


#: Days of leaders; the unit that runs the centre alone plans them.
OF_LEADERS = (DayKind.AT_CENTRE, DayKind.VISIT)
#: Days whose times are booked, one visitor after the other.
BY_TIMES = (DayKind.AT_CENTRE, DayKind.MEDIATORS, DayKind.LEGAL)
#: Days on which nobody's name is taken: nobody books a psychological advice day, and nobody counts who came.
WITHOUT_NAMES = (DayKind.PSYCHOLOGICAL,)


class Audience(models.TextChoices):
    """Who may be in the room of a circuit court (Civil Procedure Law, art. 137)."""

    OPEN = "open", _("Open to listeners")
    PARTIES = "parties", _("Only for the parties")


class ReceptionDay(models.Model):
    """Somebody receives, sits or advises on a day; published in advance, reported in numbers afterwards.

    ``window`` and ``service`` are those of a day that is booked: a room of the centre, or a desk that goes out.
    ``seats`` are the seats for listeners of an open court, each booked for the whole day. ``host`` is the court,
    committee or institution that comes; ``leader_name`` and ``post`` say who sits. ``court_case`` is number and cause
    of a case that is public, without names. ``met`` is how many households or listeners came where nobody is given a
    number. The words of a report tell of no person. ``moved_to`` is the day that took the place of one that was moved.
    """

    data_classes = DataClasses(
        public="id centre window service kind host host_en leader_name leader_name_en post post_en day begins ends"
        " minutes seats audience court_case court_case_en topics topics_en area place place_en published_at"
        " cancelled_at why_cancelled why_cancelled_en moved_to held_at met report report_en",
        internal="leader made_by made_at",
    )

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", verbose_name=_("reception centre"))
    kind = models.CharField(_("kind"), max_length=10, choices=DayKind, default=DayKind.AT_CENTRE)
    window = models.ForeignKey(
        Window, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room or desk")
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    leader = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account of the leader")
    )
    host = models.CharField(_("court, committee or institution"), max_length=120, blank=True)
    host_en = models.CharField(_("its English name"), max_length=160, blank=True)
    leader_name = models.CharField(_("name of who receives"), max_length=60)
    leader_name_en = models.CharField(_("English name"), max_length=80, blank=True)
    post = models.CharField(_("post"), max_length=80)
    post_en = models.CharField(_("English post"), max_length=120, blank=True)
    day = models.DateField(_("date"))
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes for one visitor"), default=30, validators=[*at_most(240), in_cells]
    )
    seats = models.PositiveSmallIntegerField(_("seats for listeners"), default=0, validators=[MaxValueValidator(500)])
    audience = models.CharField(_("who may come"), max_length=10, choices=Audience, blank=True)
    court_case = models.CharField(
        _("number and cause of the case"),
        max_length=120,
        blank=True,
        help_text=_("Only of a case that is public. No names."),
    )
    court_case_en = models.CharField(_("the same in English"), max_length=160, blank=True)
    topics = models.CharField(_("topics"), max_length=200)
    topics_en = models.CharField(_("English topics"), max_length=200, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community, town or street")
    )
    place = models.CharField(_("where"), max_length=200, blank=True)
    place_en = models.CharField(_("English place"), max_length=200, blank=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    why_cancelled = models.CharField(_("reason"), max_length=200, blank=True)
    why_cancelled_en = models.CharField(_("English reason"), max_length=200, blank=True)
    moved_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)
    met = models.PositiveSmallIntegerField(_("households or listeners"), null=True, blank=True)
    report = models.TextField(_("report"), max_length=1000, blank=True)
    report_en = models.TextField(_("English report"), max_length=1000, blank=True)

    class Meta:
        ordering = ["day", "begins", "id"]
        indexes = [models.Index(fields=["day"], name="reception_days_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="reception_day_order"),
            models.CheckConstraint(
                condition=Q(kind__in=("visit", "court", "psych")) | Q(window__isnull=False, service__isnull=False),
                name="reception_day_has_a_room",
            ),
            models.CheckConstraint(
                condition=Q(seats=0) | Q(kind="court", audience="open", window__isnull=False, service__isnull=False),
                name="reception_day_seats",
            ),
            models.CheckConstraint(
                condition=~Q(kind="psych") | Q(window__isnull=True, seats=0, met__isnull=True),
                name="reception_day_without_names",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.leader_name}"

    @property
    def who(self) -> str:
        """Name and post in the reader's language, after the institution that comes."""
        return " · ".join(each for each in (self._in("host"), self._in("leader_name"), self._in("post")) if each)

    @property
    def about(self) -> str:
        """The topics in the reader's language."""
        return self._in("topics")

    @property
    def where(self) -> str:
        """The place in the reader's language: its own, else the centre's address."""
        return self._in("place") or f"{self.centre.label} · {self.centre.where}"

    @property
    def of_leaders(self) -> bool:
        """Whether it is a leader's day."""
        return self.kind in OF_LEADERS

    @property
    def booked(self) -> bool:
        """Whether a time or a seat of it can be booked at all."""
        return self.kind in BY_TIMES or self.seats > 0

    @property
    def counts_met(self) -> bool:
        """Whether those who came are counted by hand, since nobody is given a number."""
        return self.kind in (DayKind.VISIT, DayKind.COURT)

    @property
    def case_words(self) -> str:
        """Number and cause of the case in the reader's language; empty where it is not public."""
        return self._in("court_case")

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

    day = models.ForeignKey(ReceptionDay, models.PROTECT, related_name="matters")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    responsible = models.CharField(_("responsible"), max_length=80)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "case"], name="reception_day_matter_once")]

    def __str__(self) -> str:
        return f"{self.day_id} {self.case_id}"
