"""A demo district, served for tools that look at pages in a browser, and the people of it."""

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

from playwright.sync_api import Browser, BrowserContext, sync_playwright

HELI = Path(sys.executable).parent / "heli"
PASSWORD = "heli-demo-2026"  # noqa: S105  the demo says it aloud
LANGUAGES = {"zh-Hans": "zh-CN", "en": "en"}
#: What the demo calls the accounts that are looked through.
TITLES = {
    "coordinator": "Coordinator of the district",
    "petitions": "Coordinator of the petition office",
    "administrator": "Administrator",
    "hotline": "Hotline agent",
    "handler": "Handler in a unit",
    "leader": "Leader of a unit",
    "grid": "Grid worker",
}


@dataclass(frozen=True)
class Demo:
    """A served demo: its address, the account of each persona, the residents' cases with their query codes."""

    address: str
    accounts: dict[str, str]
    cases: list[tuple[str, str]]

    @property
    def petition(self) -> tuple[str, str]:
        """The petition among the cases, which the demo names last."""
        return self.cases[-1]


@contextmanager
def serving(home: Path) -> Iterator[Demo]:
    """Serve the demo district of ``home``, building it where it is missing."""
    environment = {**os.environ, "HELI_HOME": str(home)}
    subprocess.run([HELI, "demo", "--build-only"], env=environment, check=True, stdout=subprocess.DEVNULL)
    # What the demo asked for is made: reports, letters.
    subprocess.run([HELI, "worker", "--once"], env=environment, check=True, capture_output=True)
    told = subprocess.run([HELI, "demo", "accounts"], env=environment, check=True, capture_output=True, text=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([HELI, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/healthz")
        yield _demo(address, told.stdout)
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


def _demo(address: str, told: str) -> Demo:
    lines = re.findall(r"^  (\S+)  +(\S.*?) \(", told, re.MULTILINE)
    accounts = {key: name for key, begin in TITLES.items() for name, title in lines if title.startswith(begin)}
    return Demo(address, accounts, re.findall(r"reference (\S+)  query code (\S+)", told))


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """Return the Chromium that ``CHROMIUM`` names, or Debian's."""
    program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=program, args=["--no-sandbox", *arguments])
        yield browser
        browser.close()


def enter(browser: Browser, demo: Demo, who: str, language: str) -> BrowserContext:
    """Return a browser of its own in which ``who`` is signed in, or a resident has given a query code."""
    context = browser.new_context(locale=LANGUAGES[language], base_url=demo.address, reduced_motion="reduce")
    context.add_cookies([{"name": "heli_language", "value": language.lower(), "url": demo.address}])
    page = context.new_page()
    if who in ("resident", "petitioner"):
        reference, code = demo.cases[0] if who == "resident" else demo.petition
        page.goto("/track/")
        page.fill("input[name=reference]", reference)
        page.fill("input[name=code]", code)
        page.press("input[name=code]", "Enter")
        page.wait_for_url(lambda url: reference in url)
    elif who:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", demo.accounts[who])
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.close()
    return context
