"""Measure pages as a person meets them, in a browser that knows nothing yet: `make bench-faces`.

For each page of the portal, at the size of a phone: first contentful paint (ms), bytes that went over the line with
headers and compression, and the cumulative layout shift (the worst beside), median of five visits to a demo district
on this machine. The processor is slowed four times, as a cheap phone's is. Aims: first paint within 1,000 ms, 300 kB,
no shift.

    ARGS="--slow 1"    how many times slower than this machine
    ARGS=--write       write the figures into docs/bench.md
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from tools.served import Demo, chromium, enter, serving

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "docs" / "bench.md"
BEGIN, END = "<!-- faces -->", "<!-- /faces -->"
PAINT_MS, BYTES, SHIFT, VISITS = 1000, 300_000, 0.0, 5
PAGES = {
    "Home": "/",
    "Reporting": "/report/",
    "Following a request": "/track/",
    "A request": "/track/{reference}/",
    "Public register": "/register/",
    "A public matter": "/register/{public}/",
    "A procedure": "/procedures/service_request/",
    "Time limits": "/standards/",
    "Help": "/help/",
}
WATCH = """
window.seen = {paint: 0, shift: 0};
new PerformanceObserver(list => { for (const each of list.getEntries())
  if (each.name === "first-contentful-paint") window.seen.paint = each.startTime; })
  .observe({type: "paint", buffered: true});
new PerformanceObserver(list => { for (const each of list.getEntries())
  if (!each.hadRecentInput) window.seen.shift += each.value; })
  .observe({type: "layout-shift", buffered: true});
"""


@dataclass(frozen=True)
class Visit:
    """One visit: first paint in ms, bytes received, cumulative layout shift; ``worst`` is the worst of many."""

    paint: float
    received: int
    shift: float
    worst: float = 0.0


def visit(browser: Browser, demo: Demo, path: str, slow: float) -> Visit:
    """Open a page in a browser that has never been there."""
    context = enter(browser, demo, "resident" if path.startswith("/track/") and len(path) > 7 else "", "zh-Hans")
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.add_init_script(WATCH)
    line, received = context.new_cdp_session(page), list[int]()
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    line.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    page.goto(path, wait_until="networkidle")
    page.wait_for_timeout(500)
    seen = page.evaluate("window.seen")
    context.close()
    return Visit(seen["paint"], sum(received), seen["shift"])


def measure(slow: float) -> dict[str, Visit]:
    """Return the medians of all pages."""
    found = {}
    with serving(ROOT / "var" / "screenshots") as demo, chromium("--disable-gpu") as browser:
        known = {"reference": demo.cases[0][0], "public": public(browser, demo)}
        for name, path in PAGES.items():
            visits = [visit(browser, demo, path.format(**known), slow) for _ in range(VISITS)]
            paints, bytes_, shifts = zip(*((each.paint, each.received, each.shift) for each in visits), strict=True)
            found[name] = Visit(median(paints), round(median(bytes_)), median(shifts), max(shifts))
            print(f"{name}: {found[name]}", file=sys.stderr, flush=True)
    return found


def public(browser: Browser, demo: Demo) -> str:
    """Return the number of a matter of the public register."""
    context = enter(browser, demo, "", "zh-Hans")
    page = context.new_page()
    page.goto("/register/")
    addresses = page.eval_on_selector_all("main a[href]", "all => all.map(each => each.getAttribute('href'))")
    context.close()
    return next(found[1] for each in addresses if (found := re.fullmatch(r"/register/([0-9A-Z-]{11})/", each)))


def report(found: dict[str, Visit], slow: float) -> str:
    """Return the figures as a table."""
    lines = [f"Processor slowed {slow:g} times; nothing kept by the browser; median of {VISITS} visits.", ""]
    lines += [
        "| page | first paint, ms (aim 1,000) | kB (aim 300) | layout shift (aim 0) | worst shift | aims met |",
        "|---|---|---|---|---|---|",
    ]
    for name, each in found.items():
        met = "yes" if within(each) else "**no**"
        figures = f"{each.paint:,.0f} | {each.received / 1000:,.0f} | {each.shift:.3f} | {each.worst:.3f}"
        lines.append(f"| {name} | {figures} | {met} |")
    return "\n".join(lines)


def within(each: Visit) -> bool:
    """Whether a page meets the aims; a shift that rounds to nothing is none."""
    return each.paint < PAINT_MS and each.received < BYTES and round(each.shift, 3) <= SHIFT


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slow", type=float, default=4.0)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    table = report(measure(chosen.slow), chosen.slow)
    print(table)
    if chosen.write:
        text = REPORT.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN, 1)
        REPORT.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
