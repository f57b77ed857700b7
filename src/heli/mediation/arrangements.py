"""What the law leaves to the district in mediation: cautious unless changed, and shown as local."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heli.kernel.periods import Period, days, working_days
from heli.organizations.arranged import keep, read, wrong_lengths
from heli.organizations.models import Unit, UnitKind
from heli.organizations.responsibility import registry
from heli.organizations.settings import REVISION
from heli.places.revisions import Cached

PREFIX: Final = "mediation."
MOST_REPLACEMENTS: Final = 9


@dataclass(frozen=True)
class Arrangements:
    """The district's arrangements for mediation; lengths in days or working days as their names say.

    ``extension_days``: the most by which both sides may have the month made longer, in all (no national text).
    ``free_replacements``: how often each side may have a mediator replaced without giving a reason (no national text).
    ``remind_days``: how long before something falls due both sides are reminded.
    """

    accept_working_days: int = 3
    answer_days: int = 7
    extension_days: int = 30
    suspension_days: int = 30
    sign_days: int = 7
    follow_up_days: int = 30
    free_replacements: int = 1
    remind_days: int = 3

    @property
    def lengths(self) -> dict[str, Period]:
        """The lengths of limits that the procedure leaves open, by the limits' names."""
        return {
            "accepting": working_days(self.accept_working_days),
            "answering": days(self.answer_days),
            "resuming": days(self.suspension_days),
            "signing": days(self.sign_days),
            "visiting": days(self.follow_up_days),
        }


def _load() -> Arrangements:
    return read(PREFIX, Arrangements)


arrangements = Cached(_load, REVISION)


def check(values: dict[str, Any]) -> None:
    """Raise ValidationError where ``values`` (as stored, JSON) make no sense."""
    wrong = wrong_lengths(values)
    if not 0 <= values.get("free_replacements", 0) <= MOST_REPLACEMENTS:
        wrong["free_replacements"] = str(_("Between 0 and %(most)s.") % {"most": MOST_REPLACEMENTS})
    if wrong:
        raise ValidationError(wrong)


def save(values: dict[str, Any]) -> None:
    """Store ``values`` (JSON) after a check; the caller opens the transaction and writes the audit entry."""
    check(values)
    keep(PREFIX, values)


class NoCentreError(ValueError):
    """The district has no mediation centre among its units."""


def has_centre() -> bool:
    """Whether the district has a mediation centre; without one no dispute comes in."""
    return any(unit.kind == UnitKind.MEDIATION_CENTRE and unit.active for unit in registry().units.values())


def mediation_centre() -> Unit:
    """Return the district's mediation centre, which coordinates every dispute; NoCentreError without one."""
    centres = (unit for unit in registry().units.values() if unit.kind == UnitKind.MEDIATION_CENTRE and unit.active)
    found = next(centres, None)
    if found is None:
        raise NoCentreError
    return found
