"""What mediation adds to the side bar of the officers' pages."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from heli.access.actors import Actor
from heli.access.permissions import MEDIATION_FIGURES, READ_ROSTER
from heli.mediation.reach import reach_of
from heli.organizations.models import Duty, UnitKind
from heli.workbench.navigation import Entry

_KINDS = (UnitKind.MEDIATION, UnitKind.MEDIATION_CENTRE)


def of_mediation(actor: Actor) -> bool:
    """Whether ``actor`` has a post in a unit that mediates, or arranges the district."""
    return any(post.unit_kind in _KINDS for post in actor.posts) or bool(actor.with_duty(Duty.ADMINISTRATOR))


def reads_figures(actor: Actor) -> bool:
    """Whether ``actor`` reads figures of a committee."""
    return reach_of(actor) is not None


ENTRIES: Final = (
    Entry(_("Mediators"), "mediation_desk:roster", "user-check", 77, READ_ROSTER, group="look", opens=of_mediation),
    Entry(
        _("Mediation in figures"), "mediation_desk:figures", "chart-bar", 78, MEDIATION_FIGURES, group="look",
        opens=reads_figures, leads=(Duty.LEADER,), begin=_("Mediation in figures"),
    ),
)  # fmt: skip
