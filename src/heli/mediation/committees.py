"""Which committee a dispute comes to, and which stand above and below it."""

from django.db.models import QuerySet

from heli.kernel.paths import lies_in
from heli.mediation.arrangements import has_centre, mediation_centre
from heli.mediation.models import Committee, Level, Sector
from heli.organizations.models import Category, Unit, UnitKind
from heli.organizations.responsibility import registry
from heli.places.models import Area


def committees() -> QuerySet[Committee]:
    """Return the committees whose units are active, with these, the lowest level first."""
    return Committee.objects.filter(unit__active=True).select_related("unit__area").order_by("level", "unit_id")


def committee_for(area: Area | None, category: Category, *, without: frozenset[int] = frozenset()) -> Committee:
    """Return the committee that a dispute comes to: of its sector, else the committee of its place, else the centre.

    Committees of a place mediate where they are; groups and information officers get a dispute only when it is passed
    down to them. ``without`` are ids of units that the dispute concerns. `Committee.DoesNotExist` where none is left,
    and in a district without a centre.
    """
    known = [each for each in committees() if each.unit_id not in without]
    of_sector = [each for each in known if each.sector != Sector.GENERAL and category.code in each.topics]
    of_place = [each for each in known if _has_place(each, area)]
    of_centre = [each for each in known if each.unit.kind == UnitKind.MEDIATION_CENTRE]
    found = next(iter([*of_sector, *of_place, *of_centre]), None)
    if found is None or not has_centre():
        raise Committee.DoesNotExist
    return found


def _has_place(committee: Committee, area: Area | None) -> bool:
    own = committee.unit.area
    proper = committee.sector == Sector.GENERAL and Level.COMMITTEE <= committee.level < Level.DISTRICT
    return proper and bool(area and own and lies_in(area.path, own.path))


def above(unit: Unit) -> Unit | None:
    """Return the committee one level up: the nearest mediating unit above, the centre in the last place."""
    known = registry()
    mediating = {each.unit_id for each in committees()}
    found = known.units.get(unit.parent_id or 0)
    while found is not None and not (found.active and found.pk in mediating):
        found = known.units.get(found.parent_id or 0)
    centre = mediation_centre()
    return found or (centre if unit.pk != centre.pk else None)


def below(unit: Unit) -> list[Unit]:
    """Return the mediating units below ``unit``: those under it in the tree, and for the centre all others."""
    rows = [each.unit for each in committees() if each.unit_id != unit.pk]
    if unit.kind == UnitKind.MEDIATION_CENTRE:
        return rows
    return [each for each in rows if each.path.startswith(unit.path)]
