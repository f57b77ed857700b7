"""Units, posts and the responsibility map: who answers for what, where and in what time."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.kernel.periods import Period
from heli.kernel.periods import Unit as PeriodUnit
from heli.people.reading import in_english
from heli.places.models import Area


class Bilingual(models.Model):
    """A named row that is read in Chinese and English."""

    data_classes = DataClasses(public="name name_en")

    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if self.name_en and in_english() else self.name


class Dated(models.Model):
    """A row that holds from a day until, not including, another."""

    data_classes = DataClasses(internal="since until")

    since = models.DateField(_("valid from"))
    until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet[models.Model]):
    """Reads of dated rows."""

    def on(self, day: date) -> "DatedQuerySet":
        """Return the rows that hold on ``day``."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class UnitKind(models.TextChoices):
    """Kinds of units."""

    DISTRICT_CENTRE = "district_centre", _("District coordination centre")
    STREET_CENTRE = "street_centre", _("Town or street coordination centre")
    DEPARTMENT = "department", _("Department")
    STATION = "station", _("Station")
    COMPANY = "company", _("Public-service company")
    OVERSIGHT = "oversight", _("Discipline inspection and supervision")
    PETITION_OFFICE = "petition_office", _("Petition office")
    MEDIATION_CENTRE = "mediation_centre", _("Mediation centre")
    MEDIATION = "mediation", _("Mediation committee or group")


#: Kinds of units that coordinate the cases that name them as their centre, and none for being in their territory.
CENTRES_OF_THEIR_OWN = frozenset({UnitKind.PETITION_OFFICE, UnitKind.MEDIATION_CENTRE})


class Unit(Bilingual):
    """A unit that can answer for cases. ``path`` is the chain of ids from the top, each followed by "/"."""

    data_classes = DataClasses(public="id code short_name kind parent path area phone active")

    code = models.CharField(_("code"), max_length=40, unique=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    path = models.CharField(max_length=120, db_index=True, editable=False, default="")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name=_("territory"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["code"]


class Duty(models.TextChoices):
    """What a post is for. Rights follow from the duty, in the unit and territory of the post."""

    MEMBER = "member", _("Member")
    LEADER = "leader", _("Leader")
    INTAKE = "intake", _("Intake and hotline")
    COORDINATOR = "coordinator", _("Coordinator")
    GRID_WORKER = "grid_worker", _("Grid worker")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


class Post(Dated):
    """A person's post in a unit, for a time; ``area`` narrows it to a piece of territory (grid workers).

    ``stands_for`` is the person whose post it is, where somebody else stands in for them for some days.
    """

    data_classes = DataClasses(internal="id user unit duty area stands_for")

    user = models.ForeignKey("people.User", models.PROTECT, related_name="posts", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("unit"))
    duty = models.CharField(_("duty"), max_length=20, choices=Duty)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name=_("territory"))
    stands_for = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stands in for")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "duty"], name="organizations_post_unit_duty")]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} · {self.get_duty_display()}"


class ServiceUnit(models.TextChoices):
    """Units of a service level; the values are those of ``heli.kernel.periods.Unit``."""

    HOURS = PeriodUnit.HOURS.value, _("hours")
    DAYS = PeriodUnit.DAYS.value, _("natural days")
    WORKING_DAYS = PeriodUnit.WORKING_DAYS.value, _("working days")


class Category(Bilingual):
    """A topic, in two levels. Only the lower level carries a service level and is chosen for a case."""

    data_classes = DataClasses(
        public="id code parent hint hint_en keywords amount unit basis confidential icon families active"
    )

    code = models.CharField(_("code"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("group")
    )
    hint = models.CharField(_("help text"), max_length=200, blank=True)
    hint_en = models.CharField(_("English help text"), max_length=200, blank=True)
    keywords = models.TextField(
        _("keywords"), blank=True, help_text=_("Separated by spaces; they suggest this category.")
    )
    amount = models.PositiveSmallIntegerField(_("service level"), null=True, blank=True)
    unit = models.CharField(_("counted in"), max_length=20, choices=ServiceUnit, blank=True)
    basis = models.CharField(_("ground"), max_length=120, blank=True)
    confidential = models.BooleanField(_("never shown in public"), default=False)
    icon = models.CharField(_("icon"), max_length=40, blank=True)
    families = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("kinds of cases"),
        help_text=_("None means all kinds. A topic without any has those of its group."),
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "categories"

    def serves(self, family: str) -> bool:
        """Whether cases of this family of kinds can have the topic; every family where ``family`` is empty."""
        own = self._families
        return not family or not own or family in own

    def serves_alone(self, family: str) -> bool:
        """Whether the topic is for cases of this family of kinds and of no other."""
        return self._families == [family]

    @property
    def _families(self) -> list[str]:
        return self.families or (self.parent.families if self.parent else [])

    @property
    def period(self) -> Period | None:
        """The service level as a period; None for a group."""
        return Period(self.amount, PeriodUnit(self.unit)) if self.amount and self.unit else None


class ResponsibilityRule(Dated):
    """Who answers: ``unit`` for ``category`` (or all in a group, or everything) in ``area`` (or everywhere)."""

    data_classes = DataClasses(internal="id category area unit note")

    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, verbose_name=_("category"))
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name=_("territory"))
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit that answers"))
    note = models.CharField(_("reason"), max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.category or '*'} @ {self.area or '*'} → {self.unit}"


class DayKind(models.TextChoices):
    """Kinds of exceptional calendar days."""

    DAY_OFF = "day_off", _("Day off")
    MAKE_UP = "make_up", _("Make-up working day")


class CalendarNotice(models.Model):
    """The yearly notice that fixes days off and make-up days; a year without one is computed provisionally."""

    data_classes = DataClasses(public="id year source loaded_at")

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.CharField(_("source"), max_length=200)
    loaded_at = models.DateTimeField(_("loaded at"))

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """One exceptional day."""

    data_classes = DataClasses(public="id day kind name")

    day = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=DayKind)
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Setting(models.Model):
    """One local arrangement; ``heli.organizations.settings`` says which there are and checks the values."""

    data_classes = DataClasses(internal="key value")

    key = models.CharField(primary_key=True, max_length=60)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.key
