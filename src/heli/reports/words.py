"""Names and numbers as reports write them, in the language that is active, from what was frozen in both."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, pgettext

from heli.cases.telling import both
from heli.organizations.responsibility import registry
from heli.organizations.settings import district
from heli.people.reading import in_english
from heli.places.territory import territory

Both = dict[str, str]
Value = int | float | str | None
LANGUAGES = {"zh": "zh-hans", "en": "en"}
NONE = "–"


def language() -> str:
    """Return the short name of the active language."""
    return "en" if in_english() else "zh"


def read(name: Mapping[str, str]) -> str:
    """Return a frozen name in the active language."""
    return name[language()]


def district_name() -> Both:
    """Return the district's name."""
    local = district()
    return {"zh": local.district_name, "en": local.district_name_en}


def topic_name(pk: int) -> Both:
    """Return the name of a topic or group."""
    known = registry().categories.get(pk)
    return {"zh": known.name, "en": known.name_en or known.name} if known else {"zh": NONE, "en": NONE}


def unit_name(pk: int | None) -> Both:
    """Return the name of a unit; a case that no unit handles yet has none."""
    known = registry().units.get(pk or 0)
    if known is None:
        return both(gettext_lazy("No unit yet"))
    return {"zh": known.short_name or known.name, "en": known.name_en or known.name}


def place_name(path: str) -> Both:
    """Return the name of the smallest known area that ``path`` names; a case without a place has none."""
    known = territory()
    area = known.by_path.get(path)
    if area is None:
        return both(gettext_lazy("Place not known"))
    return {"zh": area.name, "en": area.name_en or area.name}


def shown(value: Value, kind: str) -> str:
    """Return ``value`` as a page or paper writes it; ``kind`` is count, share, days, factor or text."""
    if value is None:
        return NONE
    if isinstance(value, str) or kind == "text":
        return str(value)
    if kind == "share":
        return f"{value:.1f}%" if isinstance(value, float) else f"{value}%"
    if kind in ("days", "factor"):
        return f"{value:.1f}" if isinstance(value, float) else str(value)
    return f"{value:,}"


def day_text(day: date) -> str:
    """Return a date in the active language."""
    return date_format(day, pgettext("date format", "j F Y"))
