"""Funds, their budgets, the ledger, and what an application keeps beside its case. Amounts are whole fen."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.audit.models import Entry as AuditEntry
from heli.cases.models import Case, Event
from heli.funds.visibility import funds_of
from heli.kernel.data_classes import DataClasses
from heli.kernel.ledgers import Account, Balances
from heli.organizations.models import Bilingual, Category, Unit
from heli.people.keyed import Keyed
from heli.people.reading import in_english
from heli.people.sealed_fields import SealedCharField


class FundKind(models.TextChoices):
    """Kinds of funds."""

    HARDSHIP = "hardship", _("Petition hardship fund")
    RESERVE = "reserve", _("Petition reserve")
    LIVELIHOOD = "livelihood", _("People's livelihood fund")


class Movement(models.TextChoices):
    """Kinds of entries; the values are those of ``heli.kernel.ledgers.Movement``."""

    ALLOT = "allot", _("Budget allotted")
    CUT = "cut", _("Budget cut")
    RESERVE = "reserve", _("Reserved")
    RELEASE = "release", _("Reservation released")
    GRANT = "grant", _("Granted")
    LAPSE = "lapse", _("Grant lapsed")
    PAY = "pay", _("Paid")
    RETURN = "return", _("Returned")
    REVERSE = "reverse", _("Reversed")


class FundQuerySet(models.QuerySet["Fund"]):
    """Reads of funds."""

    def visible_to(self, actor: Actor) -> "FundQuerySet":
        """Return the funds whose books ``actor`` may read: those of their unit or below it, all for auditors."""
        return self.filter(funds_of(actor))


class Fund(Bilingual):
    """A fund that a unit keeps.

    ``topic`` gives the applications their service level. ``leader_above`` is the amount above which the leader of the
    unit must be one of the two who approve; 0 means always. ``most`` is the most that one application may ask for.
    Both are local standards. The words on who may apply, what is needed and what else there is are read by residents.
    """

    data_classes = DataClasses(
        public="id code kind unit topic who_may who_may_en needed needed_en other_help other_help_en most active",
        internal="leader_above",
    )

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=FundKind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit that keeps it"))
    topic = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("topic of its applications"))
    who_may = models.TextField(_("who may apply"))
    who_may_en = models.TextField(_("who may apply, in English"), blank=True)
    needed = models.TextField(_("what is needed"), blank=True)
    needed_en = models.TextField(_("what is needed, in English"), blank=True)
    other_help = models.TextField(_("what other help there is"), blank=True)
    other_help_en = models.TextField(_("what other help there is, in English"), blank=True)
    leader_above = models.BigIntegerField(_("above this amount the leader approves"), default=0)
    most = models.BigIntegerField(_("most for one application"), null=True, blank=True)
    active = models.BooleanField(_("takes applications"), default=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def told(self, name: str) -> str:
        """Return the text called ``name`` in the reader's language."""
        english = getattr(self, f"{name}_en") if in_english() else ""
        return str(english or getattr(self, name))


_NOT_OVERDRAWN = Q(free__gte=0, reserved__gte=0, granted__gte=0, paid__gte=0, source__lte=0, returned__lte=0)


class BudgetLine(Bilingual):
    """What a fund may spend in a year for one purpose.

    The balances are those of ``heli.kernel.ledgers``. The database alone writes them, with every posting, and refuses
    an overdrawn one. ``open``: whether new grants may be made from it.
    """

    data_classes = DataClasses(public="id fund year source paid returned", internal="free reserved granted open")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="lines", verbose_name=_("fund"))
    year = models.PositiveSmallIntegerField(_("year"))
    open = models.BooleanField(_("open for grants"), default=True)
    source = models.BigIntegerField(default=0, editable=False)
    free = models.BigIntegerField(default=0, editable=False)
    reserved = models.BigIntegerField(default=0, editable=False)
    granted = models.BigIntegerField(default=0, editable=False)
    paid = models.BigIntegerField(default=0, editable=False)
    returned = models.BigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-year", "fund", "id"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "year", "name"], name="funds_line_once"),
            models.CheckConstraint(condition=_NOT_OVERDRAWN, name="funds_line_not_overdrawn"),
            models.CheckConstraint(condition=Q(paid__gte=-F("returned")), name="funds_line_returned_was_paid"),
        ]

    @property
    def balances(self) -> Balances:
        """The balances as the kernel reckons with them."""
        return Balances(**{account.value: getattr(self, account.value) for account in Account})


