"""A declared procedure as a table and as a flow chart, in whatever language is active."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from heli.kernel.procedures import Limit, Procedure, Reach, State, Step

Namer = Callable[[Hashable], str]


@dataclass(frozen=True)
class Row:
    """One line of the table: from, step, to, by whom, within what time, on what ground, with which papers."""

    source: str
    step: str
    target: str
    by: str
    limit: str
    basis: str
    papers: str

    def cells(self) -> tuple[str, ...]:
        """Return the cells in the order of the columns."""
        return (self.source, self.step, self.target, self.by, self.limit, self.basis, self.papers)


@dataclass(frozen=True)
class Words:
    """How parts of a declaration are named: roles, lengths of limits, states by what they have in common, papers.

    ``comma`` parts the items of a list.
    """

    role: Namer
    period: Callable[[Limit], str]
    reach: Callable[[Reach], str]
    paper: Callable[[str], str]
    comma: str


def rows(procedure: type[Procedure], words: Words) -> Iterator[Row]:
    """Yield the table's lines in the order of the steps."""
    for step in procedure.steps():
        yield Row(
            source=_sources(step, words) or "—",
            step=str(step.label),
            target=str(step.move.target.label) if step.move.target else "=",
            by=words.comma.join(words.role(each) for each in step.by),
            limit=_limit_of(step, words.period),
            basis=str(step.basis),
            papers=words.comma.join(words.paper(code) for code in step.issues),
        )


def _sources(step: Step, words: Words) -> str:
    if step.move.reach:
        return words.reach(step.move.reach)
    return words.comma.join(str(state.label) for state in step.move.sources)


def _limit_of(step: Step, period: Callable[[Limit], str]) -> str:
    marks = ((step.within, "≤"), (step.after, ">"), (step.extends, "+"))
    return "; ".join(f"{mark} {limit.label} ({period(limit)})" for limit, mark in marks if limit)


def markdown_table(columns: tuple[str, ...], lines: Iterator[tuple[str, ...]]) -> str:
    """Return a Markdown table with the given ``columns`` and ``lines``."""
    head = [_line(columns), _line(tuple("---" for _column in columns))]
    return "\n".join([*head, *(_line(line) for line in lines)]) + "\n"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def mermaid(procedure: type[Procedure]) -> str:
    """Return the flow chart as a Mermaid state diagram: states with their limits, moves with their steps."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.name}: {_caption(state)}" for state in procedure.states()]
    for step in procedure.steps():
        target = step.move.target
        if target is None or step.move.reach:
            continue
        sources = [state.name for state in step.move.sources] or ["[*]"]
        lines += [f"    {source} --> {target.name}: {step.label}" for source in sources]
    lines += [f"    {state.name} --> [*]" for state in procedure.states() if state.final]
    return "\n".join(lines) + "\n"


def _caption(state: State) -> str:
    return str(state.label).replace(":", " ")
