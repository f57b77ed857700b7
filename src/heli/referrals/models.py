"""What a referral keeps beside its case, and the bodies that matters are referred to or come from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heli.cases.models import Case
from heli.kernel.data_classes import DataClasses
from heli.organizations.models import Bilingual, Unit


class PartnerKind(models.TextChoices):
    """Kinds of bodies: the six that mediation is joined to, helpers of other kinds, and what Heli itself works on."""

    POLICE = "police", pgettext_lazy("kind of body", "Police")
    PETITIONS = "petitions", _("Petition office")
    COURT = "court", pgettext_lazy("kind of body", "Court")
    PROCURATORATE = "procuratorate", _("Procuratorate")
    DISCIPLINE = "discipline", _("Discipline inspection and supervision")
    ARBITRATION = "arbitration", _("Arbitration (labour, rural land)")
    OTHER = "other", _("Counselling and other helpers")
    MEDIATION = "mediation", _("People's mediation")
    REQUESTS = "requests", _("Request desk")


#: With these only number, question and result are exchanged.
MINIMUM = (PartnerKind.PROCURATORATE, PartnerKind.DISCIPLINE)
#: To these the law itself may send (danger or crime: People's Mediation Law, art. 25; accusations: Regulation on
#: Petition Work, art. 30): with the ground named no consent is needed. To all others it always is.
BY_LAW = (PartnerKind.POLICE, *MINIMUM)


class Partner(Bilingual):
    """A body that matters are referred to and come from: a unit of Heli, or an outside body."""

    data_classes = DataClasses(
        public="id kind unit address reached active", internal="accepts_from_us refers_to_us respond_days work_days"
    )

    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit of Heli")
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    reached = models.CharField(_("how it is reached"), max_length=200, blank=True)
    accepts_from_us = models.BooleanField(_("receives referrals"), default=True)
    refers_to_us = models.BooleanField(_("sends referrals"), default=True)
    respond_days = models.PositiveSmallIntegerField(_("accept or refuse within (working days)"), null=True, blank=True)
    work_days = models.PositiveSmallIntegerField(_("return the result within (days)"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["kind", "name"]

    @property
    def minimum(self) -> bool:
        """Whether only number, question and result are exchanged with it."""
        return self.kind in MINIMUM


class PartnerToken(models.Model):
    """A key by which an outside body uses the API; of it only a keyed hash is kept. Revoked ones open nothing."""

    data_classes = DataClasses(
        internal="id partner note created_at created_by last_used_at revoked_at",
        sensitive="digest",
        what=_("Keys of outside bodies"),
        why=_("So that a body which matters are referred to can answer by its own system."),
        kept=_("As long as the body's referrals; a revoked key opens nothing."),
    )

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(_("what it is for"), max_length=80)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.partner_id} {self.note}"


class Direction(models.TextChoices):
    """Between whom a referral goes."""

    INSIDE = "inside", _("between units of Heli")
    OUT = "out", _("to an outside body")
    IN = "in", _("from an outside body")


class Way(models.TextChoices):
    """In what way it is worked; a court's ways bring their own limit (Provisions on Invited Mediation, art. 27)."""

    PLAIN = "plain", _("No court procedure")
    APPOINTED = "appointed", _("Appointed by a court before it accepted the case")
    ENTRUSTED = "entrusted", _("Entrusted by a court, ordinary procedure")
    SUMMARY = "summary", _("Entrusted by a court, summary procedure")


class Consent(models.TextChoices):
    """In what form the people of the matter agreed that it is passed on, or why they need not."""

    IN_WRITING = "in_writing", _("in writing")
    ON_RECORD = "on_record", _("spoken, and taken down")
    ONLINE = "online", _("online")
    BY_LAW = "by_law", _("not needed: the law sends it")


class Outcome(models.TextChoices):
    """What came of a referral."""

    SETTLED = "settled", pgettext_lazy("outcome of a referral", "Settled or answered")
    PARTLY = "partly", pgettext_lazy("outcome of a referral", "Settled in part")
    NOT_SETTLED = "not_settled", pgettext_lazy("outcome of a referral", "Not settled")
    ELSEWHERE = "elsewhere", pgettext_lazy("outcome of a referral", "Belongs to another procedure")


class Referral(models.Model):
    """A referral beside its case: the case's text is the summary written for the purpose, its files are what is passed.

    ``source`` is the matter that is referred; null for one that an outside body sends, which names ``their_number``.
    ``sender`` is the unit that refers. ``consent_by`` and ``consent_on`` say who agreed and when, ``ground`` the law
    that sends of itself. ``received_on`` is when the receiver signed for the papers; ``work`` is the matter opened from
    it, whose end ``ended_at`` makes its result due. The parties' consent may be taken back (``taken_back_at``).
    """

    data_classes = DataClasses(
        public="direction",
        internal="case partner source sender way consent consent_on ground received_on work ended_at responded_at"
        " returned_at outcome taken_back_at their_number in_time",
        personal="question passed consent_by reason result",
        what=_("That a matter was passed to another body, what was passed, and what came back"),
        why=_("So that you need not tell it again, and know who has it, with whose consent and until when."),
        kept=_("As long as the matter itself."),
    )

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="referral")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="referrals", verbose_name=_("body"))
    direction = models.CharField(max_length=6, choices=Direction)
    way = models.CharField(_("way"), max_length=10, choices=Way, default=Way.PLAIN)
    source = models.ForeignKey(Case, models.PROTECT, null=True, related_name="referrals")
    sender = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    their_number = models.CharField(_("their number"), max_length=60, blank=True)
    question = models.TextField(_("what is asked of the other body"))
    consent = models.CharField(_("consent"), max_length=10, choices=Consent)
    consent_by = models.CharField(_("who agreed"), max_length=200, blank=True)
    consent_on = models.DateField(_("when they agreed"), null=True)
    ground = models.CharField(_("the law that sends it"), max_length=200, blank=True)
    passed = models.JSONField(default=list)
    received_on = models.DateField(_("papers signed for on"), null=True)
    responded_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)
    work = models.OneToOneField(Case, models.PROTECT, null=True, related_name="worked_for")
    ended_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    result = models.TextField(_("result"), blank=True)
    in_time = models.BooleanField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["source", "case"], name="referrals_by_source", condition=Q(source__isnull=False)),
            models.Index(fields=["partner", "-case"], name="referrals_by_partner"),
            models.Index(fields=["sender", "-case"], name="referrals_by_sender", condition=Q(sender__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.direction}"
