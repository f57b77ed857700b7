"""The advice desk, when it calls back, and its texts: what somebody can do, by topic."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.organizations.models import Bilingual, Dated, Unit
from heli.organizations.weekdays import Weekday
from heli.people.reading import in_english


def between(least: int, most: int) -> list[MinValueValidator | MaxValueValidator]:
    """Return the validators of a number from ``least`` to ``most``."""
    return [MinValueValidator(least), MaxValueValidator(most)]


class AdviceDesk(Bilingual):
    """A hotline and desk for advice, staffed by ``unit``; with its local arrangements, which no statute fixes.

    ``kinds`` are the procedures of which it opens cases. ``book_days``: how many days ahead callbacks are offered.
    ``tries``: after so many calls in vain a number is destroyed; ``wait_days``: after so many days it is in any case.
    ``keep_days``: after so many days what was asked and told is made unreadable. ``wish_days``: after so many days a
    wish to be contacted by a helper is gone, answered or not. ``helpline`` is the local number for psychological help,
    empty where the district has none; ``helpline_hours`` says when it answers.
    """

    data_classes = DataClasses(
        public="id code unit phone hours hours_en book_days wait_days keep_days wish_days active"
        " helpline helpline_hours helpline_hours_en",
        internal="kinds tries",
    )

    code = models.SlugField(_("code"), max_length=40, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("staffed by"))
    phone = models.CharField(_("phone"), max_length=30)
    hours = models.CharField(_("when it answers"), max_length=120, blank=True)
    hours_en = models.CharField(_("the same in English"), max_length=160, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=40), verbose_name=_("cases that can be opened"), default=list, blank=True
    )
    book_days = models.PositiveSmallIntegerField(_("days ahead"), default=5, validators=between(1, 30))
    tries = models.PositiveSmallIntegerField(_("calls in vain"), default=3, validators=between(1, 10))
    wait_days = models.PositiveSmallIntegerField(
        _("days that a number waits after its window"), default=3, validators=between(0, 30)
    )
    keep_days = models.PositiveSmallIntegerField(
        _("days that advice can be read"), default=180, validators=between(1, 3650)
    )
    wish_days = models.PositiveSmallIntegerField(
        _("days that a wish to be contacted stands"), default=14, validators=between(1, 60)
    )
    helpline = models.CharField(_("local number for psychological help"), max_length=30, blank=True)
    helpline_hours = models.CharField(_("when that number answers"), max_length=120, blank=True)
    helpline_hours_en = models.CharField(_("the same in English"), max_length=160, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["code"]

    @property
    def open_at(self) -> str:
        """When it answers, in the reader's language."""
        return self.hours_en if self.hours_en and in_english() else self.hours

    @property
    def helpline_open_at(self) -> str:
        """When the local number for psychological help answers, in the reader's language."""
        return self.helpline_hours_en if self.helpline_hours_en and in_english() else self.helpline_hours


class CallWindow(Dated):
    """A stretch of a weekday in which the desk calls back, at most ``capacity`` people; none on holidays."""

    data_classes = DataClasses(public="id desk weekday begins ends capacity")

    desk = models.ForeignKey(AdviceDesk, models.PROTECT, related_name="windows", verbose_name=_("advice desk"))
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    begins = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    capacity = models.PositiveSmallIntegerField(_("callbacks"), default=4, validators=between(1, 100))

    class Meta:
        ordering = ["desk", "weekday", "begins", "id"]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="advice_window_order")]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begins:%H:%M}–{self.ends:%H:%M}"


class AdviceTopic(Bilingual):
    """What people ask about, and what they can do: a text that the desk's unit edits."""

    data_classes = DataClasses(public="id code text text_en position active")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    text = models.TextField(_("what you can do"), max_length=2000)
    text_en = models.TextField(_("the same in English"), max_length=3000, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["position", "code"]

    @property
    def words(self) -> str:
        """The text in the reader's language."""
        return self.text_en if self.text_en and in_english() else self.text


class Path(models.TextChoices):
    """Ways that a matter can go."""

    MEDIATION = "mediation", _("Mediation")
    PETITION = "petition", _("Petition")
    ARBITRATION = "arbitration", _("Arbitration")
    COURT = "court", _("Court")
    LEGAL_AID = "legal_aid", _("Legal aid")
    REQUEST = "request", _("Service request")
    POLICE = "police", _("Police")


class AdvicePath(models.Model):
    """One way that a matter of a topic can go: when it fits, where to begin, and the ground it stands on.

    ``door`` is the name of an address of Heli where one begins; empty where one begins elsewhere.
    """

    data_classes = DataClasses(public="id topic path words words_en ground ground_en door phone position active")

    topic = models.ForeignKey(AdviceTopic, models.PROTECT, related_name="paths", verbose_name=_("topic"))
    path = models.CharField(_("path"), max_length=12, choices=Path)
    words = models.CharField(_("when it fits, and how to begin"), max_length=400)
    words_en = models.CharField(_("the same in English"), max_length=600, blank=True)
    ground = models.CharField(_("law and article"), max_length=120)
    ground_en = models.CharField(_("law and article in English"), max_length=160, blank=True)
    door = models.CharField(_("begins here"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["topic", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["topic", "path"], name="advice_path_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.path}"

    @property
    def told(self) -> str:
        """When it fits, in the reader's language."""
        return self.words_en if self.words_en and in_english() else self.words

    @property
    def basis(self) -> str:
        """The ground in the reader's language."""
        return self.ground_en if self.ground_en and in_english() else self.ground
