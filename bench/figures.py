"""Figures of a run: percentiles, aims, and the table that is printed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from unicodedata import east_asian_width

PERCENTS = (50, 95, 99)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest of ``values`` that ``percent`` of them do not exceed; 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100).__int__() - 1)]


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a load on one address came to.

    Times in milliseconds; CPU times of the site and the database per request; ``loop`` is the processor time of the
    fixed loop around this load.
    """

    name: str
    clients: int
    requests: int
    errors: int
    rate: float
    p50: float
    p95: float
    p99: float
    site_cpu: float
    database_cpu: float
    loop: float
    first_error: str = ""


def load_of(
    name: str,
    *,
    clients: int,
    times: Sequence[float],
    errors: Sequence[str],
    seconds: float,
    cpu: tuple[float, float],
    loop: float,
) -> Load:
    """Return the figures of a load: ``times`` of the answers in ms, ``cpu`` seconds of site and database in all."""
    count = max(1, len(times) + len(errors))
    middle, most, nearly_all = (round(percentile(times, percent), 1) for percent in PERCENTS)
    return Load(
        name=name,
        clients=clients,
        requests=len(times),
        errors=len(errors),
        rate=round(len(times) / seconds, 1) if seconds else 0.0,
        p50=middle,
        p95=most,
        p99=nearly_all,
        site_cpu=round(cpu[0] / count * 1000, 1),
        database_cpu=round(cpu[1] / count * 1000, 1),
        loop=round(loop, 1),
        first_error=errors[0] if errors else "",
    )


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What is aimed at: ``figure`` names the figure; ``least`` tells whether more is better. ``rival``: its figure."""

    text: str
    figure: str
    bound: float
    least: bool = False
    rival: str = ""

    def met(self, value: float) -> bool:
        """Whether ``value`` reaches the aim."""
        return value >= self.bound if self.least else value <= self.bound


# The rival's figures are those of Signalen 2.50.12 as shipped, one process, on a machine like this one.
AIMS = (
    Aim(text="open a case, per second", figure="rate:open", bound=60, least=True, rival="14.8"),
    Aim(text="open a case, statements", figure="statements:open", bound=14, rival="47"),
    Aim(text="open a case, commits", figure="commits:open", bound=1, rival="8"),
    Aim(text="queue of 50, per second", figure="rate:queue", bound=25, least=True, rival="1.9"),
    Aim(text="queue of 50, statements", figure="statements:queue", bound=8, rival="408"),
    Aim(text="queue of 50, p50 ms", figure="p50:queue", bound=40, rival="491"),
    Aim(text="page of a case, statements", figure="statements:case", bound=10, rival="22"),
    Aim(text="a step, per second", figure="rate:step", bound=50, least=True, rival="9.2"),
    Aim(text="a step, statements", figure="statements:step", bound=14, rival="46"),
    Aim(text="a step, commits", figure="commits:step", bound=1, rival=""),
    Aim(text="search, p95 ms", figure="p95:search", bound=100, rival="783"),
    Aim(text="CSV of 20,000 cases, s", figure="seconds:export", bound=2, rival="1.6"),
    Aim(text="server process after the load, MB", figure="memory:server_after", bound=120, rival="211-237"),
    Aim(text="job worker, MB", figure="memory:worker", bound=120, rival=""),
    Aim(text="migrations, s", figure="seconds:migrations", bound=5, rival="19.4"),
    Aim(text="imported rows, per second", figure="rate:import", bound=1000, least=True, rival="25"),
    Aim(text="errors under load", figure="errors:all", bound=0, rival=""),
)


def judged(figures: Mapping[str, float]) -> list[dict[str, Any]]:
    """Return every aim with the figure that was measured, and whether it is met; without a figure neither."""
    found = []
    for aim in AIMS:
        value = figures.get(aim.figure)
        found.append({**asdict(aim), "value": value, "met": None if value is None else aim.met(value)})
    return found


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table whose columns line up in a terminal; all but the first column stand to the right."""
    lines = [list(heads), *([_cell(each) for each in row] for row in rows)]
    widths = [max(3, *(_width(line[at]) for line in lines)) for at in range(len(heads))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    written = [[_padded(cell, width, right=at > 0) for at, (cell, width) in enumerate(zip(line, widths, strict=True))]
               for line in lines]  # fmt: skip
    return "\n".join(f"| {' | '.join(line)} |" for line in [written[0], rule, *written[1:]])


def aims_table(aims: Sequence[Mapping[str, Any]]) -> str:
    """Return the aims as a table."""
    words = {True: "met", False: "NOT MET", None: "not measured"}
    rows = [
        (aim["text"], aim["value"], f"{'≥' if aim['least'] else '≤'} {aim['bound']:g}", words[aim["met"]], aim["rival"])
        for aim in aims
    ]
    return table(("aim", "measured", "wanted", "", "rival"), rows)


def loads_table(loads: Sequence[Load]) -> str:
    """Return the loads as a table."""
    heads = (
        "over HTTP",
        "clients",
        "n",
        "errors",
        "per s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "site CPU ms",
        "database CPU ms",
        "loop ms",
    )
    rows = [
        (each.name, each.clients, each.requests, each.errors, each.rate, each.p50, each.p95, each.p99, each.site_cpu,
         each.database_cpu, each.loop)
        for each in loads
    ]  # fmt: skip
    return table(heads, rows)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks
