"""Appointments, and what visitors leave of themselves. One window is never promised twice for one time."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.people.keyed import Keyed
from heli.people.models import Language
from heli.people.sealed_fields import SealedCharField, SealedEmailField, SealedTextField
from heli.people.tongues import Tongue
from heli.reception.models.centre import Centre, Service, Window
from heli.reception.models.days import ReceptionDay


class Visitor(Keyed):
    """What a visitor left with one visit. Found by nothing but that visit: no index joins two visits of one person.

    ``reference`` is that of the appointment or of the ticket; ``units`` are the ids of the units that receive, whose
    staff the database shows the row to. ``wish`` is what the visitor wants, ``advice`` what they were told.
    """

    data_classes = DataClasses(
        internal="id reference units at",
        personal="name phone email",
        sensitive="wish advice",
        what=_("Name, phone, e-mail and concern of whoever makes an appointment or is advised at a window"),
        why=_("So that we can call you in, remind you and prepare, and so that advice can be looked up."),
        kept=_("180 days after the visit, unless the centre has set another period; then they are made unreadable."),
    )

    reference = models.CharField(max_length=11, db_index=True)
    units = ArrayField(models.BigIntegerField(), default=list)
    at = models.DateTimeField()
    name = SealedCharField(_("name"), max_length=60, blank=True)
    phone = SealedCharField(_("phone"), max_length=30, blank=True)
    email = SealedEmailField(_("e-mail"), blank=True)
    wish = SealedTextField(_("what it is about"), blank=True)
    advice = SealedTextField(_("advice"), blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="reception_visitor_kept", condition=Q(key__isnull=False))]

    def __str__(self) -> str:
        return f"visitor {self.pk}"


class Booking(models.TextChoices):
    """Where an appointment stands."""

    HELD = "held", _("Kept while the form is filled in")
    BOOKED = "booked", _("Booked")
    ARRIVED = "arrived", _("Checked in")
    DONE = "done", _("Received")
    CANCELLED = "cancelled", _("Cancelled")
    MISSED = "missed", _("Not come")
    LAPSED = "lapsed", _("Not completed")


#: Those that take their time at their window.
TAKING = (Booking.HELD, Booking.BOOKED, Booking.ARRIVED, Booking.DONE)


class Appointment(models.Model):
    """A time at a window. The database lets no two that take their time overlap at one window.

    ``seat`` is 0 but where listeners book a seat for the whole of a day: one seat is never promised twice.

    ``key`` is that of the submission: the code of the appointment is derived from it under a key outside the database.
    ``span`` includes its beginning and not its end. A held one counts until ``held_until``.
    """

    data_classes = DataClasses(
        internal="id reference key centre service window seat reception_day span state held_until accessible"
        " interpreter language visitor made_at booked_at reminded_at ended_at"
    )

    reference = models.CharField(max_length=11, unique=True)
    key = models.UUIDField(unique=True)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField(default=0)
    reception_day = models.ForeignKey(ReceptionDay, models.PROTECT, null=True, related_name="appointments")
    span = DateTimeRangeField()
    state = models.CharField(max_length=10, choices=Booking, default=Booking.HELD)
    held_until = models.DateTimeField(null=True)
    accessible = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=10, choices=Tongue, blank=True)
    language = models.CharField(max_length=10, choices=Language, default=Language.CHINESE)
    visitor = models.OneToOneField(Visitor, models.PROTECT, null=True, related_name="appointment")
    made_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["centre", "span"], name="reception_taken", condition=Q(state__in=TAKING)),
            models.Index(fields=["held_until"], name="reception_held", condition=Q(state="held")),
            models.Index(
                fields=["booked_at"],
                name="reception_unreminded",
                condition=Q(state="booked", reminded_at__isnull=True),
            ),
        ]
        constraints = [
            ExclusionConstraint(
                name="reception_never_twice",
                expressions=[
                    ("window", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    ("span", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=TAKING),
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_until__isnull=False), name="reception_hold_ends"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("booked", "arrived", "done", "missed")) | Q(visitor__isnull=False),
                name="reception_booked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def where(self) -> str:
        """Where to go, in the reader's language: to the place of the day, else to the window of the centre."""
        if self.reception_day is not None and self.reception_day.place:
            return self.reception_day.where
        return f"{self.centre.label}, {self.window}, {self.centre.where}"
