"""Where in Heli a path begins: the doors of the kinds of cases, and the tiles of the start page."""

from django.urls import NoReverseMatch, reverse

from heli.cases.kinds import kinds
from heli.kernel.procedures import Text
from heli.portal.tiles import tiles


def doors() -> dict[str, Text]:
    """Return what the doors are called, by the names of their addresses."""
    of_kinds = {kind.door.url_name: kind.door.label for kind in kinds() if kind.door}
    return {**of_kinds, **{each.url_name: each.label for each in tiles()}}


def address_of(name: str) -> str:
    """Return the address of a door; empty for one that is no longer there."""
    if name not in doors():
        return ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
