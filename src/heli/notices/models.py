"""Messages to people: written in the transaction of the act they tell of, sent by the worker."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.organizations.models import Duty, Unit
from heli.people.keyed import Keyed
from heli.people.models import Contact, Language, User
from heli.people.sealed_fields import BlindIndexField, SealedCharField, SealedEmailField


class Channel(models.TextChoices):
    """Ways a notice travels."""

    INBOX = "inbox", _("Inbox")
    EMAIL = "email", _("E-mail")


class Delivery(models.TextChoices):
    """What became of a notice."""

    PENDING = "pending", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class Rhythm(models.TextChoices):
    """How often a subscriber is written to."""

    ONCE = "once", _("Each time, at once")
    DAILY = "daily", _("Once a day, everything together")


class Subscription(Keyed):
    """An e-mail address that wants to be told of public matters: those of one list, or the one with ``reference``.

    ``topic``, ``place``, ``case_state`` and ``words`` are the filters of the list. Nothing is sent before
    ``confirmed_at``. ``seen_event`` is the last event that was looked at; a daily letter waits for ``next_at``.
    """

    data_classes = DataClasses(
        internal="number language rhythm reference topic place case_state asked_at confirmed_at seen_event next_at",
        personal="email email_index words",
        what=_("Subscriptions to public matters"),
        why=_("So that we can write to you when something happens that you want to hear of."),
        kept=_("Until you end the subscription; three days where the address is not confirmed."),
    )

    number = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = SealedEmailField(_("e-mail"))
    email_index = BlindIndexField(of="email", kind="email")
    language = models.CharField(max_length=10, choices=Language, default=Language.CHINESE)
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    reference = models.CharField(max_length=11, blank=True)
    topic = models.PositiveBigIntegerField(default=0)
    place = models.CharField(max_length=200, blank=True)
    case_state = models.CharField(max_length=10, blank=True)
    words = SealedCharField(max_length=60, blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    seen_event = models.PositiveBigIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["email_index"], name="notices_subscription_email"),
            models.Index(
                fields=["rhythm", "seen_event"],
                name="notices_subscription_due",
                condition=models.Q(confirmed_at__isnull=False),
            ),
            models.Index(
                fields=["asked_at"], name="notices_subscription_asked", condition=models.Q(confirmed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"subscription {self.number}"


class Notice(models.Model):
    """One message to a person, or to everybody who holds a duty in a unit.

    ``key`` makes a repeated write or send harmless. An inbox notice is delivered by being written. ``not_before`` hides
    a notice until then, or puts its next sending off. ``reached`` are marks of the addresses that have it already.
    """

    data_classes = DataClasses(
        internal="id key channel to_user to_unit to_duty to_contact to_subscription reference kind state tries reached"
        " error created_at not_before sent_at read_at read_by",
        personal="values",
        what=_("Messages"),
        why=_("So that whoever waits for news, or has to act, is told once and not twice."),
        kept=_("Until it was delivered and the period of keeping of messages has ended."),
    )

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, choices=Channel)
    to_user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    to_duty = models.CharField(max_length=20, choices=Duty, blank=True)
    to_contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    to_subscription = models.ForeignKey(Subscription, models.CASCADE, null=True, blank=True, related_name="+")
    reference = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=Delivery, default=Delivery.SENT)
    tries = models.PositiveSmallIntegerField(default=0)
    reached = ArrayField(models.CharField(max_length=8), default=list)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["to_unit", "to_duty", "-id"], name="notices_by_post"),
            models.Index(fields=["to_user", "-id"], name="notices_by_user"),
            models.Index(
                fields=["to_unit", "to_duty"],
                name="notices_unread_by_post",
                condition=models.Q(channel="inbox", read_at__isnull=True, to_unit__isnull=False),
            ),
            models.Index(
                fields=["to_user"],
                name="notices_unread_by_user",
                condition=models.Q(channel="inbox", read_at__isnull=True, to_user__isnull=False),
            ),
            models.Index(fields=["id"], name="notices_pending", condition=models.Q(state="pending")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Letter(models.Model):
    """The text of one kind of notice, in both languages, with {placeholders}. Rows override the built-in texts."""

    data_classes = DataClasses(internal="id code subject subject_en body body_en")

    code = models.CharField(_("letter"), max_length=60, unique=True)
    subject = models.CharField(_("subject"), max_length=120)
    subject_en = models.CharField(_("English subject"), max_length=120)
    body = models.TextField(_("text"))
    body_en = models.TextField(_("English text"))

    def __str__(self) -> str:
        return self.code
