"""Charts as tables: each is drawn from the table that stands under it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from heli.insight.counts import Standing
from heli.insight.figures import Figures
from heli.insight.indicators import Day
from heli.organizations.responsibility import registry
from heli.wall.asking import Wanted
from heli.wall.words import area_name, states, topic_label, unit_label, whole

MOST = 8
K = TypeVar("K", int, str)


@dataclass(frozen=True)
class Line:
    """One row. ``outside`` rows stand in the table and are not drawn.

    ``url`` leads closer to what the row is about; ``links`` are the lists of the cases behind the values.
    """

    name: str
    values: Sequence[int | str]
    tone: str = ""
    outside: bool = False
    url: str = ""
    links: Sequence[str] = ()

    @property
    def cells(self) -> list[tuple[int | str, str]]:
        """Every value with the address of its cases, empty where there are none."""
        links = [*self.links, *[""] * len(self.values)]
        return [(value, link if value else "") for value, link in zip(self.values, links, strict=False)]


@dataclass(frozen=True)
class Chart:
    """A chart and its table; ``heads`` are (label, tone), the first names the rows."""

    id: str
    kind: str
    title: str
    heads: list[tuple[str, str]]
    lines: list[Line]
    unit: str = ""
    note: str = ""
    css: str = "wall-4"


def charts(figures: Figures, wanted: Wanted) -> list[Chart]:
    """Return the charts of the staff's wall, in the order of the page."""
    return [
        lateness(figures.total, wanted),
        by_place(figures, wanted),
        flow([_day(each, wanted) for each in figures.days]),
        by_state(figures, wanted),
        by_topic(figures, wanted),
        by_unit(figures, wanted),
        ratings(figures),
    ]


#: The series of a breakdown in their order: attribute of ``Standing``, tone, filter of the officers' list.
_SERIES = (
    ("red", "bad", "red"),
    ("yellow", "warn", "yellow"),
    ("green", "good", "green"),
    ("still", "neutral", "none"),
)


def lateness(total: Standing, wanted: Wanted) -> Chart:
    """How late the open cases are."""
    rows = zip(_SERIES, _lateness_heads("")[1:], strict=True)
    lines = [
        Line(label, [getattr(total, counted)], tone, links=[wanted.queue(lamp=lamp)])
        for (counted, tone, lamp), (label, _tone) in rows
    ]
    return Chart("lateness", "donut", _("Open cases by time limit"), _heads(_("Time limit"), _("Open")), lines)


def by_state(figures: Figures, wanted: Wanted) -> Chart:
    """Open states drawn; the final ones, which would dwarf them, in the table only."""
    counted = {value: each for value, each in states().items() if figures.states.get(value)}
    several = len({family.code for family, _state in counted.values()}) > 1
    lines = [
        Line(
            f"{family.title} · {state.label}" if several else str(state.label),
            [figures.states[value]],
            outside=state.final,
            links=[wanted.queue(tab="all", state=value)],
        )
        for value, (family, state) in counted.items()
    ]
    note = _("Closed cases stand in the table.")
    return Chart("states", "bar", _("Open cases by state"), _heads(_("State"), _("Cases")), lines, note=note)


def by_place(figures: Figures, wanted: Wanted) -> Chart:
    """Open cases by the areas directly in the chosen one."""
    lines = [
        _standing(area_name(path), standing, wanted, url=wanted.address(place=path), place=path)
        if path
        else Line(_("Not known more exactly"), _values(standing))
        for path, standing in _most_first(figures.by_place)
    ]
    return Chart("places", "stack", _("Open cases by place"), _lateness_heads(_("Place")), _drawn(lines))


def by_topic(figures: Figures, wanted: Wanted) -> Chart:
    """Open cases by group of topics and lateness; within a group by topic."""
    lines = [
        _standing(topic_label(pk), standing, wanted, url=wanted.address(group=pk), category=pk)
        if _exact(pk, wanted)
        else Line(topic_label(pk), _values(standing))
        for pk, standing in _most_first(figures.by_topic)
    ]
    return Chart("groups", "stack", _("Open cases by topic"), _lateness_heads(_("Topic")), _drawn(lines))


def by_unit(figures: Figures, wanted: Wanted) -> Chart:
    """Open cases of the units with most overdue ones."""
    loads = [load for load in figures.loads if load.standing.open]
    lines = [
        _standing(
            unit_label(load.unit_id), load.standing, wanted, url=wanted.address(unit=load.unit_id), unit=load.unit_id
        )
        for load in loads
    ]
    return Chart("units", "stack", _("Open cases by unit"), _lateness_heads(_("Unit")), _drawn(lines))


def flow(lines: list[Line]) -> Chart:
    """What came in and what was closed, by day."""
    heads = [(_("Day"), ""), (_("Cases received"), ""), (_("Cases closed"), "good")]
    return Chart("flow", "line", _("Received and closed by day"), heads, lines, css="wall-8")


def _day(each: Day, wanted: Wanted) -> Line:
    day = each.day.isoformat()
    links = [wanted.queue(tab="all", opened=day), wanted.queue(tab="closed", closed=day)]
    return Line(f"{each.day:%m-%d}", [each.opened, each.closed], url=wanted.address(period=day), links=links)


def ratings(figures: Figures) -> Chart:
    """The two ratings side by side, never mixed."""
    rated = figures.ratings.now
    lines = [
        Line(_("How it was handled"), [whole(rated.process_share)]),
        Line(_("The result"), [whole(rated.result_share)]),
        Line(_("Ratings"), [rated.rated], outside=True),
    ]
    note = _("Share of ratings of 4 or 5 out of 5.")
    heads = _heads(_("Rating"), _("Content, %"))
    return Chart("ratings", "bar", _("Satisfaction"), heads, lines, unit="%", note=note)


def _exact(pk: int, wanted: Wanted) -> bool:
    """Whether a list of the topic holds the same cases: within a group, its own ones are not all of the group."""
    return pk != wanted.group or all(each.parent_id != pk for each in registry().categories.values())


def _most_first(found: dict[K, Standing]) -> list[tuple[K, Standing]]:
    return sorted(found.items(), key=lambda row: (-row[1].open, str(row[0])))


def _standing(name: str, standing: Standing, wanted: Wanted, *, url: str, **narrowed: Any) -> Line:
    links = [wanted.queue(lamp=lamp, **narrowed) for _name, _tone, lamp in _SERIES]
    return Line(name, _values(standing), url=url, links=links)


def _values(standing: Standing) -> list[int]:
    return [getattr(standing, name) for name, _tone, _lamp in _SERIES]


def _drawn(lines: list[Line]) -> list[Line]:
    """Draw the largest rows only; the table holds all."""
    return [replace(line, outside=number >= MOST) for number, line in enumerate(lines)]


def _lateness_heads(first: str) -> list[tuple[str, str]]:
    return [
        (first, ""),
        (_("Overdue"), "bad"),
        (_("Due soon"), "warn"),
        (_("In time"), "good"),
        (_("Waiting for the resident"), "neutral"),
    ]


def _heads(first: str, second: str) -> list[tuple[str, str]]:
    return [(first, ""), (second, "")]
