"""The people of a case beside the first, and what they agreed to; models of this app, which know the others by name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses

#: The numbers of sides; the person a case belongs to has none.
FIRST_SIDE, LAST_SIDE = 2, 9


class Party(models.Model):
    """Somebody in a case besides the person it belongs to; how they are reached is sealed like every contact.

    ``side`` is the number behind the reference by which they take part themselves, with a query code of their own;
    None for those who are only named.
    """

    data_classes = DataClasses(
        internal="id case contact role side",
        personal="authority",
        sensitive="query_code",
        what=_("People who act with you, for you or on the other side"),
        why=_("So that those who speak for others are known, heard and told."),
        kept=_("As long as the matter itself."),
    )

    class Role(models.TextChoices):
        """What somebody is in a case."""

        REPRESENTATIVE = "representative", _("Representative")
        AGENT = "agent", _("Agent")
        OTHER_SIDE = "other_side", _("Other side")
        OWN_SIDE = "own_side", _("Same side")
        THIRD = "third", _("Third side")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="parties")
    contact = models.OneToOneField("people.Contact", models.PROTECT, related_name="party")
    role = models.CharField(max_length=20, choices=Role)
    authority = models.CharField(_("authority"), max_length=200, blank=True)
    side = models.PositiveSmallIntegerField(null=True)
    query_code = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_party_case")]
        constraints = [
            models.UniqueConstraint(fields=["case", "side"], name="cases_party_side"),
            models.CheckConstraint(
                condition=models.Q(side__isnull=True) | models.Q(side__range=(FIRST_SIDE, LAST_SIDE)),
                name="cases_party_side_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role}"


class ElectronicConsent(models.Model):
    """That the person of a case agreed to have papers served electronically, or took it back; the last row counts."""

    data_classes = DataClasses(public="given how at", internal="id case by")

    class How(models.TextChoices):
        """In what form it was said."""

        WITH_THE_CASE = "with_the_case", _("when the matter was handed in")
        OWN_PAGE = "own_page", _("on the page of the matter")
        IN_WRITING = "in_writing", _("in writing")
        ON_RECORD = "on_record", _("spoken, and taken down")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="consents")
    given = models.BooleanField()
    how = models.CharField(max_length=20, choices=How)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_consent_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.given}"
