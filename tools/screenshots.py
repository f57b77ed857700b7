"""Pictures of the main pages in both languages, taken from a demo district, and the page that shows them side by side.

    python tools/screenshots.py [NAME …] [--home FOLDER]

Pictures lie in docs/screenshots/<language>/; names limit what is taken. What nobody lists any more is removed.
"""

import argparse
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.served import LANGUAGES, Demo, chromium, enter, serving

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screenshots"
GALLERY = ROOT / "docs" / "screenshots.md"
PHONE, DESK, SCREEN, WALL = (390, 844), (1280, 860), (1920, 1080), (3840, 2160)
#: Wide enough to be read in a manual; the wall is taken at its own size and then made smaller.
WIDEST = 1920
COLOURS = 128
#: What stands in a map or a chart once it is drawn.
DRAWN = "xpath=self::*[@data-state]|.//*[name()='svg']"


@dataclass(frozen=True)
class Shot:
    """One picture: file name, title, address ({reference}, {petition}, {report}: one of each), size, who looks."""

    name: str
    title: str
    address: str
    size: tuple[int, int]
    who: str = ""


SHOTS = [
    Shot("home-phone", "Home, on a phone", "/", PHONE),
    Shot("report-phone", "Reporting, on a phone", "/report/", PHONE),
    Shot("track-phone", "Where my request stands, on a phone", "/track/{reference}/", PHONE, "resident"),
    Shot("home", "Home", "/", DESK),
    Shot("register", "The public register", "/register/", DESK),
    Shot("register-map", "The public register on a map", "/register/map/", DESK),
    Shot("procedure", "A procedure with its chart", "/procedures/service_request/", DESK),
    Shot("standards", "Time limits by topic", "/standards/", DESK),
    Shot("help", "Help", "/help/", DESK),
    Shot("bulletins", "Public reports", "/bulletins/", DESK),
    Shot("public-wall", "Public figures", "/wall/public/", DESK),
    Shot("desk", "A coordinator's desk", "/desk/", DESK, "coordinator"),
    Shot("queue", "The list of matters", "/desk/queue/?tab=open", DESK, "coordinator"),
    Shot("search", "Searching", "/desk/search/?q=路灯", DESK, "coordinator"),
    Shot("dispatch", "The dispatch board", "/desk/dispatch/", DESK, "coordinator"),
    Shot("case", "A case", "/desk/cases/{reference}/", DESK, "coordinator"),
    Shot("petition", "A petition", "/desk/cases/{petition}/", DESK, "petitions"),
    Shot("petition-queue", "The list of the petition office", "/desk/queue/?tab=open", DESK, "petitions"),
    Shot("petition-phone", "Where my petition stands, on a phone", "/track/{petition}/", PHONE, "petitioner"),
    Shot("petition-procedure", "The procedure of a petition", "/procedures/petition_claim/", DESK),
    Shot("inbox", "Messages", "/desk/inbox/?show=all", DESK, "coordinator"),
    Shot("desk-handler", "A handler's desk", "/desk/", DESK, "handler"),
    Shot("desk-leader-phone", "A leader's desk, on a phone", "/desk/", PHONE, "leader"),
    Shot("intake", "Taking a call", "/desk/intake/", DESK, "hotline"),
    Shot("field-phone", "In my grids, on a phone", "/desk/field/", PHONE, "grid"),
    Shot("field-report-phone", "Reporting from the field, on a phone", "/desk/field/report/", PHONE, "grid"),
    Shot("wall", "The wall", "/wall/", SCREEN, "coordinator"),
    Shot("wall-4k", "The wall at 3840 pixels", "/wall/", WALL, "coordinator"),
    Shot("wall-phone", "The wall, on a phone", "/wall/", PHONE, "coordinator"),
    Shot("reports", "Reports", "/desk/reports/", DESK, "coordinator"),
    Shot("report", "A month's report", "/desk/reports/{report}/", DESK, "coordinator"),
    Shot("manage", "Arranging", "/desk/manage/", DESK, "administrator"),
    Shot("data", "What is kept of whom, and why", "/data/", DESK),
]


def take(context: BrowserContext, shot: Shot, demo: Demo, folder: Path) -> None:
    """Take one picture."""
    page = context.new_page()
    page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    report = first_report(page) if "{report}" in shot.address else ""
    page.goto(shot.address.format(reference=demo.cases[0][0], petition=demo.petition[0], report=report))
    for drawn in page.locator("[data-map][data-woken]:visible, [data-chart][data-woken]:visible").all():
        if in_view(drawn):
            drawn.locator(DRAWN).first.wait_for(state="attached", timeout=60_000)
    page.wait_for_timeout(1500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.thumbnail((WIDEST, WIDEST))
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(folder / f"{shot.name}.png", optimize=True)
    page.close()


def first_report(page: Page) -> str:
    """Return the number of the newest monthly report."""
    page.goto("/desk/reports/?show=month")
    address = page.locator("main table a").first.get_attribute("href") or ""
    return address.strip("/").rpartition("/")[2]


def in_view(part: Locator) -> bool:
    """Whether enough of a part is in the window for its script to be fetched."""
    return bool(part.evaluate("it => it.getBoundingClientRect().top < innerHeight * 0.7"))


def gallery() -> str:
    """Return the page that shows all pictures, both languages side by side."""
    lines = ["# Pages", "", "Made by `make screenshots` from the demo district.", ""]
    for shot in SHOTS:
        cells = " | ".join(f"![{shot.title}](screenshots/{language}/{shot.name}.png)" for language in LANGUAGES)
        size = f"{shot.size[0]} × {shot.size[1]}"
        lines += [f"## {shot.title}", "", f"`{shot.address}` · {size}", "", "| 中文 | English |", "|---|---|"]
        lines += [f"| {cells} |", ""]
    return "\n".join(lines)


def main() -> None:
    """Take the pictures, remove those that are not listed, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="only these pictures")
    parser.add_argument("--home", type=Path, default=ROOT / "var" / "screenshots")
    chosen = parser.parse_args()
    shots = [shot for shot in SHOTS if not chosen.names or shot.name in chosen.names]
    drawing = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
    with serving(chosen.home) as demo, chromium(*drawing) as browser:
        for language in LANGUAGES:
            folder = FOLDER / language
            folder.mkdir(parents=True, exist_ok=True)
            for who in dict.fromkeys(shot.who for shot in shots):
                context = enter(browser, demo, who, language)
                for shot in (each for each in shots if each.who == who):
                    take(context, shot, demo, folder)
                    print(f"{language}/{shot.name}.png")
                context.close()
    listed = {FOLDER / language / f"{shot.name}.png" for language in LANGUAGES for shot in SHOTS}
    for path in set(FOLDER.rglob("*.png")) - listed:
        path.unlink()
    GALLERY.write_text(gallery(), encoding="utf-8")


if __name__ == "__main__":
    main()
