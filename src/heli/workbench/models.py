"""What officers keep at the workbench: views of the queue, drafts, who is at a case just now, texts to answer with."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.kernel.data_classes import DataClasses
from heli.organizations.models import Unit
from heli.people.keyed import Keyed
from heli.people.models import User
from heli.people.sealed_fields import SealedCharField, SealedTextField


class SavedView(Keyed):
    """The filters of the queue under a name: one's own, or shared with the members of ``unit``.

    ``query`` is the address of the list without page, and never more than a narrowing of what its reader may see. Words
    that somebody searches for may name a person, so both texts are sealed.
    """

    data_classes = DataClasses(
        internal="id owner unit made_at",
        personal="name query",
        what=_("Saved views of lists"),
        why=_("So that an officer finds the same matters again without filling in the filters each time."),
        kept=_("Until it is deleted, its owner holds no post any more, or the unit it was shared with is dissolved."),
    )

    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    name = SealedCharField(_("name"), max_length=60)
    query = SealedTextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"view {self.pk}"


class FirstView(models.Model):
    """The saved view that opens first when ``user`` goes to the queue."""

    data_classes = DataClasses(internal="user view")

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.view_id}"


class Draft(Keyed):
    """What an officer has typed into a form and not sent yet; only they see it, the database keeps it from all others.

    ``step`` names the step of ``case``, or the page of a report that is still to be opened, which has no case yet
    and is told from others by ``submission``. ``state`` is that of the case when the draft was kept. ``values``
    is a JSON object of field names and lists of texts.
    """

    data_classes = DataClasses(
        internal="id user case step state submission kept_at",
        personal="values",
        what=_("Drafts of officers"),
        why=_("So that nothing is lost of what an officer has begun to write about your matter."),
        kept=_("Until the step is taken or the matter leaves its state, at most 14 days."),
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    step = models.CharField(max_length=40)
    state = models.CharField(max_length=40, blank=True)
    submission = models.UUIDField(null=True)
    values = SealedTextField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kept_at"], name="workbench_draft_age")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "case", "step"], condition=Q(case__isnull=False), name="workbench_draft_once"
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Presence(models.Model):
    """Who has a case before them just now: reading it, or writing the step ``step``, ``since`` when.

    A row counts for little more than a minute after ``seen_at``; the page renews it while it is in view.
    """

    data_classes = DataClasses(internal="id user case step since seen_at")

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    step = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="workbench_presence_age")]
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="workbench_presence_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"


class ReplyTemplate(models.Model):
    """A text to begin an answer with, in Chinese and English, with {placeholders} from a fixed list.

    Offered in the forms of ``steps`` (names; none means every step with a text), for cases of ``categories`` (ids; none
    means all, a group stands for its topics), to ``unit`` and all below it (without one to the whole district).
    ``uses`` counts how often it was inserted.
    """

    data_classes = DataClasses(internal="id name text text_en steps categories unit active uses")

    name = models.CharField(_("name"), max_length=60)
    text = models.TextField(_("Chinese text"), blank=True, max_length=2000)
    text_en = models.TextField(_("English text"), blank=True, max_length=2000)
    steps = ArrayField(models.CharField(max_length=81), default=list, blank=True)
    categories = ArrayField(models.BigIntegerField(), default=list, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("unit"), related_name="+")
    active = models.BooleanField(_("in use"), default=True)
    uses = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-uses", "name", "id"]

    def __str__(self) -> str:
        return self.name
