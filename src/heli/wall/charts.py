"""Charts as tables: each is drawn from the table that stands under it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from heli.insight.counts import Standing
from heli.insight.figures import Figures
from heli.wall.words import NONE, states, topic_label, unit_label, whole

MOST = 8


@dataclass(frozen=True)
class Line:
    """One row. ``outside`` rows stand in the table and are not drawn; ``values`` of None are not known."""

    name: str
    values: list[int | str]
    tone: str = ""
    outside: bool = False


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
    empty: str = field(default="")


def charts(figures: Figures) -> list[Chart]:
    """Return the charts of the staff's wall, in the order of the page."""
    return [
        lateness(figures.total),
        by_state(figures),
        by_group(figures),
        by_unit(figures),
        flow((f"{each.day:%m-%d}", each.opened, each.closed) for each in figures.days),
        ratings(figures),
    ]


def lateness(total: Standing) -> Chart:
    """How late the open cases are."""
    lines = [
        Line(_("In time"), [total.green], "good"),
        Line(_("Due soon"), [total.yellow], "warn"),
        Line(_("Overdue"), [total.red], "bad"),
        Line(_("Waiting for the resident"), [total.still], "neutral"),
    ]
    return Chart("lateness", "donut", _("Open cases by time limit"), _heads(_("Time limit"), _("Open")), lines)


def by_state(figures: Figures) -> Chart:
    """Open states drawn; the final ones, which would dwarf them, in the table only."""
    lines = [
        Line(str(state.label), [figures.states.get(name, 0)], outside=state.final)
        for name, state in states().items()
        if figures.states.get(name)
    ]
    note = _("Closed cases stand in the table.")
    return Chart("states", "bar", _("Open cases by state"), _heads(_("State"), _("Cases")), lines, note=note)


def by_group(figures: Figures) -> Chart:
    """Open cases by group of topics and lateness."""
    rows = sorted(figures.by_group.items(), key=lambda row: -row[1].open)
    lines = [_standing(topic_label(pk), standing) for pk, standing in rows[:MOST]]
    return Chart("groups", "stack", _("Open cases by topic"), _lateness_heads(_("Topic")), lines)


def by_unit(figures: Figures) -> Chart:
    """Open cases of the units with most overdue ones."""
    lines = [_standing(unit_label(load.unit_id), load.standing) for load in figures.loads[:MOST]]
    return Chart("units", "stack", _("Open cases by unit"), _lateness_heads(_("Unit")), lines)


def flow(days: Iterable[tuple[str, int | str, int | str]]) -> Chart:
    """What came in and what was closed, by day."""
    heads = [(_("Day"), ""), (_("Cases received"), ""), (_("Cases closed"), "good")]
    lines = [Line(day, [opened, closed]) for day, opened, closed in days]
    return Chart("flow", "line", _("Received and closed by day, 30 days"), heads, lines)


def ratings(figures: Figures) -> Chart:
    """The two ratings side by side, never mixed."""
    rated = figures.ratings
    lines = [
        Line(_("How it was handled"), [whole(rated.process_share)]),
        Line(_("The result"), [whole(rated.result_share)]),
        Line(_("Ratings"), [rated.rated], outside=True),
    ]
    note = _("Share of ratings of 4 or 5 out of 5.")
    heads = _heads(_("Rating"), _("Content, %"))
    return Chart("ratings", "bar", _("Satisfaction"), heads, lines, unit="%", note=note)


def _standing(name: str, standing: Standing) -> Line:
    return Line(name or NONE, [standing.red, standing.yellow, standing.green, standing.still])


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
