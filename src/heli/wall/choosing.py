"""What the wall offers to choose: places, topics, units and periods, and the way back."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from heli.insight.figures import Figures
from heli.insight.stretches import MOVING, USUAL
from heli.insight.wording import before_text, days_text, stretch_text
from heli.organizations.responsibility import registry
from heli.organizations.settings import district
from heli.places.models import Level
from heli.places.territory import territory
from heli.wall.asking import Wanted
from heli.wall.screens import DARK, LIGHT, ROUND, SCREENS
from heli.wall.words import area_name, topic_label, unit_label

Option = dict[str, Any]
GAP = "\u3000"
PUBLIC_PERIODS = ("week", "last-week", "month", "last-month", USUAL)


def choices(wanted: Wanted) -> dict[str, list[Option]]:
    """Return what the filters offer; the first choice narrows nothing."""
    return {
        "towns": _options([("", _("The whole district")), *_places(wanted.place)], wanted.place),
        "groups": _options([(0, _("All topics")), *_topics(wanted.group)], wanted.group),
        "units": _options([(0, _("All units")), *_units()], wanted.unit),
        "periods": _options(_named(wanted.period), wanted.period),
    }


def periods(wanted: Wanted, figures: Figures) -> dict[str, str]:
    """Return the period in words: its name, its days, and what it is compared with."""
    return {
        "period_name": stretch_text(wanted.period, figures.at),
        "period_days": days_text(figures.period),
        "compared_with": before_text(figures.period, figures.at),
    }


def crumbs(wanted: Wanted) -> list[dict[str, str]]:
    """Return the way from the district to the chosen place; the last has no address."""
    paths = ["", *(path for path in _above(wanted.place) if path in territory().by_path)]
    return [
        {
            "label": area_name(path) if path else district().label,
            "url": "" if path == wanted.place else wanted.address(place=path),
        }
        for path in paths
    ]


def narrowed(wanted: Wanted) -> list[dict[str, str]]:
    """Return topic and unit where they narrow the picture, each with the address without it."""
    found = []
    if wanted.group:
        parent = registry().categories[wanted.group].parent_id
        found.append({"label": topic_label(wanted.group), "url": wanted.address(group=parent or 0)})
    if wanted.unit:
        found.append({"label": unit_label(wanted.unit), "url": wanted.address(unit=0)})
    return found


def screens(wanted: Wanted) -> dict[str, Any]:
    """Return the screens with their addresses, the scenes of the one that is shown, and the other colours."""
    names = {"": _("Whole page"), **SCREENS}
    scenes = [name for name in SCREENS if name != ROUND]
    return {
        "screens": [
            {"label": label, "url": wanted.address(screen=name), "current": name == wanted.screen}
            for name, label in names.items()
        ],
        "scenes": scenes if wanted.screen == ROUND else [wanted.screen],
        "in_turn": wanted.screen == ROUND,
        "theme": wanted.theme,
        "theme_url": wanted.address(theme=LIGHT if wanted.theme == DARK else DARK),
    }


def public_address(period: str, theme: str) -> str:
    """Return the address of the public wall; what is usual there is left out."""
    values = {"period": "" if period == USUAL else period, "theme": "" if theme == LIGHT else theme}
    given = {name: value for name, value in values.items() if value}
    return f"{reverse('wall:public')}?{urlencode(given)}" if given else reverse("wall:public")


def public_choices(chosen: str, theme: str) -> dict[str, Any]:
    """Return the periods of the public wall with their addresses, and the other colours."""
    return {
        "theme": theme,
        "theme_url": public_address(chosen, LIGHT if theme == DARK else DARK),
        "periods": _public_periods(chosen, theme),
    }


def _public_periods(chosen: str, theme: str) -> list[dict[str, Any]]:
    return [
        {
            "label": stretch_text(name, timezone.now()),
            "url": public_address(name, theme),
            "current": name == chosen,
        }
        for name in PUBLIC_PERIODS
    ]


def _named(chosen: str) -> list[tuple[str, str]]:
    now = timezone.now()
    return [(name, stretch_text(name, now)) for name in dict.fromkeys([*MOVING, chosen])]


def _above(path: str) -> list[str]:
    """Return the paths of the areas below the district that hold ``path``, itself last."""
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[:size]) + "/" for size in range(2, len(parts) + 1)]


def _places(chosen: str) -> list[tuple[str, str]]:
    """Return the towns and streets; of the chosen one all that holds the place, and what lies directly in it."""
    known = territory()
    open_paths = set(_above(chosen))
    shown = [
        area
        for area in known.areas.values()
        if area.level == Level.TOWN or (area.level != Level.BUILDING and _parent(area.path) in open_paths)
    ]
    return [(area.path, GAP * (area.path.count("/") - 2) + area_name(area.path)) for area in sorted(shown, key=_path)]


def _path(area: Any) -> str:
    return str(area.path)


def _parent(path: str) -> str:
    return path.rstrip("/").rpartition("/")[0] + "/"


def _topics(chosen: int) -> list[tuple[int, str]]:
    """Return the groups; of the chosen one its topics too."""
    known = registry().categories
    top = known[chosen].parent_id or chosen if chosen else 0
    found = []
    for group in known.values():
        if group.parent_id is None:
            found.append((group.pk, group.label))
            if group.pk == top:
                found.extend((each.pk, GAP + each.label) for each in known.values() if each.parent_id == top)
    return found


def _units() -> list[tuple[int, str]]:
    return [(unit.pk, unit.label) for unit in registry().units.values() if unit.active]


def _options(pairs: list[tuple[Any, str]], chosen: Any) -> list[Option]:
    return [{"value": value or "", "label": label, "chosen": value == chosen} for value, label in pairs]