class Entry(models.Model):
    """One entry of the ledger. The database refuses to change or delete it; a later entry may reverse it, once.

    ``reference`` is the number of the document or of the bank's transaction. ``transaction`` is set by the database,
    so that nothing is added to an entry later on.
    """

    data_classes = DataClasses(
        internal="id line movement fen at actor actor_name reference case event reverses audit transaction reason"
    )

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="entries")
    movement = models.CharField(max_length=10, choices=Movement)
    fen = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=80, blank=True)
    reason = models.TextField()
    reference = models.CharField(max_length=80, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    audit = models.OneToOneField(AuditEntry, models.PROTECT, related_name="+")
    transaction = models.BigIntegerField(default=0, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["line", "-id"], name="funds_entry_line"),
            models.Index(fields=["case", "id"], name="funds_entry_case", condition=Q(case__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="funds_entry_moves"),
            models.CheckConstraint(
                condition=Q(movement="reverse", reverses__isnull=False)
                | ~Q(movement="reverse") & Q(reverses__isnull=True),
                name="funds_entry_reversal_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.movement} {self.fen}"


class Posting(models.Model):
    """An amount put to an account by an entry, or taken from it."""

    data_classes = DataClasses(internal="id entry account fen")

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    account = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Account])
    fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "account"], name="funds_posting_once"),
            models.CheckConstraint(condition=~Q(fen=0), name="funds_posting_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.fen}"


class Need(models.TextChoices):
    """What the money is needed for."""

    LIVING = "living", _("Living")
    MEDICAL = "medical", _("Illness or injury")
    HOUSING = "housing", _("Housing")
    EDUCATION = "education", _("School and training")
    DISASTER = "disaster", _("Disaster or accident")
    OTHER = "other", _("Something else")


class FundApplication(models.Model):
    """An application to a fund, beside its case.

    ``line`` is chosen with the first approval. The ids are accounts of those who verified, approved, declined, ordered
    the payment and recorded it; ``leader_approved`` where the first approval was the leader's. ``by_officer`` with
    ``consent``: an officer applied for the person, who agreed.
    """

    data_classes = DataClasses(
        internal="case fund line verified_by first_by second_by declined_by ordered_by paid_by granted_at paid_at"
        " by_officer consent reconsidered bank_reference earlier_deciders leader_approved",
        personal="need asked approved returned",
        what=_("Application to a fund, and what was granted"),
        why=_("So that money of a fund goes to those in need, and so that every yuan can be accounted for."),
        kept=_("As long as the matter itself; the entries of the ledger stay, without a name."),
    )

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="fund_application")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="applications")
    line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, related_name="applications")
    need = models.CharField(_("what it is needed for"), max_length=10, choices=Need)
    asked = models.BigIntegerField()
    approved = models.BigIntegerField(null=True)
    returned = models.BigIntegerField(default=0)
    by_officer = models.BooleanField(default=False)
    consent = models.BooleanField(default=False)
    verified_by = models.BigIntegerField(null=True)
    first_by = models.BigIntegerField(null=True)
    second_by = models.BigIntegerField(null=True)
    declined_by = models.BigIntegerField(null=True)
    leader_approved = models.BooleanField(default=False)
    earlier_deciders = ArrayField(models.BigIntegerField(), default=list)
    reconsidered = models.BooleanField(default=False)
    granted_at = models.DateTimeField(null=True)
    ordered_by = models.BigIntegerField(null=True)
    paid_by = models.BigIntegerField(null=True)
    paid_at = models.DateTimeField(null=True)
    bank_reference = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["line", "granted_at"], name="funds_application_granted")]
        constraints = [
            models.CheckConstraint(condition=Q(asked__gt=0), name="funds_application_asks"),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True)
                | (
                    Q(first_by__isnull=False, verified_by__isnull=False, line__isnull=False, approved__gt=0)
                    & ~Q(second_by=F("first_by"))
                    & ~Q(second_by=F("verified_by"))
                    & ~Q(first_by=F("verified_by"))
                ),
                name="funds_application_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True)
                | (
                    Q(second_by__isnull=False)
                    & Q(ordered_by__isnull=False)
                    & Q(paid_by__isnull=False)
                    & ~Q(paid_by=F("ordered_by"))
                ),
                name="funds_application_paid_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"fund application {self.pk}"


class Payee(Keyed):
    """The bank account to which a grant is paid; sealed, shown masked, opened only for a purpose and on record."""

    data_classes = DataClasses(
        internal="case given_at",
        personal="holder bank",
        sensitive="number",
        what=_("Bank account for a grant"),
        why=_("So that the money that was granted reaches you."),
        kept=_("Until you take it back, at most until the period of keeping of the matter ends."),
    )

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="payee")
    holder = SealedCharField(_("account holder"), max_length=60)
    bank = SealedCharField(_("bank"), max_length=80)
    number = SealedCharField(_("account number"), max_length=30)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"payee {self.pk}"


class Statement(models.Model):
    """A bank statement of a fund, as it was read in; ``digest`` is the SHA-256 of the file, which comes once."""

    data_classes = DataClasses(internal="id fund first_day last_day digest at actor actor_name")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="statements")
    first_day = models.DateField()
    last_day = models.DateField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "digest"], name="funds_statement_once")]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class StatementLine(models.Model):
    """One line of a bank statement; ``fen`` is below zero for what went out. ``entry`` is the entry that it proves."""

    data_classes = DataClasses(internal="id statement number day fen reference entry")

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    day = models.DateField()
    fen = models.BigIntegerField()
    reference = models.CharField(max_length=80, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="statement_line")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="funds_statement_line_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.fen}"
