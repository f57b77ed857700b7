"""Pictures of the main pages, taken from a demo district: those of the README, or all of them in both languages.

Usage: python tools/screenshots.py [--all] [--home FOLDER]
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
HELI = Path(sys.executable).parent / "heli"
PHONE, DESK, WALL = (390, 844), (1280, 860), (1920, 1080)
PASSWORD = "heli-demo-2026"  # noqa: S105  the demo says it aloud


@dataclass(frozen=True)
class Shot:
    """One picture: file name, address ({reference} is a case in hand), size, who looks, whole page or window."""

    name: str
    address: str
    size: tuple[int, int]
    who: str = ""
    whole: bool = False


SHOTS = [
    Shot("home-phone", "/", PHONE),
    Shot("report-phone", "/report/", PHONE),
    Shot("track-phone", "/track/{tracked}/", PHONE, "resident"),
    Shot("register", "/register/", DESK),
    Shot("desk", "/desk/", DESK, "coordinator"),
    Shot("queue", "/desk/queue/", DESK, "coordinator"),
    Shot("dispatch", "/desk/dispatch/", DESK, "coordinator"),
    Shot("case", "/desk/cases/{reference}/", DESK, "coordinator"),
    Shot("wall", "/wall/", WALL, "coordinator"),
    Shot("manage", "/desk/manage/", DESK, "administrator"),
]


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serve the demo district of ``home``, building it where it is missing; yields the address."""
    environment = {**os.environ, "HELI_HOME": str(home)}
    subprocess.run([HELI, "demo", "--build-only"], env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([HELI, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/healthz")
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str) -> None:
    for _attempt in range(120):
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310  our own server on this machine
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The server did not start.")


def accounts(home: Path) -> dict[str, Any]:
    """Return the account of each persona and the residents' cases, as the demo prints them."""
    environment = {**os.environ, "HELI_HOME": str(home)}
    text = subprocess.run(
        [HELI, "demo", "accounts"], env=environment, check=True, capture_output=True, text=True
    ).stdout
    names = {title: name for name, title in re.findall(r"^  (\S+)  +(\S.*?) \(", text, re.MULTILINE)}
    cases = re.findall(r"reference (\S+)  query code (\S+)", text)
    return {
        "coordinator": names["Coordinator of the district"],
        "administrator": names["Administrator"],
        "cases": cases,
    }


def sign_in(page: Page, address: str, account: str) -> None:
    """Sign in as ``account`` of the demo."""
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def take(address: str, known: dict[str, Any], folder: Path, shots: list[Shot], language: str) -> None:
    """Take ``shots`` in ``language`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        for who in dict.fromkeys(shot.who for shot in shots):
            context = browser.new_context(locale=language)
            context.add_cookies([{"name": "heli_language", "value": language.lower(), "url": address}])
            page = context.new_page()
            values = _enter(page, address, known, who)
            for shot in (each for each in shots if each.who == who):
                page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
                page.goto(address + shot.address.format(**values))
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(1500)
                page.screenshot(path=folder / f"{shot.name}.png", full_page=shot.whole)
                print(f"{folder.name}/{shot.name}.png")
            context.close()
        browser.close()


def _enter(page: Page, address: str, known: dict[str, Any], who: str) -> dict[str, str]:
    """Become ``who`` and return the references that the addresses need."""
    reference, code = known["cases"][0]
    if who == "resident":
        page.goto(f"{address}/track/")
        page.fill("input[name=reference]", reference)
        page.fill("input[name=code]", code)
        page.press("input[name=code]", "Enter")
        page.wait_for_load_state("networkidle")
    elif who:
        sign_in(page, address, known[who])
    return {"reference": reference, "tracked": reference}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="all pages, in both languages, below docs/screenshots")
    parser.add_argument("--home", type=Path, default=ROOT / "var" / "screenshots")
    chosen = parser.parse_args()
    folder = ROOT / "docs" / "screenshots"
    with serving(chosen.home) as address:
        known = accounts(chosen.home)
        take(address, known, folder, SHOTS, "zh-Hans")
        if chosen.all:
            take(address, known, folder / "en", SHOTS, "en")


if __name__ == "__main__":
    main()
