"""Measure the wall with 20,000 open cases on its map: `make bench-wall`.

A real browser (CHROMIUM, else /usr/bin/chromium) without a graphics card signs in, opens the wall, waits until the map
stands still, then drags it to and fro and zooms. What it tells is written into docs/bench.md (ARGS=--write). Everything
lies under var/bench-wall.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench import machine, run
from bench.figures import table
from bench.writing import write_page

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "var" / "bench-wall"
CASES, OPEN_SHARE = 23_000, 0.87
VIEWS = {
    "desk, 1280 × 860": (1280, 860, "/wall/"),
    "wall, 3840 × 2160": (3840, 2160, "/wall/?screen=places"),
}
#: As on a machine without a graphics card: pages and maps are drawn by the processor.
SOFTWARE = ["--enable-unsafe-swiftshader"]
VISITS = 3
PASSWORD = "heli-demo-2026"
#: Long tasks are those over 50 ms; the times of all since the page began.
OBSERVE = """
window.longTasks = [];
new PerformanceObserver((list) => { for (const task of list.getEntries()) longTasks.push(task.duration); })
  .observe({ type: "longtask", buffered: true });
"""
READY_ROUNDS = 240
ANSWERED = "performance.getEntriesByType('navigation')[0].responseStart"
#: The marks that the map sets: when it can be used, and each time it stands still.
MARKED = "performance.getEntriesByType('mark').filter((mark) => mark.name.startsWith('heli-map'))"
BEGIN, END = "<!-- wall: begin -->", "<!-- wall: end -->"


def main() -> None:
    """Measure and print; SystemExit where the site does not start."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true")
    write = options.parse_args().write
    run.HOME, run.UNFINISHED = HOME, HOME / "unfinished"
    built = run.build(CASES, fresh=False, open_share=OPEN_SHARE, scattered=True)
    port = run.free_port()
    with run.running(run.heli("serve", "--port", str(port), "--processes", "1")) as process:
        run.wait_for(port, process)
        rows = browse(f"http://127.0.0.1:{port}")
    text = report(built, rows)
    print(text)
    if write:
        write_page(ROOT / "docs" / "bench.md", text, begin=BEGIN, end=END)


def browse(address: str) -> dict[str, dict[str, float]]:
    """Return what a browser of each size tells."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=SOFTWARE)
        found = {}
        for name, (width, height, path) in VIEWS.items():
            visits = [visited(browser, address, path, width, height) for _ in range(VISITS)]
            found[name] = {each: median(visit[each] for visit in visits) for each in visits[0]}
        browser.close()
    return found


def visited(browser: Browser, address: str, path: str, width: int, height: int) -> dict[str, float]:
    """Return what one visit tells. A wall is looked at all day: the server has its figures, the browser nothing."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    enter(context, address)
    context.request.get(address + path)
    time.sleep(2)
    loop = machine.speed()
    found = measured(context.new_page(), address + path)
    context.close()
    return found | {"fixed loop around it, ms": (loop + machine.speed()) / 2}


def enter(context: BrowserContext, address: str) -> None:
    """Sign in as the coordinator of the district."""
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", coordinator())
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.wait_for_load_state("networkidle")
    page.close()


def coordinator() -> str:
    """Return the account of the district's coordinator, as the demo prints it."""
    printed = subprocess.run(
        run.heli("demo", "accounts"), env=run.environment(), cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"^  (\S+)  +Coordinator of the district \(", printed, re.MULTILINE)
    return found[1] if found else sys.exit("The demo has no coordinator.")


def measured(page: Page, address: str) -> dict[str, float]:
    """Return milliseconds until the map stands still, and the longest tasks until then, while panning and zooming."""
    page.add_init_script(OBSERVE)
    answers: list[dict[str, Any]] = []
    page.on("response", lambda answer: answers.append({"url": answer.url, "answer": answer}))
    page.goto(address)
    ready, idle = marked(page)
    found = {"until the page begins to come, ms": page.evaluate(ANSWERED)}
    found |= {"until the map can be used, ms": ready, "until it stands still, ms": idle}
    found["longest task until then, ms"] = longest(page)
    first = next(each["answer"] for each in answers if "points.geojson" in each["url"])
    marks = json.loads(first.text())["features"]
    found["marks"] = len(marks)
    found["cases in them"] = sum(each["properties"].get("count", 1) for each in marks)
    found["longest task while panning, ms"] = dragged(page)
    found["longest task while zooming, ms"] = zoomed(page)
    return found


def marked(page: Page) -> list[float]:
    """Return when the map could be used and when it stood still for the first time; SystemExit when it never does."""
    for _round in range(READY_ROUNDS):
        times: list[float] = page.evaluate(f"{MARKED}.map((mark) => mark.startTime)")
        if len(times) > 1:
            return times[:2]
        page.wait_for_timeout(250)
    sys.exit("The map does not come to rest.")


def longest(page: Page) -> float:
    """Return the longest task since the last question; 0 for none over 50 ms."""
    page.wait_for_timeout(500)
    return float(page.evaluate("Math.max(0, ...longTasks.splice(0))"))


def dragged(page: Page) -> float:
    """Drag the map to and fro and return the longest task."""
    box = page.locator(".heli-map-canvas").bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    reach = box["width"] / 4
    for side in (1, -1, -1, 1):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + side * reach, y + side * reach / 3, steps=20)
        page.mouse.up()
        time.sleep(0.4)
    return longest(page)


def zoomed(page: Page) -> float:
    """Zoom in three times and out again and return the longest task."""
    for name in [*["zoom-in"] * 3, *["zoom-out"] * 3]:
        page.click(f".maplibregl-ctrl-{name}")
        time.sleep(0.6)
    return longest(page)


def report(built: dict[str, Any], rows: dict[str, dict[str, float]]) -> str:
    """Return the figures as Markdown."""
    names = list(next(iter(rows.values())))
    told = table(("map of the wall", *rows), [(name, *(round(row[name]) for row in rows.values())) for name in names])
    head = f"{datetime.now(UTC):%Y-%m-%d}, {machine.description()}, load average {machine.load_average()}"
    return (
        f"{head}; {built['open']:,} open cases; Chromium without a graphics card, median of {VISITS} visits.\n\n{told}"
    )


if __name__ == "__main__":
    main()
