"""The charts of the public wall, from protected cells only."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from heli.insight.public import Place, PublicFigures
from heli.insight.small_counts import Rounded
from heli.wall.charts import MOST, Chart, Line, flow
from heli.wall.words import place_label, topic_label


def public_charts(figures: PublicFigures) -> list[Chart]:
    """Return the charts, in the order of the page."""
    towns = sorted({place.town for place in figures.cells if place.town})
    groups = sorted({place.group for place in figures.cells})
    days = [Line(f"{each.day:%m-%d}", [str(each.opened), str(each.closed)]) for each in figures.days]
    return [
        _lateness(figures),
        _stack(figures, "towns", _("Open cases by town and street"), _("Town or street"), _by_town(towns)),
        _stack(figures, "groups", _("Open cases by topic"), _("Topic"), _by_group(groups)),
        flow(days),
    ]


Picked = tuple[str, Callable[[Place], bool]]


def _by_group(groups: Iterable[int]) -> list[Picked]:
    return [(topic_label(pk), lambda place, pk=pk: place.group == pk) for pk in groups]  # type: ignore[misc]


def _by_town(towns: Iterable[str]) -> list[Picked]:
    return [(place_label(path), lambda place, path=path: place.town == path) for path in towns]  # type: ignore[misc]


def _lateness(figures: PublicFigures) -> Chart:
    kinds = [(_("In time"), "in_time", "good"), (_("Due soon"), "soon", "warn"), (_("Overdue"), "late", "bad")]
    kinds.append((_("Waiting for the resident"), "waiting", "neutral"))
    lines = [Line(label, [_cell(figures, lambda place, late=late: place.lateness == late)], tone)  # type: ignore[misc]
             for label, late, tone in kinds]  # fmt: skip
    heads = [(_("Time limit"), ""), (_("Open"), "")]
    return Chart("lateness", "donut", _("Open cases by time limit"), heads, lines)


def _stack(figures: PublicFigures, name: str, title: str, first: str, picked: list[Picked]) -> Chart:
    rows = [
        (
            figures.sum(inside),
            label,
            figures.sum(lambda place, inside=inside: inside(place) and place.lateness == "late"),  # type: ignore[misc]
            figures.sum(lambda place, inside=inside: inside(place) and place.lateness != "late"),  # type: ignore[misc]
        )
        for label, inside in picked
    ]
    rows.sort(key=lambda row: -row[0].value)
    lines = [
        Line(label, [str(late), str(rest)], outside=number >= MOST * 2)
        for number, (_all, label, late, rest) in enumerate(rows)
    ]
    heads = [(first, ""), (_("Overdue"), "bad"), (_("Not overdue"), "good")]
    return Chart(name, "stack", title, heads, lines)


def _cell(figures: PublicFigures, wanted: Callable[[Place], bool]) -> str:
    count: Rounded = figures.sum(wanted)
    return str(count)
