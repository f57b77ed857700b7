"""The report of a run: tables for people, JSON for machines, a page for the manual."""

import json
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from bench.figures import aims_table, loads_table, table

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def report(result: dict[str, Any]) -> str:
    """Return the whole report as Markdown."""
    parts = [_head(result), aims_table(result["aims"]), loads_table(result["loads"]), _counted(result), _rest(result)]
    return "\n\n".join(parts) + "\n"


def as_json(result: dict[str, Any]) -> str:
    """Return the result as JSON."""
    return json.dumps(result, default=_plain, ensure_ascii=False, indent=1) + "\n"


def write_page(page: Path, report: str, *, begin: str = BEGIN, end: str = END) -> None:
    """Put the report between two marks of ``page``; the words around them stay."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    page.write_text(f"{before}{begin}\n\n{report}\n{end}{after}", encoding="utf-8")


def _head(result: dict[str, Any]) -> str:
    built = result["built"]
    before, after = result["calibration"]
    return (
        f"{result['at']}, {result['machine']}, {built['cases']:,} cases of which {built['open']:,} open; loads of"
        f" {result['seconds']:g} s, {result['minutes']} minutes in all. Fixed loop, time on the clock and on the"
        f" processor: {_loop(before)} before, {_loop(after)} after; load average at the end {result['load_average']}."
    )


def _loop(times: dict[str, float]) -> str:
    return f"{times['clock']:g} and {times['processor']:g} ms"


def _counted(result: dict[str, Any]) -> str:
    rows = [(name, each["statements"], each["commits"]) for name, each in result["counted"].items()]
    return table(("in one request", "statements", "commits"), rows)


def _rest(result: dict[str, Any]) -> str:
    export, taken, memory = result["export"], result["import"], result["memory"]
    rows: list[tuple[str, object]] = [
        (f"CSV export of {export['rows']:,.0f} cases, s", export["seconds"]),
        ("server process before the load, MB", memory["server_before"]),
        ("server process after the load, MB", memory["server_after"]),
        ("job worker, MB", memory["worker"]),
        ("migrations on an empty database, s", result["migrations"]),
        ("from start to first answer, s", result["seconds:start"]),
    ]
    if "skipped" in taken:
        rows.append((f"import: {taken['skipped']}", "–"))
    else:
        rows.append((f"import of {taken['rows']:,} rows, rows per second", taken["rows_per_second"]))
    return table(("", "measured"), rows)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
