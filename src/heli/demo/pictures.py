"""Simple drawn pictures in the place of photos: each motif as it was found, and after the work."""

import random
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Final
from uuid import uuid4

from PIL import Image, ImageDraw, ImageFilter

from heli.papers.models import StoredFile
from heli.papers.uploads import store

SIZE: Final = (640, 480)
HORIZON: Final = 190
Pen = ImageDraw.ImageDraw
Draw = Callable[[Pen, bool, random.Random], None]

SKY, GRASS, ASPHALT, PAVING, DARK, PAPER = "#b8d4e8", "#7fa86a", "#6d7076", "#b9b4aa", "#22262b", "#f7f5ef"


def _scene(pen: Pen, ground: str = ASPHALT, sky: str = SKY) -> None:
    pen.rectangle((0, 0, 640, HORIZON), fill=sky)
    pen.rectangle((0, HORIZON, 640, 480), fill=ground)


def _houses(pen: Pen, dice: random.Random) -> None:
    left = 0
    while left < SIZE[0]:
        width, height = dice.randrange(60, 120), dice.randrange(60, 150)
        pen.rectangle(
            (left, HORIZON - height, left + width, HORIZON), fill=dice.choice(("#d9c7ae", "#c9b2a0", "#cfd3d6"))
        )
        for x in range(left + 10, left + width - 14, 24):
            for y in range(HORIZON - height + 12, HORIZON - 20, 30):
                pen.rectangle((x, y, x + 12, y + 16), fill="#7b8fa3")
        left += width + 6


