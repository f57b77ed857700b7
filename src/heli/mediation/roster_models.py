"""Who mediates in the district: terms and members of committees, mediators with their fields, trainings, absences."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case, Event
from heli.cases.people_models import Party
from heli.kernel.data_classes import DataClasses
from heli.mediation.law import MOST_MEMBERS, TERM_YEARS
from heli.organizations.models import Dated, DatedQuerySet
from heli.people.models import User
from heli.people.tongues import Tongue
from heli.places.models import Area


class Field(models.TextChoices):
    """Kinds of disputes that a mediator knows well; the values are how the codes of their topics begin."""

    NEIGHBOUR = "med.neighbour", _("Neighbours")
    FAMILY = "med.family", _("Family")
    LABOUR = "med.labour", _("Work and wages")
    MEDICAL = "med.medical", _("Medical treatment")
    PROPERTY = "med.property", _("Property management")
    LAND = "med.land", _("Land and forest")
    CONSUMER = "med.consumer", _("Consumers")
    TRAFFIC = "med.traffic", _("Traffic accidents")


class Term(models.Model):
    """A term of a committee, which lasts three years (People's Mediation Law, art. 9).

    ``women`` and ``minorities`` count members, for the rule of art. 8; of nobody is it kept who that is. ``mixed``:
    several nationalities live together in its place, so that a smaller one must be among the members.
    """

    data_classes = DataClasses(public="id committee since how women minorities mixed")

    class How(models.TextChoices):
        """How the members came to be (art. 9; for committees of towns, streets and organizations art. 34)."""

        ELECTED = "elected", _("elected by the residents, villagers or workers")
        APPOINTED = "appointed", _("appointed by whoever set it up")

    committee = models.ForeignKey(
        "mediation.Committee", models.PROTECT, related_name="terms", verbose_name=_("committee")
    )
    since = models.DateField(_("first day of the term"))
    how = models.CharField(_("how the members came to be"), max_length=10, choices=How)
    women = models.PositiveSmallIntegerField(_("women among the members"), validators=[MaxValueValidator(MOST_MEMBERS)])
    minorities = models.PositiveSmallIntegerField(
        _("members of smaller nationalities"), default=0, validators=[MaxValueValidator(MOST_MEMBERS)]
    )
    mixed = models.BooleanField(_("several nationalities live together there"), default=False)

    class Meta:
        ordering = ["committee", "-since"]
        constraints = [models.UniqueConstraint(fields=["committee", "since"], name="mediation_term_begins_once")]

    def __str__(self) -> str:
        return f"{self.committee.unit.label} {self.since:%Y-%m-%d}"

    @property
    def ends(self) -> date:
        """The day from which another term must have begun."""
        year = self.since.year + TERM_YEARS
        try:
            return self.since.replace(year=year)
        except ValueError:
            return date(year, 3, 1)


class Seat(Dated):
    """That somebody belongs to a committee: its head, a deputy, a member, or a mediator it has hired (art. 13).

    Committees of towns and streets, groups and information officers have their people the same way.
    """

    data_classes = DataClasses(internal="id committee user role")

    class Role(models.TextChoices):
        """What somebody is in a committee (arts. 8, 13)."""

        HEAD = "head", _("Head")
        DEPUTY = "deputy", _("Deputy head")
        MEMBER = "member", _("Committee member")
        HIRED = "hired", _("Hired mediator")

    committee = models.ForeignKey(
        "mediation.Committee", models.PROTECT, related_name="seats", verbose_name=_("committee")
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("what they are there"), max_length=10, choices=Role)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["committee", "id"]
        indexes = [models.Index(fields=["user"], name="mediation_seat_of")]

    def __str__(self) -> str:
        return f"{self.user} · {self.committee.unit.label}"


class Mediator(models.Model):
    """What is known of a mediator, so that parties can choose: fields, languages, place. No score and no rank.

    ``shown``: the name stands in the public list, as that of an office holder. ``area`` is where they know people.
    """

    data_classes = DataClasses(internal="user fields languages area hours hours_en shown")

    user = models.OneToOneField(
        User, models.PROTECT, primary_key=True, related_name="as_mediator", verbose_name=_("person")
    )
    fields = ArrayField(models.CharField(max_length=20, choices=Field), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=10, choices=Tongue), default=list, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place they know")
    )
    hours = models.CharField(_("when they can be met"), max_length=80, blank=True)
    hours_en = models.CharField(_("the same in English"), max_length=120, blank=True)
    shown = models.BooleanField(_("name in the public list"), default=False)

    def __str__(self) -> str:
        return str(self.user)


class Training(models.Model):
    """A training that a mediator took part in (People's Mediation Law, art. 14)."""

    data_classes = DataClasses(internal="id user on topic hours")

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    on = models.DateField(_("day"))
    topic = models.CharField(_("topic"), max_length=120)
    hours = models.PositiveSmallIntegerField(_("hours"), validators=[MaxValueValidator(200)])

    class Meta:
        ordering = ["-on", "id"]
        indexes = [models.Index(fields=["user", "-on"], name="mediation_training_of")]

    def __str__(self) -> str:
        return f"{self.user} · {self.topic}"


class Absence(Dated):
    """Days on which a mediator takes no dispute; why is nobody's business here."""

    data_classes = DataClasses(internal="id user")

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "id"]
        indexes = [models.Index(fields=["user"], name="mediation_absence_of")]

    def __str__(self) -> str:
        return f"{self.user} · {self.since:%Y-%m-%d}"


class Choice(models.Model):
    """What a side said about the mediators (art. 23, item 1): whom it wishes, or whom it does not want.

    The last wish of a side counts; the other sides do not read it, and the database refuses to change any row.
    ``granted``: somebody was asked away as of right, and left at once; else the committee answers.
    """

    data_classes = DataClasses(
        internal="id case party event kind user granted at",
        personal="reason",
        what=_("Which mediator you wish or do not want, and why"),
        why=_("So that the committee names somebody whom you can accept."),
        kept=_("As long as the matter itself."),
    )

    class Kind(models.TextChoices):
        """What was said."""

        WISH = "wish", _("wished for")
        AWAY = "away", _("asked to be replaced")

    case = models.ForeignKey(Case, models.PROTECT, related_name="mediator_choices")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    granted = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="mediation_choice_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.user_id}"
