"""A procedure as a flow chart: states in one column, steps as lines beside them; reckoned here, drawn by the template.

What moves on to the next state goes straight down. All other ways forward run on the right, all ways back on the left;
the ways into one state share a line. So the chart stays narrow enough for a phone however many steps there are.
Lengths are units of the drawing, about a pixel on a phone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from heli.kernel.procedures import Procedure, State, Step

BOX, ROW, GAP, LANE = 156, 28, 26, 7
#: From the edge of a box to the middle of a number on its line, and to the first lane.
TO_CHIP, TO_LANE = 18, 36
MARGIN, LINE = 8, 17
LATIN_LINE, CHINESE_LINE = 18, 10
LEFT, RIGHT = "left", "right"


@dataclass(frozen=True)
class Chip:
    """The number of a step where its line leaves a state."""

    step: Step
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Words:
    """One line of text in a box."""

    text: str
    y: float


@dataclass
class Box:
    """A state. ``sides`` are the lines at its left and right: for each the lane's target, and the step if it leaves."""

    state: State
    note: str
    here: bool
    x: float = 0
    y: float = 0
    height: float = 0
    sides: dict[str, list[tuple[State, Step | None]]] = field(default_factory=lambda: {LEFT: [], RIGHT: []})
    down: list[Step] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """Where its text is centred."""
        return self.x + BOX / 2

    @property
    def lines(self) -> list[Words]:
        """Its name on one or two lines, and what is to know below; each with its height."""
        texts = [*broken(str(self.state.label)), *([self.note] if self.note else [])]
        first = self.y + self.height / 2 - LINE * (len(texts) - 1) / 2 + 5
        return [Words(text, first + LINE * number) for number, text in enumerate(texts)]

    def slot(self, side: str, number: int) -> float:
        """Return the height of a line at one of its sides."""
        room = self.height / (len(self.sides[side]) or 1)
        return self.y + room * (number + 0.5)


@dataclass(frozen=True)
class Chart:
    """What is drawn: boxes, lines (as SVG paths), heads of arrows, dots where lines meet, numbers."""

    boxes: list[Box]
    lines: list[str]
    heads: list[str]
    dots: list[tuple[float, float]]
    chips: list[Chip]
    width: float
    height: float


def broken(text: str) -> list[str]:
    """Return ``text`` on lines that fit into a box; Chinese has no gaps to break at."""
    if text.isascii():
        return wrap(text, LATIN_LINE)
    return [text[at : at + CHINESE_LINE] for at in range(0, len(text), CHINESE_LINE)]


def moving(procedure: type[Procedure], states: Sequence[State]) -> list[Step]:
    """Return the public steps that lead from state to state, in the order in which the chart numbers them."""
    found = [step for step in procedure.steps() if step.move.target and not (step.internal or step.move.reach)]
    return sorted(found, key=lambda step: min((states.index(each) for each in step.move.sources), default=-1))


def chart(procedure: type[Procedure], order: Iterable[State], notes: dict[str, str], here: str = "") -> Chart:
    """Return the drawing of ``procedure`` with the states in ``order``; the others come after those.

    ``notes`` holds a short remark for states by name; ``here`` is the state to mark.
    """
    first = list(order)
    states = [*first, *(each for each in procedure.states() if each not in first)]
    boxes = [Box(state, notes.get(state.name, ""), state.name == here) for state in states]
    steps = moving(procedure, states)
    _join(boxes, steps)
    lanes = {side: _lanes(boxes, side) for side in (LEFT, RIGHT)}
    left = _reach(lanes[LEFT])
    height = _place(boxes, left)
    drawing = Chart(boxes, [], [], [], [], left + BOX + _reach(lanes[RIGHT]), height)
    numbers = {step: number for number, step in enumerate(steps, start=1)}
    _draw_down(drawing, numbers)
    for side in (LEFT, RIGHT):
        _draw_side(drawing, side, lanes[side], numbers)
    return drawing


