"""What the petition office keeps of its own work: suggestions to units, plans for old matters."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case, Event
from heli.kernel.data_classes import DataClasses


class Aim(models.TextChoices):
    """What a suggestion of the petition office aims at (Regulation, art. 40, paras. 1 to 3)."""

    IMPROVE = "improve", _("Improve work")
    POLICY = "policy", _("Improve a policy")
    ACCOUNT = "account", _("Hold accountable")


class Taken(models.TextChoices):
    """How a unit took a suggestion up, as it answers in writing (art. 40, para. 4)."""

    WHOLLY = "wholly", _("Taken up")
    IN_PART = "in_part", _("Taken up in part")
    NOT = "not", _("Not taken up")


class UnitSuggestion(models.Model):
    """A suggestion to a unit, beside its case. ``sources`` counts the petitions that it is drawn from.

    ``taken`` is the unit's last written answer; empty while none is there. Every answer stays in the history.
    """

    data_classes = DataClasses(internal="case aim sources answer_by taken answered_at")

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="unit_suggestion")
    aim = models.CharField(_("aim"), max_length=10, choices=Aim)
    sources = models.PositiveSmallIntegerField(default=0)
    answer_by = models.DateField(_("answer due"))
    taken = models.CharField(_("taken up"), max_length=10, choices=Taken, blank=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.aim}"


class BacklogReason(models.TextChoices):
    """Why an old matter is still unsolved: about the matter and the work on it, never about the person."""

    EVIDENCE = "evidence", _("Facts or evidence lie far back")
    COMPETENCE = "competence", _("Competence or powers are not clear")
    POLICY = "policy", _("No policy or rule covers it")
    MONEY = "money", _("Money or resources are missing")
    EXECUTION = "execution", _("What was granted is not carried out")
    COURT = "court", _("Waits for a court or another procedure")
    ORGANS = "organs", _("Several organs or places must act together")
    OTHER = "other", _("Something else")


class ClosingPath(models.TextChoices):
    """Ways to close an old matter (Regulation, arts. 31, 33, 36, 37)."""

    MEDIATION = "mediation", _("Mediation (art. 33)")
    HEARING = "hearing", _("Hearing (art. 31)")
    RELIEF = "relief", _("Help from a fund or social assistance (art. 37)")
    PUBLISHED = "published", _("Re-review with a hearing, published (art. 36)")
    EXECUTION = "execution", _("Have carried out what was granted (art. 32)")
    OTHER = "other", _("Another way")


class BacklogEntry(models.Model):
    """One entry on an old unsolved matter; the last one counts. The database refuses to change or delete it.

    Who is responsible, and the day on which the matter is looked at again, stand with the case (``cases.HardCase``).
    """

    data_classes = DataClasses(
        internal="id case event reason path made_by made_at",
        personal="words",
        what=_("Why a matter is still unsolved, and how it shall be closed"),
        why=_("So that old matters are not forgotten, and a named leader answers for each."),
        kept=_("As long as the matter itself."),
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="backlog")
    event = models.OneToOneField(Event, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=12, choices=BacklogReason)
    words = models.TextField(_("in words"))
    path = models.CharField(_("way to close it"), max_length=12, choices=ClosingPath)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="petitions_backlog_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"
