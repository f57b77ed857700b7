"""The figures of rehearsals, put between marks in docs/trust.md so that each command renews its own."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "trust.md"


def put(name: str, text: str, page: Path = PAGE) -> None:
    """Replace what stands between the marks of ``name``; raises ValueError where there are none."""
    content = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    found, count = re.subn(f"{begin}.*?{end}", lambda _match: f"{begin}\n{text}\n{end}", content, flags=re.DOTALL)
    if not count:
        raise ValueError(f"{page} has no place for {name}")
    page.write_text(found, encoding="utf-8")


def today() -> str:
    """Return the date of the figures."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


def write(report: dict[str, Any]) -> None:
    """Write the figures of a rehearsal of faults."""
    checked, rounds = report["checked"], report["rounds"].values()
    by: dict[str, int] = {}
    for each in rounds:
        for name, count in each["by"].items():
            by[name] = by.get(name, 0) + count
    told = checked["acknowledged"]
    outage = max(each.get("longest_outage", 0) for each in rounds)
    told_of = (
        f"`make faults`, {today()}: {sum(by.values()):,} faults in {report['minutes']} minutes, "
        f"{told['report']:,} reports, {told['step']:,} steps and {told['file']:,} files acknowledged. "
        f"Lost: {len(checked['lost'])}. Doubled: {len(checked['doubled'])}. Other invariants broken: "
        f"{len(checked['wrong'])}. {checked['letters']:,} letters, {checked['letters_repeated']:,} of them sent more "
        f"than once under the same Message-ID. Longest outage after a fault of the database: {outage} s. Jobs in a "
        f"dead worker's hand: none after {report['settled']['orphans_gone_after']} s."
    )
    lines = [
        told_of,
        "",
        "| fault | times |",
        "|---|---|",
        *(f"| {name} | {count:,} |" for name, count in sorted(by.items())),
    ]
    put("faults", "\n".join(lines))
