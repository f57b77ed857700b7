"""Sessions, counts, refusals, emergency access, and residents who sign in.

Rights of staff follow from posts; reads go to the record.
"""

from datetime import datetime
from importlib import import_module
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.organizations.models import Unit
from heli.people.keyed import Keyed
from heli.people.models import User
from heli.people.sealed_fields import BlindIndexField, SealedCharField, SealedEmailField


class Resident(Keyed):
    """A resident who signs in with codes sent to one phone number or e-mail address."""

    data_classes = DataClasses(
        internal="id since",
        personal="phone email phone_index email_index",
        what=_("Accounts of residents"),
        why=_("So that you can sign in with a code and find all your matters in one place."),
        kept=_("Until you ask us to remove the account."),
    )

    phone = SealedCharField(_("phone"), max_length=30, blank=True)
    email = SealedEmailField(_("e-mail"), blank=True)
    phone_index = BlindIndexField(of="phone", kind="phone")
    email_index = BlindIndexField(of="email", kind="email")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index"], name="access_resident_phone", condition=~models.Q(phone_index=b"")
            ),
            models.UniqueConstraint(
                fields=["email_index"], name="access_resident_email", condition=~models.Q(email_index=b"")
            ),
        ]

    def __str__(self) -> str:
        return f"resident {self.pk}"


class Session(AbstractBaseSession):
    """A browser that somebody uses. The key column holds a keyed hash: a copy of the table opens no session.

    ``handle`` names the session to its owner. ``address`` and ``device`` are those of the last visit.
    """

    data_classes = DataClasses(
        internal="handle user resident started_at seen_at expire_date",
        personal="address device",
        sensitive="session_key session_data",
        what=_("Sessions"),
        why=_("So that you stay signed in, see from where, and can end it."),
        kept=_("Until the session ends: staff eight hours, residents thirty days, others twelve hours after use."),
    )

    handle = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    resident = models.ForeignKey(Resident, models.CASCADE, null=True, related_name="sessions")
    address = models.CharField(_("address"), max_length=50, blank=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))

    @classmethod
    def get_session_store_class(cls):  # type: ignore[no-untyped-def]
        """Return the class that reads and writes these rows."""
        return import_module(settings.SESSION_ENGINE).SessionStore


class Identity(models.Model):
    """Whom a provider of sign-ins means by ``subject``: an administrator has tied it to an account, nobody else can."""

    data_classes = DataClasses(internal="id user issuer subject tied_at")

    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    tied_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="access_identity_once"),
            models.UniqueConstraint(fields=["user", "issuer"], name="access_identity_one_each"),
        ]

    def __str__(self) -> str:
        return f"identity {self.pk}"


class Counter(models.Model):
    """The newest counted attempts under one limit; ``key`` is a keyed hash of the limit and of whom it counts."""

    data_classes = DataClasses(internal="key hits until")

    key = models.CharField(primary_key=True, max_length=64)
    hits = ArrayField(models.DateTimeField(), default=list)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:8]


class SignInCode(Keyed):
    """A code that was sent. The code itself is kept nowhere: it is derived from ``number`` under a key."""

    data_classes = DataClasses(
        internal="number sent_at language tries used",
        personal="phone email phone_index email_index",
        what=_("Codes that were sent"),
        why=_("So that the code which we sent you can be compared with the one you type."),
        kept=_("One day."),
    )

    number = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    phone = SealedCharField(_("phone"), max_length=30, blank=True)
    email = SealedEmailField(_("e-mail"), blank=True)
    phone_index = BlindIndexField(of="phone", kind="phone")
    email_index = BlindIndexField(of="email", kind="email")
    language = models.CharField(max_length=10)
    sent_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"code {self.number}"


class Holding(models.Model):
    """A matter that a resident follows: opened while signed in, or with its query code.

    ``reference`` is their own number in it.
    """

    data_classes = DataClasses(internal="id resident reference")

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="holdings")
    reference = models.CharField(max_length=13)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resident", "reference"], name="access_holding_once")]

    def __str__(self) -> str:
        return self.reference


class Denial(models.Model):
    """How often ``actor`` was refused ``permission`` on ``day``; all who are not signed in are one actor."""

    data_classes = DataClasses(internal="id day actor permission count")

    day = models.DateField()
    actor = models.CharField(max_length=60)
    permission = models.CharField(max_length=40)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "actor", "permission"], name="access_denial_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.actor} {self.permission} {self.count}"


class Ground(models.TextChoices):
    """Grounds on which an officer may ask."""

    DANGER = "danger", _("Danger to life, health or property")
    ABSENCE = "absence", _("Whoever handles it cannot be reached, and it cannot wait")
    INQUIRY = "inquiry", _("Inquiry of a court, prosecutor or supervising body")
    PERSON = "person", _("The person is here and asks for help with it")


class Decision(models.TextChoices):
    """What the second person decided."""

    OPEN = "", _("Not decided")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class EmergencyAccess(models.Model):
    """A request for access to the case ``reference``; rows are never deleted.

    ``beforehand``: the case is confidential, or an earlier request was not confirmed, so the access begins with the
    confirmation. ``until`` is the first instant at which it is over; null until it begins.
    """

    data_classes = DataClasses(
        internal="id reference user unit ground reason hours beforehand asked_at until decision decided_by decided_at"
    )

    reference = models.CharField(max_length=11)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground)
    reason = models.CharField(max_length=1000)
    hours = models.PositiveSmallIntegerField()
    beforehand = models.BooleanField()
    asked_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, choices=Decision, default="", blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "until"], name="access_emergency_user"),
            models.Index(fields=["-asked_at"], name="access_emergency_asked"),
            models.Index(fields=["reference"], name="access_emergency_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("user")),
                name="access_emergency_two_people",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.user_id}"

    def holds(self, at: datetime) -> bool:
        """Whether it gives access at ``at``."""
        return self.until is not None and at < self.until and self.decision != Decision.REFUSED
