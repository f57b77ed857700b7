"""What a service request keeps beside the case."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.kernel.data_classes import DataClasses


class Outcome(models.TextChoices):
    """What came of a request, as the unit reports it and the public register shows it."""

    SOLVED = "solved", _("Solved")
    EXPLAINED = "explained", _("Explained: nothing could be done, and why")
    PLANNED = "planned", _("Planned for a stated date")


class ServiceRequest(models.Model):
    """A request to the district's desk.

    ``returned_by`` are the ids of the units that returned it, in order. ``extension_days`` is asked for and not yet
    decided. Ratings run from 1 (very bad) to 5 (very good). ``public_summary`` is written by staff for the register;
    the resident's own words are shown there only where ``publish_text`` says so.
    """

    data_classes = DataClasses(
        public="public_summary outcome planned_for extended publish_text",
        internal="case returned_by extension_amount completed_by rejections extension_reason rated_at",
        personal="answer rating_process rating_result rating_comment",
        what=_("Answer and rating of a request"),
        why=_("So that your request gets an answer, and so that you can say how it was handled."),
        kept=_("As long as the matter itself."),
    )

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="service_request")
    publish_text = models.BooleanField(_("my words may be published"), default=False)
    public_summary = models.CharField(_("public summary"), max_length=200, blank=True)
    returned_by = ArrayField(models.BigIntegerField(), default=list)
    extension_amount = models.PositiveSmallIntegerField(null=True)
    extension_reason = models.TextField(blank=True)
    extended = models.BooleanField(default=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    planned_for = models.DateField(_("planned for"), null=True, blank=True)
    completed_by = models.BigIntegerField(null=True)
    rejections = models.PositiveSmallIntegerField(default=0)
    rating_process = models.PositiveSmallIntegerField(
        _("how it was handled"), null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    rating_result = models.PositiveSmallIntegerField(
        _("the result"), null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    rating_comment = models.TextField(_("comment"), blank=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-rated_at"], name="service_requests_rated")]

    def __str__(self) -> str:
        return f"service request {self.pk}"