def _join(boxes: list[Box], steps: list[Step]) -> None:
    """Tell every box which lines it has: where lines arrive first, then those that leave."""
    places = {box.state: number for number, box in enumerate(boxes)}
    for step in steps:
        target = step.move.target
        for source in step.move.sources if target else ():
            here, there = places[source], places[target]  # type: ignore[index]
            if there == here + 1:
                boxes[here].down.append(step)
                continue
            side = RIGHT if there > here else LEFT
            boxes[here].sides[side].append((boxes[there].state, step))
            arrival = (boxes[there].state, None)
            if arrival not in boxes[there].sides[side]:
                boxes[there].sides[side].insert(0, arrival)


def _lanes(boxes: list[Box], side: str) -> dict[State, int]:
    """Return the lane of each target at ``side``: short lines inside, and no two over each other."""
    spans: dict[State, tuple[int, int]] = {}
    for number, box in enumerate(boxes):
        for target, _step in box.sides[side]:
            low, high = spans.get(target, (number, number))
            spans[target] = (min(low, number), max(high, number))
    lanes: dict[State, int] = {}
    for target, (low, high) in sorted(spans.items(), key=lambda each: (each[1][1] - each[1][0], each[1])):
        taken = {lanes[other] for other in lanes if spans[other][0] <= high and low <= spans[other][1]}
        lanes[target] = next(lane for lane in range(len(spans)) if lane not in taken)
    return lanes


def _reach(lanes: dict[State, int]) -> float:
    return TO_LANE + LANE * max(lanes.values(), default=0) + MARGIN if lanes else MARGIN


def _place(boxes: list[Box], left: float) -> float:
    """Give every box its place; return the height of all."""
    y = float(GAP + ROW)
    for box in boxes:
        texts = len(broken(str(box.state.label))) + bool(box.note)
        slots = max(len(box.sides[LEFT]), len(box.sides[RIGHT]))
        box.x, box.y, box.height = left, y, max(texts * LINE + 16, slots * ROW + 6)
        y += box.height + (GAP + ROW if box.down else GAP)
    return y - GAP + MARGIN


def _draw_down(drawing: Chart, numbers: dict[Step, int]) -> None:
    """Draw the way in, and the steps that lead straight on."""
    opening = [step for step in numbers if step.opening]
    first = drawing.boxes[0]
    _arrow_down(drawing, first.middle, MARGIN, first.y, opening, numbers)
    for box, below in zip(drawing.boxes, drawing.boxes[1:], strict=False):
        if box.down:
            _arrow_down(drawing, box.middle, box.y + box.height, below.y, box.down, numbers)


def _arrow_down(
    drawing: Chart, x: float, start: float, end: float, steps: list[Step], numbers: dict[Step, int]
) -> None:
    drawing.lines.append(f"M{x} {start}V{end - 5}")
    drawing.heads.append(f"M{x - 5} {end - 8}L{x} {end}L{x + 5} {end - 8}Z")
    middle = (start + end - 8) / 2
    drawing.chips.extend(Chip(step, numbers[step], x + ROW * place, middle) for place, step in enumerate(steps))


def _draw_side(drawing: Chart, side: str, lanes: dict[State, int], numbers: dict[Step, int]) -> None:
    sign = 1 if side == RIGHT else -1
    meetings: dict[State, list[float]] = {}
    for box in drawing.boxes:
        edge = box.x + BOX if side == RIGHT else box.x
        for slot, (target, step) in enumerate(box.sides[side]):
            y, lane = box.slot(side, slot), edge + sign * (TO_LANE + LANE * lanes[target])
            meetings.setdefault(target, []).append(y)
            drawing.lines.append(f"M{edge} {y}H{lane}")
            if step is None:
                drawing.heads.append(f"M{edge + sign * 8} {y - 5}L{edge} {y}L{edge + sign * 8} {y + 5}Z")
            else:
                drawing.chips.append(Chip(step, numbers[step], edge + sign * TO_CHIP, y))
                drawing.dots.append((lane, y))
    edge = drawing.boxes[0].x + (BOX if side == RIGHT else 0)
    for target, heights in meetings.items():
        lane = edge + sign * (TO_LANE + LANE * lanes[target])
        drawing.lines.append(f"M{lane} {min(heights)}V{max(heights)}")
