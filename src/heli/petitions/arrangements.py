"""What the law leaves to the district in petition work: cautious unless changed, and shown as local."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heli.kernel.periods import Period, days, working_days
from heli.organizations.arranged import LONGEST, keep, read, wrong_lengths
from heli.organizations.models import Unit, UnitKind
from heli.organizations.responsibility import registry
from heli.organizations.settings import REVISION
from heli.places.revisions import Cached

PREFIX: Final = "petitions."
#: A smaller number of petitions about an organ could point at who brought them.
FEWEST_NAMED: Final = 3


@dataclass(frozen=True)
class Arrangements:
    """The district's arrangements for petition work; lengths in days or working days as their names say.

    ``simple_matters``: whether simple matters are decided within ten working days (trial measures of 2016, whose
    standing since 2022 is not settled: off). ``review_unit``: code of the unit that reviews for the district
    government; empty: the petition office passes the request to ``upper_body`` and records the answer.
    ``upper_body_en`` names it in English pages; empty: as in Chinese.
    ``complaints_named``: from how many petitions about it on the annual report names an organ (art. 41: "many").
    """

    redirect_working_days: int = 5
    settle_working_days: int = 10
    study_days: int = 60
    examine_days: int = 60
    perform_days: int = 60
    serve_working_days: int = 5
    hearing_days: int = 30
    supervision_days: int = 15
    execution_days: int = 90
    suggestion_days: int = 30
    backlog_days: int = 180
    complaints_named: int = 5
    simple_matters: bool = False
    review_unit: str = ""
    upper_body: str = "市人民政府"
    upper_body_en: str = "Municipal People's Government"

    @property
    def lengths(self) -> dict[str, Period]:
        """The lengths of limits that the procedures leave open, by the limits' names."""
        return {
            "redirecting": working_days(self.redirect_working_days),
            "settling": working_days(self.settle_working_days),
            "studying": days(self.study_days),
            "examining": days(self.examine_days),
            "performing": days(self.perform_days),
            "serving": working_days(self.serve_working_days),
            "hearing": days(self.hearing_days),
        }


def _load() -> Arrangements:
    return read(PREFIX, Arrangements)


arrangements = Cached(_load, REVISION)


def check(values: dict[str, Any]) -> None:
    """Raise ValidationError where ``values`` (as stored, JSON) make no sense."""
    wrong = wrong_lengths(values)
    named = values.get("complaints_named", FEWEST_NAMED)
    if not FEWEST_NAMED <= named <= LONGEST:
        wrong["complaints_named"] = str(_("Between %(least)s and %(most)s.") % {"least": FEWEST_NAMED, "most": LONGEST})
    code = values.get("review_unit", "")
    if code and not any(unit.code == code for unit in registry().units.values()):
        wrong["review_unit"] = str(_("There is no such unit."))
    if wrong:
        raise ValidationError(wrong)


def save(values: dict[str, Any]) -> None:
    """Store ``values`` (JSON) after a check; the caller opens the transaction and writes the audit entry."""
    check(values)
    keep(PREFIX, values)


class NoOfficeError(ValueError):
    """The district has no petition office among its units."""


def petition_office() -> Unit:
    """Return the district's petition office, which coordinates every petition; NoOfficeError without one."""
    offices = (unit for unit in registry().units.values() if unit.kind == UnitKind.PETITION_OFFICE and unit.active)
    found = next(offices, None)
    if found is None:
        raise NoOfficeError
    return found


def organ_above(unit: Unit) -> Unit | None:
    """Return the next higher organ of ``unit`` (Regulation, arts. 35, 36); None where it is outside the district.

    Coordination centres stand above units in the tree, not in powers: the way goes past them to the district
    government, for which the unit named in the arrangements reviews.
    """
    known = registry()
    centres = (UnitKind.DISTRICT_CENTRE, UnitKind.STREET_CENTRE)
    above = known.units.get(unit.parent_id or 0)
    while above is not None and (not above.active or above.kind in centres):
        above = known.units.get(above.parent_id or 0)
    if above is not None:
        return above
    code = arrangements().review_unit
    government = next((each for each in known.units.values() if each.code == code and each.active), None)
    return government if government and government.pk != unit.pk else None
