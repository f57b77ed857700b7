"""Sessions of a dispute: when and where all sides and the mediators meet, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case, Event
from heli.cases.people_models import Party
from heli.kernel.data_classes import DataClasses


class Session(models.Model):
    """A session that was called; held once ``held_at`` is set. All of it is read by every side.

    ``called_at`` is when the sides were told its time, ``minutes`` how long it is to take, ``place`` where, ``link``
    where to join from elsewhere. ``guests`` (People's Mediation Law, art. 20) and ``open_doors`` (art. 23, item 3) are
    proposals: neither holds before every side agrees (`SessionConsent`). ``attendance`` holds who came, by the key of a
    side. ``agreed`` is what was agreed on so far. ``moved`` counts how often it was moved. ``wish`` is the request to
    move it that was not decided yet. Once it is recorded the database refuses to change it.
    """

    data_classes = DataClasses(
        internal="id case number at minutes open_doors called_at held_at attendance moved reminded_at",
        personal="place link interpreter support guests record agreed wish",
        what=_("Sessions of a mediation"),
        why=_("So that both sides know when and where they meet, and what was said and agreed on."),
        kept=_("As long as the matter itself."),
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="mediation_sessions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(_("day and hour"))
    minutes = models.PositiveSmallIntegerField(_("planned minutes"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.CharField(_("link to join from elsewhere"), max_length=300, blank=True)
    open_doors = models.BooleanField(_("in public"), default=False)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    support = models.CharField(_("support"), max_length=200, blank=True)
    guests = models.CharField(_("guests"), max_length=300, blank=True)
    called_at = models.DateTimeField()
    moved = models.PositiveSmallIntegerField(default=0)
    wish = models.CharField(_("request to move it"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    attendance = models.JSONField(default=dict)
    record = models.TextField(_("record"), blank=True)
    agreed = models.TextField(_("agreed on so far"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="mediation_session_number"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(held_at__isnull=True), name="mediation_one_session_to_come"
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="mediation_to_come", condition=models.Q(held_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class SessionConsent(models.Model):
    """What a side says to guests (People's Mediation Law, art. 20) or an open session (art. 23, item 3).

    The last row of a side counts; the database refuses to change any. ``party`` is None for the person the case belongs
    to. What the mediators wrote down for a side names ``said_by``, ``said_at`` and ``how``; the side reads it and may
    say otherwise.
    """

    data_classes = DataClasses(
        internal="id session party event about agrees how said_at by at",
        personal="said_by",
        what=_("Whether you agree to guests and to a session in public"),
        why=_("So that nobody listens whom you do not want there."),
        kept=_("As long as the matter itself."),
    )

    class About(models.TextChoices):
        """What is agreed to."""

        GUESTS = "guests", _("Guests")
        OPEN = "open_doors", _("In public")

    class How(models.TextChoices):
        """In what form a side said it."""

        OWN_PAGE = "own_page", _("on the page of the matter")
        IN_PERSON = "in_person", _("in person")
        BY_PHONE = "by_phone", _("by telephone or video")
        IN_WRITING = "in_writing", _("in writing")

    session = models.ForeignKey(Session, models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About)
    agrees = models.BooleanField()
    how = models.CharField(max_length=10, choices=How)
    said_by = models.CharField(_("who said so"), max_length=100, blank=True)
    said_at = models.DateTimeField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["session", "id"], name="mediation_session_consent")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.about} {self.agrees}"
