"""The queue of a day: numbers, who serves them, and what came of each visit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.kernel.data_classes import DataClasses
from heli.people.models import User
from heli.people.tongues import Tongue
from heli.reception.models.booking import Appointment, Visitor
from heli.reception.models.centre import Centre, Service, Window
from heli.reception.models.days import ReceptionDay


class Standing(models.TextChoices):
    """Where a ticket stands."""

    WAITING = "waiting", _("Waiting")
    CALLED = "called", _("Called")
    SERVING = "serving", _("At the window")
    SERVED = "served", _("Received")
    LEFT = "left", _("Left")


class Outcome(models.TextChoices):
    """What came of a visit; none ends without one."""

    OPENED = "opened", _("A matter was opened")
    LINKED = "linked", _("It belongs to a matter that is known")
    ADVICE = "advice", _("Advice was given")
    LEFT = "left", _("Left before being received")


WITH_CASE = (Outcome.OPENED, Outcome.LINKED)
AT_WINDOW = (Standing.CALLED, Standing.SERVING)


class Series(models.Model):
    """The last number that a service gave out on a day."""

    data_classes = DataClasses(public="id service day last")

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "day"], name="reception_series_once")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.day}"


class Ticket(models.Model):
    """One visitor in the queue of a day. ``order_at`` is the place in it: see ``heli.reception.turns``.

    The database lets no visit end as received without an outcome, and nobody stand at a window where another does.
    ``responsible`` is who answers for the case that a leader's reception led to.
    """

    data_classes = DataClasses(
        public="day number service",
        internal="id reference centre appointment reception_day visitor state accessible interpreter arrived_at"
        " order_at window clerk called_at calls began_at ended_at outcome case responsible",
    )

    reference = models.CharField(max_length=11, unique=True)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    day = models.DateField()
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    appointment = models.OneToOneField(Appointment, models.PROTECT, null=True, related_name="ticket")
    reception_day = models.ForeignKey(ReceptionDay, models.PROTECT, null=True, related_name="tickets")
    visitor = models.OneToOneField(Visitor, models.PROTECT, null=True, related_name="ticket")
    state = models.CharField(max_length=10, choices=Standing, default=Standing.WAITING)
    accessible = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=10, choices=Tongue, blank=True)
    arrived_at = models.DateTimeField()
    order_at = models.DateTimeField()
    window = models.ForeignKey(Window, models.PROTECT, null=True, related_name="+")
    clerk = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    responsible = models.CharField(_("responsible"), max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["centre", "day", "state"], name="reception_queue"),
            models.Index(fields=["window", "-called_at"], name="reception_calls", condition=Q(window__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["service", "day", "number"], name="reception_number_once"),
            models.UniqueConstraint(
                fields=["window"], name="reception_one_at_a_window", condition=Q(state__in=AT_WINDOW)
            ),
            models.CheckConstraint(
                condition=~Q(state="served") | Q(outcome__in=("opened", "linked", "advice")),
                name="reception_ends_with_outcome",
            ),
            models.CheckConstraint(condition=~Q(state="left") | Q(outcome="left"), name="reception_left_is_said"),
            models.CheckConstraint(
                condition=Q(outcome__in=("opened", "linked"), case__isnull=False)
                | (~Q(outcome__in=("opened", "linked")) & Q(case__isnull=True)),
                name="reception_outcome_has_case",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as it is called: the letter of the service and three digits or more."""
        return f"{self.service.letter}{self.number:03}"
