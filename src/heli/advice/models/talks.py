"""What was asked and told, without a case and without a name; and whom the desk calls back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.advice.models.desk import AdviceDesk, AdviceTopic, CallWindow, between
from heli.cases.models import Case
from heli.kernel.data_classes import DataClasses
from heli.people.keyed import Keyed
from heli.people.models import Language
from heli.people.sealed_fields import SealedCharField, SealedTextField


class Standing(models.TextChoices):
    """Where a callback stands."""

    DUE = "due", _("To be called")
    AGAIN = "again", _("Not reached, to be called again")
    REACHED = "reached", _("Reached")
    UNREACHED = "unreached", _("Not reached")
    CANCELLED = "cancelled", _("Cancelled")


#: Those whose number is still kept.
LIVE = (Standing.DUE, Standing.AGAIN)


class Callback(Keyed):
    """A number to be called in a window of a day. The number is destroyed as soon as it is not needed.

    ``place`` numbers those of one window and day, so that the database lets no more in than it takes. ``key_of`` is the
    key of the submission, from which the code is derived under a key outside the database.
    """

    data_classes = DataClasses(
        internal="id reference key_of desk window day place topic language state tries tried_at ended_at made_at",
        personal="phone",
        what=_("The number of whoever asks the advice desk to call back"),
        why=_("So that we can call you in the window that you chose; nothing else is asked for."),
        kept=_("Until you were called, or you cancel; a few days at most."),
    )

    reference = models.CharField(max_length=11, unique=True)
    key_of = models.UUIDField(unique=True)
    desk = models.ForeignKey(AdviceDesk, models.PROTECT, related_name="+")
    window = models.ForeignKey(CallWindow, models.PROTECT, related_name="+")
    day = models.DateField()
    place = models.PositiveSmallIntegerField()
    topic = models.ForeignKey(AdviceTopic, models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=10, choices=Language, default=Language.CHINESE)
    phone = SealedCharField(_("phone"), max_length=30, blank=True)
    state = models.CharField(max_length=10, choices=Standing, default=Standing.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["desk", "day", "id"], name="advice_due", condition=Q(state__in=LIVE))]
        constraints = [
            models.UniqueConstraint(
                fields=["window", "day", "place"], name="advice_place_once", condition=~Q(state="cancelled")
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE) | Q(key__isnull=True, ended_at__isnull=False),
                name="advice_number_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Came(models.TextChoices):
    """How somebody came to the desk."""

    CALL = "call", _("They called")
    VISIT = "visit", _("They came")
    CALLBACK = "callback", _("We called back")


class LedTo(models.TextChoices):
    """What a talk led to."""

    TOLD = "told", _("Told the paths")
    BOOKED = "booked", _("An appointment was booked")
    CASE = "case", _("A matter was opened")
    CALLBACK = "callback", _("A callback was arranged")


class Talk(Keyed):
    """One talk at the desk: what was asked and told, in short, without a name.

    The row does not say who took it: the number of talks says nothing about a person. What was asked and told stands
    sealed, under row security: for the desk's unit, and for whoever sees the case that it led to.
    """

    data_classes = DataClasses(
        internal="id reference key_of desk came topic minutes at led_to case callback",
        personal="asked told",
        what=_("What somebody asked the advice desk, and what they were told"),
        why=_("So that nobody has to tell it twice when a matter comes of it, and so that advice stays the same."),
        kept=_("180 days, unless the desk has set another period; with an open matter as long as it is open."),
    )

    reference = models.CharField(max_length=11, unique=True)
    key_of = models.UUIDField(unique=True)
    desk = models.ForeignKey(AdviceDesk, models.PROTECT, related_name="+")
    came = models.CharField(_("how"), max_length=10, choices=Came)
    topic = models.ForeignKey(AdviceTopic, models.PROTECT, related_name="+", verbose_name=_("topic"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=between(1, 240))
    at = models.DateTimeField()
    asked = SealedTextField(_("what was asked"), blank=True)
    told = SealedTextField(_("what they were told"), blank=True)
    led_to = models.CharField(_("what it led to"), max_length=10, choices=LedTo, default=LedTo.TOLD)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    callback = models.OneToOneField(Callback, models.PROTECT, null=True, related_name="talk")

    class Meta:
        indexes = [
            models.Index(fields=["desk", "-at", "-id"], name="advice_talks"),
            models.Index(fields=["case"], name="advice_talk_case", condition=Q(case__isnull=False)),
            models.Index(fields=["at"], name="advice_talk_kept", condition=Q(key__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(led_to="case", case__isnull=False) | (~Q(led_to="case") & Q(case__isnull=True)),
                name="advice_case_is_named",
            )
        ]

    def __str__(self) -> str:
        return self.reference
