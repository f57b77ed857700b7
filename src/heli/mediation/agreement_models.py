"""What the sides agree on: versions, clauses with what falls due, signatures, performance, confirmation by a court."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses


class Agreement(models.Model):
    """One version of an agreement (People's Mediation Law, arts. 28 to 30); drafted, put before the sides, in force.

    ``parties`` has a line for each side, the name first. ``text`` is the whole text that the sides sign and ``digest``
    its SHA-256; both are empty while it is drafted, and the database refuses to change them afterwards. ``voided_at``:
    it was changed before it took effect, or another took its place.
    """

    data_classes = DataClasses(
        public="version oral",
        internal="id case digest presented_at effective_on voided_at",
        personal="parties facts disputed responsibility manner text",
        what=_("What you agreed on with the other side"),
        why=_("So that it is certain what was agreed, and that both sides keep to it."),
        kept=_("As long as the matter itself."),
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    oral = models.BooleanField(default=False)
    parties = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    disputed = models.TextField(blank=True)
    responsibility = models.TextField(blank=True)
    manner = models.TextField(blank=True)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    presented_at = models.DateTimeField(null=True)
    effective_on = models.DateField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="mediation_agreement_version"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(effective_on__isnull=False, voided_at__isnull=True),
                name="mediation_agreement_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.case_id}.{self.version}"


class Clause(models.Model):
    """What one side owes another; None as ``debtor`` or ``creditor`` is the person the case belongs to.

    ``amount`` is in fen, what all instalments make together. ``removed_at``: taken out while it was drafted.
    """

    data_classes = DataClasses(
        internal="id case agreement number what debtor creditor removed_at",
        personal="words amount",
        what=_("What you owe the other side by the agreement, or they owe you"),
        why=_("So that both sides are reminded in time, and know what is done and what is open."),
        kept=_("As long as the matter itself."),
    )

    class What(models.TextChoices):
        """What is owed."""

        PAY = "pay", _("pay")
        DO = "do", _("do something")
        REFRAIN = "refrain", _("refrain from something")
        RETURN = "return", _("give something back")
        APOLOGISE = "apologise", _("apologise")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=10, choices=What)
    debtor = models.ForeignKey("cases.Party", models.PROTECT, null=True, related_name="+")
    creditor = models.ForeignKey("cases.Party", models.PROTECT, null=True, related_name="+")
    words = models.TextField()
    amount = models.BigIntegerField(null=True, validators=[MinValueValidator(1)])
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="mediation_clause_number")]

    def __str__(self) -> str:
        return f"clause {self.agreement_id}.{self.number}"


class Instalment(models.Model):
    """One task of a clause: what is due on a day, and how much in fen. Without a day it is owed from effect on."""

    data_classes = DataClasses(
        internal="id case clause number due_on",
        personal="amount",
        what=_("What falls due by the agreement, and when"),
        why=_("So that both sides are reminded in time, and know what is done and what is open."),
        kept=_("As long as the matter itself."),
    )

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True)
    amount = models.BigIntegerField(null=True, validators=[MinValueValidator(1)])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clause", "number"], name="mediation_instalment_number")]
        indexes = [models.Index(fields=["due_on"], name="mediation_instalment_due")]

    def __str__(self) -> str:
        return f"instalment {self.clause_id}.{self.number}"


class Signature(models.Model):
    """Who signed which text, detached: the digest of what was before them, the name they wrote, and the day.

    ``on`` is the day of the signature, ``at`` when it was recorded; of a paper that was scanned they differ. No row is
    changed: where the text is changed, its signatures stay with the version that they signed, and bind nobody.
    """

    data_classes = DataClasses(
        internal="id case agreement part party user how on at digest event",
        personal="name",
        what=_("That you signed the agreement, and with which name"),
        why=_("So that it is certain who agreed to which words (People's Mediation Law, art. 29)."),
        kept=_("As long as the matter itself."),
    )

    class Part(models.TextChoices):
        """As what somebody signs (art. 29)."""

        SIDE = "side", _("side")
        MEDIATOR = "mediator", _("mediator")
        COMMITTEE = "committee", _("seal of the committee")

    class How(models.TextChoices):
        """In what form."""

        OWN_PAGE = "own_page", _("on screen")
        ON_PAPER = "on_paper", _("on paper")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    part = models.CharField(max_length=10, choices=Part)
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    how = models.CharField(max_length=10, choices=How)
    on = models.DateField()
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    event = models.ForeignKey("cases.Event", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "part", "party"], nulls_distinct=False, name="mediation_signed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.part}"


class Performance(models.Model):
    """What was said of an instalment: performed, received, or not so. The last row of an instalment counts."""

    data_classes = DataClasses(
        internal="id case instalment said party on at event",
        personal="note",
        what=_("What you and the other side said of the performance of the agreement"),
        why=_("So that both sides and the committee know what is done and what is open (art. 31)."),
        kept=_("As long as the matter itself."),
    )

    class Said(models.TextChoices):
        """What was said."""

        REPORTED = "reported", _("reported as done")
        CONFIRMED = "confirmed", _("confirmed")
        CONTESTED = "contested", _("contested")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="said")
    said = models.CharField(max_length=10, choices=Said)
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    event = models.ForeignKey("cases.Event", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["instalment", "id"], name="mediation_performance_last")]

    def __str__(self) -> str:
        return f"{self.instalment_id} {self.said}"


class ConfirmationRequest(models.Model):
    """That a side asks a court, with the others, to confirm the agreement (Civil Procedure Law, art. 205)."""

    data_classes = DataClasses(internal="id case agreement party how at event")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="requests")
    party = models.ForeignKey("cases.Party", models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=20)
    at = models.DateTimeField()
    event = models.ForeignKey("cases.Event", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"], nulls_distinct=False, name="mediation_confirmation_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}"


class Confirmation(models.Model):
    """The way of an agreement through the court: which court and why, when filed, docketed and ruled, and how.

    ``grounds`` are items of art. 358 of the Interpretation (dismissed) or of art. 355 (not accepted).
    """

    data_classes = DataClasses(
        internal=(
            "agreement case ground court prepared_at filed_on docketed_on docket_number result ruled_on ruling_number"
            " served_on grounds"
        )
    )

    class Ground(models.TextChoices):
        """Which court is asked (Civil Procedure Law, art. 205)."""

        INVITED = "invited", _("the court that invited the committee to mediate")
        DOMICILE = "domicile", _("basic court where a side lives")
        THING = "thing", _("basic court where the thing lies")
        COMMITTEE = "committee", _("basic court where the committee sits")
        INTERMEDIATE = "intermediate", _("intermediate court, which would hear the dispute")

    class Result(models.TextChoices):
        """What the court did."""

        CONFIRMED = "confirmed", _("confirmed as valid")
        DISMISSED = "dismissed", _("dismissed")
        NOT_ACCEPTED = "not_accepted", _("not accepted")
        WITHDRAWN = "withdrawn", _("withdrawn, or counted as withdrawn")
        REVOKED = "revoked", _("confirmed first, and revoked on an objection")

    agreement = models.OneToOneField(Agreement, models.PROTECT, primary_key=True, related_name="confirmation")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=Ground)
    court = models.CharField(max_length=80)
    prepared_at = models.DateTimeField()
    filed_on = models.DateField(null=True)
    docketed_on = models.DateField(null=True)
    docket_number = models.CharField(max_length=60, blank=True)
    result = models.CharField(max_length=12, choices=Result, blank=True)
    ruled_on = models.DateField(null=True)
    ruling_number = models.CharField(max_length=60, blank=True)
    served_on = models.DateField(null=True)
    grounds = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"confirmation {self.agreement_id}"
