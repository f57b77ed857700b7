"""What petitions add to the side bar of the officers' pages."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.permissions import PETITION_FIGURES
from heli.petitions.reach import reach_of
from heli.workbench.navigation import Entry


def _opens(actor: Actor) -> bool:
    return reach_of(actor) is not None


ENTRIES: Final = (
    Entry(_("Petition work"), "petition_work:figures", "scale", 76, PETITION_FIGURES, group="look", opens=_opens),
)
