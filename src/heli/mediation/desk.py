"""What mediation adds to the side bar of the officers' pages."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.permissions import READ_ROSTER
from heli.organizations.models import Duty, UnitKind
from heli.workbench.navigation import Entry

_KINDS = (UnitKind.MEDIATION, UnitKind.MEDIATION_CENTRE)


def of_mediation(actor: Actor) -> bool:
    """Whether ``actor`` has a post in a unit that mediates, or arranges the district."""
    return any(post.unit_kind in _KINDS for post in actor.posts) or bool(actor.with_duty(Duty.ADMINISTRATOR))


ENTRIES: Final = (
    Entry(_("Mediators"), "mediation_desk:roster", "user-check", 77, READ_ROSTER, group="look", opens=of_mediation),
)