def road(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    _scene(pen)
    _houses(pen, dice)
    pen.polygon([(310, HORIZON), (330, HORIZON), (350, 480), (290, 480)], fill="#e8e4d8")
    pen.ellipse((380, 330, 560, 410), fill="#53565b" if done else "#2c2d30")
    if not done:
        pen.ellipse((395, 340, 540, 400), fill="#4a3f36")
        pen.line([(380, 370), (340, 350), (320, 300)], fill="#35363a", width=4)


def lamp(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    _scene(pen, "#2e3238", "#131a26")
    pen.rectangle((300, 90, 310, 400), fill="#8b8f94")
    pen.line([(305, 95), (390, 80)], fill="#8b8f94", width=8)
    if done:
        pen.polygon([(390, 84), (250, 430), (540, 430)], fill="#6a6440")
        pen.polygon([(390, 84), (330, 430), (460, 430)], fill="#a39a5c")
    pen.ellipse((372, 70, 412, 92), fill="#fff3b0" if done else "#3c4046")


def rubbish(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    _scene(pen, PAVING)
    _houses(pen, dice)
    for left, colour in ((170, "#2f6f4f"), (270, "#3b5f8a"), (370, "#555a60")):
        pen.rectangle((left, 240, left + 80, 370), fill=colour)
        pen.rectangle((left - 5, 230, left + 85, 246), fill="#23282d")
    for _each in range(0 if done else 46):
        x, y = dice.randrange(110, 520), dice.randrange(330, 450)
        pen.ellipse(
            (x, y, x + dice.randrange(20, 50), y + dice.randrange(16, 34)),
            fill=dice.choice(("#efefe8", "#2b2b2b", "#7a5b3a", "#b33")),
        )


def water(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    _scene(pen)
    _houses(pen, dice)
    pen.rectangle((270, 400, 370, 430), fill="#3a3d41")
    if done:
        for x in range(276, 366, 12):
            pen.line([(x, 402), (x, 428)], fill="#8a8d92", width=4)
    else:
        pen.ellipse((60, 270, 600, 470), fill="#6b7f78")
        for _each in range(18):
            x, y = dice.randrange(120, 520), dice.randrange(300, 440)
            pen.arc((x, y, x + 40, y + 12), 0, 180, fill="#9fb3ab", width=2)


def tree(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    _scene(pen, GRASS)
    pen.polygon([(0, 360), (640, 330), (640, 420), (0, 450)], fill=ASPHALT)
    if done:
        pen.rectangle((300, 150, 326, 350), fill="#6b4a2e")
        pen.ellipse((220, 40, 410, 220), fill="#3f7a45")
    else:
        pen.line([(120, 330), (420, 400)], fill="#6b4a2e", width=22)
        for _each in range(30):
            x, y = dice.randrange(360, 560), dice.randrange(320, 440)
            pen.ellipse((x, y, x + 60, y + 40), fill=dice.choice(("#3f7a45", "#356b3c", "#4c8a50")))


def wall(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    pen.rectangle((0, 0, 640, 480), fill="#d8cfc2")
    for y in range(0, 480, 40):
        pen.line([(0, y), (640, y)], fill="#c3b9ab", width=2)
    pen.rectangle((430, 130, 560, 330), fill="#8aa0b4")
    if done:
        pen.rectangle((120, 60, 330, 420), fill="#e3ddd3")
    else:
        x = 200
        points = [(x := x + dice.randrange(-24, 28), y) for y in range(20, 470, 30)]
        pen.line(points, fill="#3c352d", width=7)
        pen.ellipse((110, 230, 300, 400), fill="#b3a48f")


def lift(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    pen.rectangle((0, 0, 640, 480), fill="#e5e1d8")
    pen.rectangle((190, 60, 450, 440), fill="#9aa2a9")
    pen.line([(320, 60), (320, 440)], fill="#5d646b", width=5)
    pen.rectangle((480, 200, 520, 280), fill="#4b5157")
    pen.ellipse((490, 214, 510, 234), fill="#4caf50" if done else "#d32f2f")
    if not done:
        pen.rectangle((240, 190, 400, 290), fill="#f6d34c")
        pen.line([(255, 205), (385, 275)], fill="#7a1f1f", width=6)
        pen.line([(385, 205), (255, 275)], fill="#7a1f1f", width=6)


def cars(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    _scene(pen)
    _houses(pen, dice)
    pen.rectangle((0, 350, 640, 480), fill=PAVING)
    pen.rectangle((0, 342, 640, 352), fill="#8d8a83")
    for left, colour in () if done else ((40, "#b0413e"), (250, "#e8e8e8"), (450, "#33485e")):
        pen.rectangle((left, 320, left + 160, 390), fill=colour)
        pen.polygon([(left + 25, 320), (left + 50, 280), (left + 120, 280), (left + 145, 320)], fill="#9fb6c8")
        for wheel in (left + 20, left + 105):
            pen.ellipse((wheel, 375, wheel + 36, 411), fill="#1d1d1f")
    for x in range(40, 640, 90) if done else ():
        pen.rectangle((x, 310, x + 12, 360), fill="#d9a441")


def site(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    _scene(pen, "#9c7d5a", "#c9d3d8" if done else "#c7b79d")
    pen.rectangle((330, 60, 346, 330), fill="#d9a441")
    pen.rectangle((200, 60, 580, 72), fill="#d9a441")
    pen.line([(540, 72), (540, 170)], fill="#333", width=3)
    pen.rectangle((60, 200, 260, 360), fill="#b6b1a6")
    if done:
        pen.polygon([(0, 400), (180, 350), (420, 380), (640, 350), (640, 480), (0, 480)], fill="#4f8a5b")
    else:
        for _each in range(40):
            x, y = dice.randrange(0, 600), dice.randrange(230, 450)
            pen.ellipse((x, y, x + 70, y + 26), fill=dice.choice(("#b89b78", "#a98a66", "#c4aa88")))


def stall(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    _scene(pen, PAVING)
    _houses(pen, dice)
    for left in (90, 350):
        top = 210 if done else 260
        pen.polygon(
            [(left - 20, top), (left + 220, top), (left + 190, top - 50), (left + 10, top - 50)], fill="#c94f3d"
        )
        pen.rectangle((left, top + 50, left + 200, top + 110), fill="#8a6b45")
        for x in range(left + 10, left + 190, 22):
            pen.ellipse((x, top + 34, x + 20, top + 54), fill=dice.choice(("#e0a030", "#6aa84f", "#cc4125")))
    if done:
        pen.line([(0, 370), (640, 370)], fill="#f2c14e", width=8)


def bench(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    _scene(pen, GRASS)
    pen.ellipse((430, 30, 620, 200), fill="#3f7a45")
    pen.rectangle((515, 150, 535, 250), fill="#6b4a2e")
    for number, y in enumerate((280, 302, 330, 352)):
        gap = not done and number in (1, 2)
        pen.rectangle((130, y, 260 if gap else 470, y + 14), fill="#a8713a")
    for x in (150, 440):
        pen.rectangle((x, 276, x + 10, 420), fill="#4b4f54")


def page(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    pen.rectangle((0, 0, 640, 480), fill="#7d6a55")
    pen.rectangle((130, 20, 510, 470), fill=PAPER)
    for y in range(70, 430, 26):
        pen.line([(165, y), (165 + dice.randrange(180, 310), y)], fill="#8c8c8c", width=5)
    if done:
        pen.ellipse((370, 340, 480, 450), outline="#c0392b", width=7)
        pen.ellipse((388, 358, 462, 432), outline="#c0392b", width=3)


def river(pen: Pen, done: bool, dice: random.Random) -> None:  # noqa: FBT001
    _scene(pen, "#7ea0a8" if done else "#7b8466")
    _houses(pen, dice)
    pen.polygon([(0, 190), (640, 190), (640, 220), (0, 250)], fill=GRASS)
    for _each in range(4 if done else 40):
        x, y = dice.randrange(20, 600), dice.randrange(270, 460)
        pen.ellipse((x, y, x + 26, y + 9), fill=dice.choice(("#eef2f0", "#d9534f", "#f0e68c", "#5c7f4f")))


MOTIFS: Final[dict[str, Draw]] = {
    "road": road, "lamp": lamp, "rubbish": rubbish, "water": water, "tree": tree, "wall": wall, "lift": lift,
    "cars": cars, "site": site, "stall": stall, "bench": bench, "page": page, "river": river,
}  # fmt: skip

_BY_CATEGORY: Final = {
    "facility.lamp": "lamp", "supply.river": "river", "housing.elevator": "lift", "traffic.signal": "lamp",
    "facility.toilet": "wall", "energy.outage": "lamp", "safety.firelane": "cars", "safety.ebike": "cars",
    "green.dogs": "bench", "green.pests": "bench", "facility.busstop": "road", "cleaning.corridor": "wall",
    "cleaning.ads": "wall", "environment.fumes": "stall", "environment.livingnoise": "bench",
    "rural.livestock": "river",
}  # fmt: skip
_BY_GROUP: Final = {
    "road": "road", "facility": "bench", "supply": "water", "energy": "wall", "cleaning": "rubbish",
    "environment": "site", "green": "tree", "housing": "wall", "traffic": "cars", "market": "stall",
    "safety": "wall", "rural": "river",
}  # fmt: skip


def motif_of(category: str) -> str:
    """The motif that suits a category of the demo district; a page of paper where there is nothing to see."""
    return _BY_CATEGORY.get(category) or _BY_GROUP.get(category.partition(".")[0], "page")


def draw(motif: str, *, done: bool) -> BytesIO:
    """A JPEG of the motif, 640 by 480 pixels, the same each time."""
    image = Image.new("RGB", SIZE)
    MOTIFS[motif](ImageDraw.Draw(image), done, random.Random(motif))
    into = BytesIO()
    image.filter(ImageFilter.SMOOTH).save(into, "JPEG", quality=82)
    into.name = f"{motif}-{'after' if done else 'before'}.jpg"
    return into


class Album:
    """All pictures, stored once; each use is a row of its own that names the same bytes."""

    def __init__(self) -> None:
        self._stored = {(motif, done): store(draw(motif, done=done)) for motif in MOTIFS for done in (False, True)}

    def take(self, category: str, *, done: bool, by: str, at: datetime) -> StoredFile:
        """A new, unsaved file row showing the category's motif."""
        shown = self._stored[motif_of(category), done]
        return StoredFile(
            id=uuid4(),
            digest=shown.digest,
            name=shown.name,
            content_type=shown.content_type,
            size=shown.size,
            width=shown.width,
            height=shown.height,
            uploaded_by=by,
            uploaded_at=at,
            claimed=True,
            state=shown.state,
        )
