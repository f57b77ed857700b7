"""The lists of the wall: units by overdue cases, what rises, the newest cases, the grids in words."""

from typing import Any

from django.utils.translation import gettext as _

from heli.cases.kinds import procedure_of
from heli.insight.figures import Figures, Load
from heli.insight.indicators import Rise
from heli.wall.asking import Wanted
from heli.wall.grids import by_grid
from heli.wall.words import percent_text, place_label, topic_label, unit_label

Row = dict[str, Any]
MOST = 8


def lists(figures: Figures, wanted: Wanted) -> dict[str, list[Row]]:
    """Return all lists of the staff's wall."""
    return {
        "loads": [_load(load, wanted) for load in figures.loads[:MOST]],
        "topics": [
            _rise(each, topic_label(int(each.key)), wanted.address(group=int(each.key))) for each in figures.topics
        ],
        "places": [
            _rise(each, place_label(str(each.key)), wanted.address(place=str(each.key))) for each in figures.places
        ],
        "latest": _latest(figures),
        "grids": grid_rows(figures, wanted),
    }


def grid_rows(figures: Figures, wanted: Wanted, most: int = 10) -> list[Row]:
    """Return the grids with most overdue (or open) cases: the map in words."""
    late = wanted.measure == "late"
    rows = sorted(by_grid(figures).items(), key=lambda row: (-(row[1].red if late else row[1].open), row[0]))
    return [
        {
            "name": place_label(path),
            "open": standing.open,
            "late": standing.red,
            "url": wanted.address(place=path) if path else "",
            "list": wanted.queue(place=path) if path else "",
        }
        for path, standing in rows[:most]
    ]


def _load(load: Load, wanted: Wanted) -> Row:
    return {
        "name": unit_label(load.unit_id),
        "open": load.standing.open,
        "late": load.standing.red,
        "share": percent_text(load.answers.share),
        "url": wanted.address(unit=load.unit_id),
        "late_url": wanted.queue(tab="late", unit=load.unit_id),
        "open_url": wanted.queue(unit=load.unit_id),
    }


def _rise(rise: Rise, name: str, url: str) -> Row:
    usual = _("usually %(number)s a week") % {"number": f"{rise.usual:.0f}" if rise.usual >= 1 else "<1"}
    return {"name": name, "now": rise.now, "usual": usual, "factor": f"{rise.factor:.1f}", "url": url}


def _latest(figures: Figures) -> list[Row]:
    return [
        {
            "at": case.opened_at,
            "topic": topic_label(case.category_id),
            "place": place_label(case.area_path),
            "state": procedure_of(case).state(case.state).label,
            "due_at": case.due_at,
            "warn_at": case.warn_at,
            "closed_at": case.closed_at,
        }
        for case in figures.latest[:MOST]
    ]
