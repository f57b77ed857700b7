"""What a petition keeps beside the case: its particulars, its opinions, its hearings and its people."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case, Event
from heli.kernel.data_classes import DataClasses
from heli.petitions.annual_models import AnnualDraft, AnnualReport  # noqa: F401  models of this app
from heli.petitions.overview_models import BacklogEntry, UnitSuggestion  # noqa: F401  models of this app


class Way(models.IntegerChoices):
    """The six ways in which a grievance or claim is dealt with (Regulation, art. 31)."""

    COURTS = 1, _("Courts, procuratorate, police: by their procedures")
    ARBITRATION = 2, _("Arbitration")
    PARTY = 3, _("Appeal or re-examination within the Party")
    ADMINISTRATIVE = 4, _("Administrative reconsideration, ruling, confirmation, licence or penalty")
    DUTY = 5, _("Dealing with an unlawful act, or protecting a right: perform the duty or answer")
    OPINION = 6, _("Everything else: hear, find out, written opinion")


#: The ways that lead out of the petition procedure (art. 31, items 1 to 4).
LAWFUL_PATHS = (Way.COURTS, Way.ARBITRATION, Way.PARTY, Way.ADMINISTRATIVE)


class Petition(models.Model):
    """A petition. ``received_at`` is when it reached the office or organ: the limits of arts. 22, 23 count from then.

    ``request`` is what is asked for (art. 19); facts and reasons are the text of the case. ``people`` counts those who
    petition together. ``spoken``: taken down from speech and, at ``read_back_at``, read back to the person.
    ``from_above`` and ``their_number`` name the body that handed it down, ``report_by`` the last day that it set for a
    report. ``disowned_by`` are the ids of the units that objected. ``first_unit`` gave the first opinion,
    ``review_unit`` reviewed it; ``outside_body`` names the organ outside the district that reviews, where none within
    it stands above. ``extended_days`` adds up what was granted,
    ``asked_days`` waits for a decision. Ratings run from 1 (very bad) to 5 (very good); the unit and the petition
    office are rated apart.
    """

    data_classes = DataClasses(
        public="way people",
        internal="case received_at spoken read_back_at their_number disowned_by first_unit review_unit outside_body"
        " extended_days asked_days urgent_at simple rated_at interpreter report_by",
        personal="request from_above asked_reason rating_unit rating_office rating_comment",
        what=_("What a petition asks for, and how you rated the work"),
        why=_("So that the organ knows what you ask for, and so that you get an opinion on just that."),
        kept=_("As long as the matter itself."),
    )

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="petition")
    received_at = models.DateTimeField(_("received on"))
    request = models.TextField(_("what is asked for"), blank=True)
    people = models.PositiveSmallIntegerField(_("people who petition together"), default=1)
    spoken = models.BooleanField(default=False)
    read_back_at = models.DateTimeField(null=True)
    interpreter = models.CharField(_("interpreter wished"), max_length=40, blank=True)
    from_above = models.CharField(_("handed down by"), max_length=120, blank=True)
    their_number = models.CharField(_("their number"), max_length=60, blank=True)
    report_by = models.DateField(_("report to them, last day"), null=True)
    way = models.PositiveSmallIntegerField(_("way"), choices=Way, null=True)
    simple = models.BooleanField(default=False)
    urgent_at = models.DateTimeField(null=True)
    disowned_by = ArrayField(models.BigIntegerField(), default=list)
    first_unit = models.BigIntegerField(null=True)
    review_unit = models.BigIntegerField(null=True)
    outside_body = models.CharField(max_length=120, blank=True)
    extended_days = models.PositiveSmallIntegerField(default=0)
    asked_days = models.PositiveSmallIntegerField(null=True)
    asked_reason = models.TextField(blank=True)
    rating_unit = models.PositiveSmallIntegerField(
        _("the organ"), null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    rating_office = models.PositiveSmallIntegerField(
        _("the petition office"), null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    rating_comment = models.TextField(_("comment"), blank=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], name="petitions_received"),
            models.Index(fields=["-rated_at"], name="petitions_rated"),
        ]

    def __str__(self) -> str:
        return f"petition {self.pk}"


class Level(models.TextChoices):
    """The three levels of an opinion (Regulation, arts. 32, 35, 36)."""

    FIRST = "first", _("Written opinion")
    REVIEW = "review", _("Review opinion")
    RE_REVIEW = "re_review", _("Re-review opinion")


class Outcome(models.TextChoices):
    """What an opinion says of the request (art. 32), or of the opinion below (arts. 35, 36)."""

    SUPPORTED = "supported", _("Supported")
    EXPLAINED = "explained", _("Explained: reasonable, but the law gives no ground")
    NOT_SUPPORTED = "not_supported", _("Not supported")
    UPHELD = "upheld", _("Upheld")
    CHANGED = "changed", _("Changed")


class Opinion(models.Model):
    """A written opinion at one level; the database refuses to change it.

    ``body`` and ``remedy`` are the body one level up and the paragraph on what the person can do, as they were printed.
    ``execute_by`` is the day until which what was granted must be carried out.
    """

    data_classes = DataClasses(
        public="level outcome made_at",
        internal="id case event made_by unit execute_by",
        personal="findings opinion ground remedy body",
        what=_("The written opinion on a petition"),
        why=_("So that you have the opinion, its facts, reasons and ground, and the remedy, in writing."),
        kept=_("As long as the matter itself."),
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    event = models.OneToOneField(Event, models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    outcome = models.CharField(_("outcome of the opinion"), max_length=15, choices=Outcome)
    findings = models.TextField(_("facts and reasons"))
    opinion = models.TextField(_("opinion"))
    ground = models.TextField(_("legal basis"))
    body = models.CharField(max_length=120, blank=True)
    remedy = models.TextField(blank=True)
    execute_by = models.DateField(null=True)
    unit = models.BigIntegerField(null=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="petitions_opinion_case"),
            models.Index(fields=["level", "made_at"], name="petitions_opinion_level"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.level}"


class Hearing(models.Model):
    """A hearing at the first level or in re-review (arts. 31, 36): called, held with its record, its outcome.

    The database refuses to change what was called and recorded once it was held.

    ``participants`` are lines of names and what they take part as; ``recused`` are those who stepped aside, and why.
    ``published`` names no person. ``public_key`` is where it stands in public: drawn by chance, so that it neither
    counts nor leads to the case.
    """

    data_classes = DataClasses(
        public="level at held_at published published_at public_key",
        internal="id case called_event held_event place chair",
        personal="topic participants recused record conclusion",
        what=_("Hearings on a petition"),
        why=_("So that both sides are heard, and what was said stands in writing."),
        kept=_("As long as the matter itself."),
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings")
    called_event = models.OneToOneField(Event, models.PROTECT, related_name="+")
    held_event = models.OneToOneField(Event, models.PROTECT, null=True, related_name="+")
    level = models.CharField(max_length=10, choices=Level)
    at = models.DateTimeField(_("when"))
    place = models.CharField(_("where"), max_length=200)
    chair = models.CharField(_("chaired by"), max_length=80)
    topic = models.TextField(_("what it is about"))
    participants = models.TextField(_("participants"))
    recused = models.TextField(_("who stepped aside"), blank=True)
    held_at = models.DateTimeField(null=True)
    record = models.TextField(_("record"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    published = models.TextField(_("published text"), blank=True)
    published_at = models.DateTimeField(null=True)
    public_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="petitions_hearing_case"),
            models.Index(
                fields=["-published_at", "-id"],
                name="petitions_hearing_public",
                condition=models.Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"
