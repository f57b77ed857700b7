"""Numbers and names as the wall writes them."""

from datetime import timedelta

from django.utils.translation import gettext as _

from heli.cases.families import SEPARATOR, all_states, families
from heli.cases.kinds import Family
from heli.kernel.procedures import State
from heli.organizations.responsibility import registry
from heli.people.reading import in_english
from heli.places.models import Area
from heli.places.territory import territory

NONE = "–"


def area_label(area: Area) -> str:
    """Return the name of an area."""
    return (area.name_en or area.name) if in_english() else area.name


def place_label(path: str) -> str:
    """Return the name of the place at ``path``, with that of its town; a case without a place has none."""
    names = territory().names(path, english=in_english())
    return " · ".join(dict.fromkeys([*names[:1], *names[-1:]])) or _("Place not known")


def area_name(path: str) -> str:
    """Return the name of the area at ``path`` alone."""
    area = territory().by_path.get(path)
    return area_label(area) if area else _("Place not known")


def topic_label(pk: int) -> str:
    """Return the name of a topic or group."""
    known = registry().categories.get(pk)
    return known.label if known else NONE


def unit_label(pk: int | None) -> str:
    """Return the short name of a unit."""
    unit = registry().units.get(pk or 0)
    if unit is None:
        return NONE
    return unit.label if in_english() else unit.short_name or unit.label


def lamp_label(lamp: str) -> str:
    """Return what a lamp says of an open case."""
    labels = {"red": _("Overdue"), "yellow": _("Due soon"), "green": _("In time")}
    return labels.get(lamp, _("Waiting for the resident"))


def states() -> dict[str, tuple[Family, State]]:
    """Return the states of all families of kinds by "family.state", in their order."""
    known = {family.code: family for family in families()}
    return {value: (known[value.partition(SEPARATOR)[0]], state) for value, state in all_states()}


def whole(share: float | None) -> str:
    """Return a share in per cent without decimals; never 100 when something is missing, never 0 when there is some."""
    if share is None:
        return NONE
    if 0 < share < 1:
        return "<1"
    return ">99" if 99 < share < 100 else str(round(share))


def percent_text(share: float | None) -> str:
    """Return a share with its sign."""
    return NONE if share is None else f"{whole(share)}%"


def days_text(span: timedelta | None) -> str:
    """Return a span in days with one decimal."""
    return NONE if span is None else f"{span / timedelta(days=1):.1f}"


def percent_sign(share: float | None) -> str:
    """Return the sign that follows a share; nothing after a share that is not known."""
    return "" if share is None else "%"


#: Width and height of a small line, in its own units.
LINE = (100, 24)


def line_of(numbers: list[int]) -> str:
    """Return the points of a small line through ``numbers``, as SVG writes them; empty for less than two."""
    if len(numbers) < 2:
        return ""
    width, height = LINE
    most = max(numbers) or 1
    step = width / (len(numbers) - 1)
    return " ".join(f"{place * step:.1f},{height - number / most * height:.1f}" for place, number in enumerate(numbers))
