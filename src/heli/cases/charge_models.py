"""Hard cases in the charge of a named leader (Regulation on Petition Work, art. 18), with a diary of what was done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.people.models import User
from heli.people.reading import in_english


class HardCase(models.Model):
    """A case in the charge of a leader, from ``since`` until it is handed back. The person of the case reads of it.

    The one place that says who is in charge of a case, whichever page or plan named them; ``aim`` may be empty.
    """

    data_classes = DataClasses(
        internal="id case leader post post_en since next_on set_by ended_at",
        personal="aim why_ended",
        what=_("What the leader in charge of a hard matter wants to reach"),
        why=_("So that you know who looks after your matter, what for and what comes next."),
        kept=_("As long as the matter itself."),
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    leader = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("leader"))
    post = models.CharField(_("post"), max_length=80)
    post_en = models.CharField(_("English post"), max_length=120, blank=True)
    aim = models.TextField(_("aim"), max_length=500, blank=True)
    since = models.DateTimeField()
    next_on = models.DateField(_("next date"))
    set_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    why_ended = models.TextField(_("what came of it"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], name="cases_one_leader", condition=Q(ended_at__isnull=True))
        ]
        indexes = [models.Index(fields=["next_on", "id"], name="cases_hard_next", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.case_id} {self.leader_id}"

    @property
    def who(self) -> str:
        """Name and post of the leader in the reader's language."""
        english = in_english()
        name = self.leader.name_en if english and self.leader.name_en else str(self.leader)
        return f"{name} · {self.post_en if english and self.post_en else self.post}"


class DiaryEntry(models.Model):
    """What was done in a hard case, and when it goes on; written once and never changed.

    ``told``: the person of the case reads it.
    """

    data_classes = DataClasses(
        internal="id hard_case at by by_name next_on told",
        personal="text",
        what=_("The diary of a hard matter"),
        why=_("So that it can be seen what the leader in charge has done."),
        kept=_("As long as the matter itself."),
    )

    hard_case = models.ForeignKey(HardCase, models.PROTECT, related_name="diary")
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    by_name = models.CharField(max_length=80)
    text = models.TextField(_("what was done"), max_length=2000)
    next_on = models.DateField(_("next date"), null=True, blank=True)
    told = models.BooleanField(_("the resident may read it"), default=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.hard_case_id} {self.at}"
