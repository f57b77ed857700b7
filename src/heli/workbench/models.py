"""What officers keep at the workbench: views of the queue under a name, and which of them opens first."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses
from heli.organizations.models import Unit
from heli.people.keyed import Keyed
from heli.people.models import User
from heli.people.sealed_fields import SealedCharField, SealedTextField


class SavedView(Keyed):
    """The filters of the queue under a name: one's own, or shared with the members of ``unit``.

    ``query`` is the address of the list without page, and never more than a narrowing of what its reader may see. Words
    that somebody searches for may name a person, so both texts are sealed.
    """

    data_classes = DataClasses(
        internal="id owner unit made_at",
        personal="name query",
        what=_("Saved views of lists"),
        why=_("So that an officer finds the same matters again without filling in the filters each time."),
        kept=_("Until it is deleted, its owner holds no post any more, or the unit it was shared with is dissolved."),
    )

    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    name = SealedCharField(_("name"), max_length=60)
    query = SealedTextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"view {self.pk}"


class FirstView(models.Model):
    """The saved view that opens first when ``user`` goes to the queue."""

    data_classes = DataClasses(internal="user view")

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.view_id}"
