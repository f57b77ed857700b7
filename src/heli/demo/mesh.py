"""A fine hexagonal mesh on a plane in metres, divided into regions whose borders are shared vertex by vertex.

Every region is a set of hexes, and every border is made of mesh vertices, so regions tile without gap or
overlap however the vertices are moved afterwards: a moved vertex moves in all regions at once.
"""

import heapq
import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Final

Hex = tuple[int, int]
Vertex = tuple[int, int]
Point = tuple[float, float]

SPACING: Final = 160.0
DIRECTIONS: Final[tuple[Hex, ...]] = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))


@cache
def centre(cell: Hex) -> Point:
    """Where the middle of the hex lies, in metres."""
    q, r = cell
    return SPACING * (q + r / 2), SPACING * math.sqrt(3) / 2 * r


def position(vertex: Vertex) -> Point:
    """Where a vertex lies before it is moved: the mean of the three hexes that meet there, in metres."""
    x, y = centre(vertex)
    return x / 3, y / 3


@cache
def neighbours(cell: Hex) -> tuple[Hex, ...]:
    """The six hexes around this one, counter-clockwise from the east."""
    return tuple((cell[0] + dq, cell[1] + dr) for dq, dr in DIRECTIONS)


def corner(cell: Hex, index: int) -> Vertex:
    """The vertex between neighbour `index` and the next; named by the sum of the three hexes at it."""
    (aq, ar), (bq, br) = DIRECTIONS[index], DIRECTIONS[(index + 1) % 6]
    return 3 * cell[0] + aq + bq, 3 * cell[1] + ar + br


def cells_within(radius: float, inside: Callable[[Point], bool]) -> list[Hex]:
    """All hexes within `radius` metres of the origin whose middle is inside, in a fixed order."""
    reach = math.ceil(radius / SPACING * 1.2)
    box = ((q, r) for r in range(-reach, reach + 1) for q in range(-2 * reach, 2 * reach + 1))
    return [cell for cell in box if math.hypot(*centre(cell)) <= radius and inside(centre(cell))]


def grow(cells: Iterable[Hex], seeds: Mapping[Hex, int], cost: Callable[[Hex, Hex, int], float]) -> dict[Hex, int]:
    """Let every seed grow over the cells at the given cost per step; each cell goes to the first.

    A region grown so is in one piece, because each cell is reached through a cell of the same region.
    """
    allowed = set(cells)
    owner: dict[Hex, int] = {}
    queue = [(0.0, label, seed, label) for seed, label in seeds.items()]
    heapq.heapify(queue)
    while queue:
        spent, _, cell, label = heapq.heappop(queue)
        if cell in owner:
            continue
        owner[cell] = label
        for other in neighbours(cell):
            if other in allowed and other not in owner:
                heapq.heappush(queue, (spent + cost(cell, other, label), label, other, label))
    return owner


def borders(owner: Mapping[Hex, object]) -> dict[Vertex, set[Vertex]]:
    """The border graph: each vertex on a border between two regions (or at the edge) and those next to it."""
    graph: dict[Vertex, set[Vertex]] = {}
    for cell, label in owner.items():
        for index, other in enumerate(neighbours(cell)):
            if owner.get(other) != label:
                start, end = corner(cell, index - 1), corner(cell, index)
                graph.setdefault(start, set()).add(end)
                graph.setdefault(end, set()).add(start)
    return graph


def outline(cells: set[Hex]) -> list[Vertex]:
    """The ring around a set of hexes, counter-clockwise, not closed. ValueError for holes or parts."""
    following: dict[Vertex, Vertex] = {}
    for cell in cells:
        for index, other in enumerate(neighbours(cell)):
            if other not in cells:
                following[corner(cell, index - 1)] = corner(cell, index)
    start = min(following)
    ring = [start]
    while (vertex := following[ring[-1]]) != start:
        ring.append(vertex)
    if len(ring) != len(following):
        raise ValueError("the region has a hole or more than one part")
    return ring


def smooth(graph: Mapping[Vertex, set[Vertex]], *, rounds: int) -> dict[Vertex, Point]:
    """Draw every border vertex half-way towards its border neighbours, `rounds` times."""
    points = {vertex: position(vertex) for vertex in graph}
    for _ in range(rounds):
        points = {vertex: _drawn(points[vertex], [points[n] for n in sorted(graph[vertex])]) for vertex in graph}
    return points


def _drawn(point: Point, around: list[Point]) -> Point:
    x = sum(p[0] for p in around) / len(around)
    y = sum(p[1] for p in around) / len(around)
    return (point[0] + x) / 2, (point[1] + y) / 2


def superfluous(graph: Mapping[Vertex, set[Vertex]]) -> set[Vertex]:
    """Every second vertex between two junctions: left out of all rings at once, who touches whom stays."""
    dropped: set[Vertex] = set()
    seen: set[Vertex] = set()
    for junction in sorted(vertex for vertex in graph if len(graph[vertex]) != 2):
        for first in sorted(graph[junction]):
            chain = _chain(graph, junction, first)
            if chain and not seen.intersection(chain) and len(chain) >= 3:
                dropped.update(chain[::2])
            seen.update(chain)
    return dropped


def _chain(graph: Mapping[Vertex, set[Vertex]], junction: Vertex, first: Vertex) -> list[Vertex]:
    chain: list[Vertex] = []
    before, here = junction, first
    while len(graph[here]) == 2:
        chain.append(here)
        before, here = here, next(v for v in graph[here] if v != before)
    return chain
