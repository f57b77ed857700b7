"""What a dispute has beyond its case: committees, answers to the offer of mediation, who mediates."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case, Event
from heli.cases.people_models import Party
from heli.kernel.data_classes import DataClasses
from heli.mediation.agreement_models import Agreement, Clause, Confirmation, Performance, Signature  # noqa: F401  models of this app
from heli.mediation.dossier_models import FiledDossier  # noqa: F401  models of this app
from heli.mediation.room_models import EarlierTalks, OfferAnswer, RoomItem  # noqa: F401  models of this app
from heli.mediation.roster_models import Absence, Choice, Mediator, Seat, Term, Training  # noqa: F401  models of this app
from heli.mediation.session_models import Session, SessionConsent  # noqa: F401  models of this app
from heli.organizations.models import Unit
from heli.people.models import User


class Level(models.IntegerChoices):
    """The five levels of mediation, the lowest first."""

    OFFICER = 1, _("Information officer")
    GROUP = 2, _("Mediation group")
    COMMITTEE = 3, _("Committee of a village, community or enterprise")
    STREET = 4, _("Committee of a town or street")
    DISTRICT = 5, _("District mediation centre")


class Sector(models.TextChoices):
    """What a committee mediates: everything in its place, or the disputes of one sector in the whole district."""

    GENERAL = "general", _("All disputes")
    LABOUR = "labour", _("Labour disputes")
    MEDICAL = "medical", _("Medical disputes")
    PROPERTY = "property", _("Property management")
    LAND = "land", _("Land and forest")
    TRAFFIC = "traffic", _("Traffic accidents")
    CONSUMER = "consumer", _("Consumer disputes")


class Committee(models.Model):
    """A mediating unit: at which level, for which sector. ``topics`` are the codes of topics that come to a sector's.

    The members of a committee proper are elected or appointed for three years (People's Mediation Law, arts. 8, 9).
    """

    data_classes = DataClasses(public="unit level sector topics")

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="committee")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector, default=Sector.GENERAL)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.level}"


class How(models.TextChoices):
    """In what form a party said something."""

    WITH_THE_CASE = "with_the_case", _("when the matter was handed in")
    OWN_PAGE = "own_page", _("on the page of the matter")
    IN_WRITING = "in_writing", _("in writing")
    ON_RECORD = "on_record", _("spoken, and taken down")


class Dispute(models.Model):
    """A dispute. ``request`` is what the first party asks for, ``answers`` what was asked of its kind.

    ``offered``: the committee offered to mediate, nobody had applied (People's Mediation Law, art. 17). ``open_doors``:
    the parties want it mediated in public (art. 23, item 3). ``support`` is help that a party says it needs.
    ``level`` is that of the committee that has it; ``passed`` counts how often it went up or down. ``extended_days``
    adds up by how much both sides have had the time made longer.
    """

    data_classes = DataClasses(
        public="offered level passed",
        internal="case accepted_at open_doors extended_days",
        personal="request answers support remote",
        what=_("What a dispute is about, and how you want it mediated"),
        why=_("So that the mediators know what you ask for, and what you need to speak on equal terms."),
        kept=_("As long as the matter itself."),
    )

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="dispute")
    request = models.TextField(_("what is asked for"), blank=True)
    answers = models.JSONField(default=dict)
    support = models.CharField(_("help that is needed"), max_length=200, blank=True)
    remote = models.BooleanField(_("by video or telephone"), default=False)
    offered = models.BooleanField(default=False)
    open_doors = models.BooleanField(_("in public"), default=False)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.COMMITTEE)
    passed = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True)
    extended_days = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"dispute {self.pk}"


class Answer(models.Model):
    """What a party said to being mediated; the last row of a party counts, and the database refuses to change any.

    ``party`` is None for the person the case belongs to.
    """

    data_classes = DataClasses(internal="id case party event agrees how at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="mediation_answers")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    agrees = models.BooleanField()
    how = models.CharField(max_length=20, choices=How)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="mediation_answer_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.agrees}"


class Mediating(models.Model):
    """That somebody mediates a dispute, from when until when, and how that came about (art. 19)."""

    data_classes = DataClasses(internal="id case user chosen since until why_ended")

    class Chosen(models.TextChoices):
        """How somebody became a mediator of a dispute."""

        APPOINTED = "appointed", _("appointed by the committee")
        BY_PARTIES = "by_parties", _("chosen by the parties")

    case = models.ForeignKey(Case, models.PROTECT, related_name="mediating")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    chosen = models.CharField(max_length=12, choices=Chosen)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user"], name="mediation_now", condition=models.Q(until__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=models.Q(until__isnull=True), name="mediation_mediates_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"


class Satisfaction(models.Model):
    """How a party found the mediation, 1 (very bad) to 5 (very good); once for each. ``party`` as in `Answer`."""

    data_classes = DataClasses(
        internal="id case party score at",
        personal="comment",
        what=_("How you found the mediation"),
        why=_("So that the committees learn from it."),
        kept=_("As long as the matter itself."),
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="satisfaction")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "party"], nulls_distinct=False, name="mediation_rated_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.score}"
