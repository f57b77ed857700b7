"""Counselling in a crisis: who helps, and wishes to be contacted. Nothing else about a person is ever kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.organizations.models import Bilingual
from heli.people.keyed import Keyed
from heli.people.models import User
from heli.people.reading import in_english
from heli.people.sealed_fields import SealedCharField


class Helper(Bilingual):
    """Somebody who counsels; ``user`` is the account that alone reads the wishes meant for them."""

    data_classes = DataClasses(public="id about about_en active", internal="user")

    user = models.OneToOneField(User, models.PROTECT, related_name="+", verbose_name=_("account"))
    about = models.CharField(_("what they help with"), max_length=200, blank=True)
    about_en = models.CharField(_("the same in English"), max_length=300, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["name", "id"]

    @property
    def words(self) -> str:
        """What they help with, in the reader's language."""
        return self.about_en if self.about_en and in_english() else self.about


class Way(models.TextChoices):
    """How a helper makes contact."""

    CALL = "call", _("Call me")
    MESSAGE = "message", _("Send a text message first")


class ContactWish(Keyed):
    """That somebody wishes to be contacted, by which helper and how; written with consent alone.

    The database shows the row to that helper alone, and the system removes it when it is answered or its days are over
    (``gone_at``): a row that stayed would be a count that nobody may have. It names no person, case or topic, and
    nobody's act in the record tells of it. It is no case, carries no reference, and joins with nothing.
    """

    data_classes = DataClasses(
        internal="id helper gone_at",
        sensitive="phone way times",
        what=_("Your wish to be contacted by a helper"),
        why=_("So that the helper you chose can reach you, as you wish. Only they read it."),
        kept=_("Until they have reached you, 14 days at most unless the desk has set another period; then it is gone."),
    )

    helper = models.ForeignKey(Helper, models.PROTECT, related_name="+")
    gone_at = models.DateTimeField()
    phone = SealedCharField(_("phone"), max_length=30, blank=True)
    way = SealedCharField(_("how"), max_length=10, blank=True)
    times = SealedCharField(_("when"), max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["gone_at"], name="advice_wish_gone")]

    def __str__(self) -> str:
        return "wish"
