"""What is said, laid and offered in the rooms of a dispute; sealed, and under row security of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.cases.models import Case
from heli.cases.people_models import Party
from heli.kernel.data_classes import DataClasses
from heli.papers.models import StoredFile
from heli.people.keyed import Keyed
from heli.people.sealed_fields import SealedCharField, SealedTextField

LONGEST_AMOUNT = 20


class RoomItem(Keyed):
    """Words, an exhibit or an offer in a room of a dispute.

    ``private``: in the room of one side, ``party``, which that side and the present mediators alone read; else in the
    joint room. ``party`` and ``author`` are None for the person the case belongs to; ``from_mediator`` says that a
    mediator wrote it. ``shown_at`` is when its owner laid it before everybody, never to be taken back. ``counters`` is
    the offer that this one answers. ``amount`` is in fen, sealed as text; ``valid_until`` the last day of an offer.

    The database refuses to change or remove a row; it lets the owner show it once and the system seal it anew.
    """

    data_classes = DataClasses(
        internal="id submission case kind private party from_mediator author by file valid_until counters at shown_at",
        sensitive="text amount file_name",
        what=_("What you say, show and offer in mediation"),
        why=_("So that the talks can be held in writing, in private with the mediators too."),
        kept=_("As long as the matter itself."),
    )

    class Kind(models.TextChoices):
        """What somebody put into a room."""

        WORDS = "words", _("Message")
        EXHIBIT = "exhibit", _("Evidence")
        OFFER = "offer", _("Offer")

    submission = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="room_items")
    kind = models.CharField(max_length=8, choices=Kind)
    private = models.BooleanField()
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    from_mediator = models.BooleanField()
    author = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=60)
    text = SealedTextField(_("words"), blank=True)
    amount = SealedCharField(_("amount"), max_length=LONGEST_AMOUNT, blank=True)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="room_item")
    file_name = SealedCharField(_("file name"), max_length=150, blank=True)
    valid_until = models.DateField(_("last day of the offer"), null=True)
    counters = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="mediation_item_case")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(private=True) | models.Q(party__isnull=True, shown_at__isnull=True),
                name="mediation_item_room",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class EarlierTalks(models.Model):
    """That a side opens its earlier private talks to somebody who was named later, or closes them again.

    ``mediating`` is the naming that it holds for, and no later one of the same person. The last row of a side counts;
    the database refuses to change any. ``party`` as in `RoomItem`. What was said since the naming is read without it.
    """

    data_classes = DataClasses(internal="id case mediating party allowed by at")

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    mediating = models.ForeignKey("mediation.Mediating", models.PROTECT, related_name="earlier_talks")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    allowed = models.BooleanField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["mediating", "id"], name="mediation_earlier_naming")]

    def __str__(self) -> str:
        return f"{self.mediating_id} {self.allowed}"


class OfferAnswer(models.Model):
    """What a side says to an offer that lies before it, once; read by whoever reads the offer.

    ``party`` as in `RoomItem`. ``by`` is the key of who wrote it down: the side itself, or a mediator it told.
    """

    data_classes = DataClasses(internal="id item party agrees by at")

    item = models.ForeignKey(RoomItem, models.PROTECT, related_name="answers")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    agrees = models.BooleanField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "party"], nulls_distinct=False, name="mediation_offer_answered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.agrees}"
