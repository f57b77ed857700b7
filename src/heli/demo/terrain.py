"""The lie of the land of the demo district: its outline, its river, where people live, where roads run.

All in metres east and north of the district's middle.
"""

import math
from functools import cache
from typing import Final

from heli.demo.mesh import Hex, Point, centre

ORIGIN: Final = (119.9, 30.3)
METRES_PER_DEGREE: Final = (111_320.0 * math.cos(math.radians(ORIGIN[1])), 110_860.0)
REACH: Final = 19_000.0
CORE: Final = (-600.0, -500.0)

# Where each town or street begins to grow, and how easily it spreads: rural towns are wide.
SEATS: Final[dict[str, tuple[Point, float]]] = {
    "001": ((-700.0, 300.0), 1.0),
    "002": ((-3300.0, 1500.0), 1.0),
    "003": ((2000.0, 2000.0), 1.0),
    "004": ((1300.0, -1700.0), 1.0),
    "005": ((-2600.0, -2500.0), 1.0),
    "006": ((-1000.0, 4500.0), 1.2),
    "007": ((4700.0, -700.0), 1.2),
    "008": ((200.0, -5200.0), 1.2),
    "101": ((-9300.0, 3800.0), 2.1),
    "102": ((9300.0, 3900.0), 2.0),
    "103": ((-8300.0, -6200.0), 2.0),
    "104": ((7300.0, -7600.0), 2.0),
}

ROADS: Final[tuple[tuple[str, str, tuple[Point, ...]], ...]] = (
    ("合安大道", "He'an Avenue", ((-14500, 1500), (-6000, 900), (-600, 600), (5200, 900), (14200, 2600))),
    ("望江路", "Wangjiang Road", ((-12500, -3300), (-5000, -1500), (0, -900), (5200, -1900), (12800, -3600))),
    ("钟秀路", "Zhongxiu Road", ((-900, 11600), (-700, 5600), (-650, 300), (-200, -5200), (900, -11200))),
    ("柳浦路", "Liupu Road", ((-4300, 8800), (-3400, 2000), (-3000, -2600), (-3900, -9000))),
    ("月埠路", "Yuebu Road", ((4000, 9500), (3900, 2000), (4500, -800), (5000, -9400))),
    ("文澜街", "Wenlan Street", ((-3300, 1650), (-700, 1500), (2000, 1900), (4000, 2100))),
    ("桐荫街", "Tongyin Street", ((-6200, -4200), (-2600, -2700), (200, -3200), (3600, -3300))),
    ("听涛路", "Tingtao Road", ((-5600, 4300), (-900, 4500), (3000, 5000), (8200, 5900))),
    ("云舸大道", "Yunge Avenue", ((-6200, -6400), (0, -5500), (6200, -6900), (10600, -8200))),
)


def inside(point: Point) -> bool:
    """Whether a point lies in the district."""
    x, y = point[0] / 1.16, point[1]
    angle = math.atan2(y, x)
    waves = (
        0.09 * math.cos(2 * angle + 0.6)
        + 0.075 * math.cos(3 * angle - 1.1)
        + 0.04 * math.cos(5 * angle + 2.0)
        + 0.022 * math.cos(9 * angle + 0.4)
        + 0.016 * math.cos(13 * angle + 1.3)
        + 0.013 * math.cos(22 * angle - 0.7)
        + 0.009 * math.cos(37 * angle + 2.4)
        + 0.006 * math.cos(61 * angle)
    )
    return math.hypot(x, y) <= 12_300 * (1 + waves)


def river(x: float) -> float:
    """How far north the middle of the river runs at this easting."""
    return -500 + 0.03 * x + 950 * math.sin(x / 2900 + 0.5) + 330 * math.sin(x / 1150) + 120 * math.sin(x / 610 + 1)


def north_of_river(cell: Hex) -> bool:
    """On which bank a hex lies."""
    x, y = centre(cell)
    return y > river(x)


@cache
def density(cell: Hex) -> float:
    """How many live here, relative to the middle of the town."""
    x, y = centre(cell)
    return 0.012 + math.exp(-math.hypot(x - CORE[0], y - CORE[1]) / 2600)


def to_degrees(point: Point) -> Point:
    """Metres from the district's middle to longitude and latitude (WGS-84), rounded to six digits (10 cm)."""
    return (
        round(ORIGIN[0] + point[0] / METRES_PER_DEGREE[0], 6),
        round(ORIGIN[1] + point[1] / METRES_PER_DEGREE[1], 6),
    )


def curve(points: tuple[Point, ...], *, pieces: int = 8) -> list[Point]:
    """A smooth line through the points (Catmull-Rom), `pieces` per stretch."""
    padded = (points[0], *points, points[-1])
    line: list[Point] = []
    for index in range(len(points) - 1):
        stretch = padded[index : index + 4]
        line.extend(_between(stretch, step / pieces) for step in range(pieces))
    return [*line, points[-1]]


def _between(four: tuple[Point, ...], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = four
    return _spline(ax, bx, cx, dx, t), _spline(ay, by, cy, dy, t)


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
