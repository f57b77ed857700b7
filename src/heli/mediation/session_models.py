"""Sessions of a dispute: when and where all sides and the mediators meet, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.kernel.data_classes import DataClasses


class Session(models.Model):
    """A session that was called; held once ``held_at`` is set. All of it is read by every side.

    ``called_at`` is when the sides were told its time, ``minutes`` how long it is to take, ``place`` where, ``link``
    where to join from elsewhere. ``guests`` are invited with the consent of the sides (People's Mediation Law, art.
    20). ``attendance`` holds who came, by the key of a side. ``agreed`` is what was agreed on so far. ``moved`` counts
    how often it was moved. ``wish`` is the request to move it that was not decided yet. Once it is recorded the
    database refuses to change it.
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
