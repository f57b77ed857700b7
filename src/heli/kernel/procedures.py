"""Declared procedures: what may happen to a case, by whom, on what ground and by when.

A procedure is a class body of limits, states and steps; it has no behaviour of its own. The same declaration gives the
buttons on the case page, the step endpoints, the resident's "what happens next", the table in the manual and the
state machine that the tests walk.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, ClassVar, Protocol, TypeVar

from heli.kernel.periods import Period, Roll


class Text(Protocol):
    """A label: a plain string or a lazily translated one."""

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class Instrument:
    """A statute, regulation or published service standard that steps cite."""

    name: Text
    statutory: bool = True

    def article(self, number: Text) -> Basis:
        """Return the ground "this instrument, article ``number``"."""
        return Basis(self, number)


@dataclass(frozen=True)
class Basis:
    """The ground of a step or limit: an article of a statute, or an item of a published standard."""

    instrument: Instrument
    article: Text

    def __str__(self) -> str:
        return f"{self.instrument.name} {self.article}"


class Named:
    """Anything declared in a procedure; takes its name from the attribute it is assigned to."""

    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


@dataclass(eq=False, repr=False)
class Limit(Named):
    """A time limit. ``period`` None means that the step which starts it says how long, else the case's service level.

    ``on_demand``: it starts only by a step that gives its length, such as the date set in an assignment.

    ``of_person`` marks a window of the resident and ``of_unit`` one of a unit: nobody is late when it ends, a right
    merely ends or a step follows.
    ``main`` marks the limit whose due date a list shows as the case's due date. ``ladder`` are the roles that are told,
    one after the other, as set fractions of the time pass.
    ``row`` names the statutory row the limit is tested against; empty for local standards.
    ``told_by`` are kinds of papers of which one tells of a window: it counts from the service of that paper.
    """

    label: Text
    period: Period | None
    basis: Basis | None = None
    roll: Roll = Roll.FORWARD
    of_person: bool = False
    of_unit: bool = False
    main: bool = False
    on_demand: bool = False
    ladder: tuple[Hashable, ...] = ()
    row: str = ""
    told_by: tuple[str, ...] = ()

    @property
    def is_window(self) -> bool:
        """Whether it bounds a right rather than a duty."""
        return self.of_person or self.of_unit


@dataclass(eq=False, repr=False)
class State(Named):
    """A state of a case.

    ``runs`` are the limits that count here, ``pauses`` those that stand still; every other limit stops on entry.
    ``says`` is what the resident reads; ``adverse`` marks an outcome against the person, who must have a next step.
    """

    label: Text
    says: Text = ""
    runs: tuple[Limit, ...] = ()
    pauses: tuple[Limit, ...] = ()
    adverse: bool = False
    final: bool = False
    tone: str = "open"

    def to(self, target: State) -> Move:
        """Return the move from this state to ``target``."""
        return Move((self,), target)

    def stay(self) -> Move:
        """Return the move that leaves the state as it is."""
        return Move((self,), None)


@dataclass(frozen=True)
class Move:
    """From one of ``sources`` to ``target``; None as target means that the state stays. No sources: the opening.

    With ``reach`` the sources are all states of the procedure that it reaches.
    """

    sources: tuple[State, ...]
    target: State | None
    reach: Reach | None = None


class Reach(Enum):
    """States by what they have in common, whatever further ones a procedure of the same family declares."""

    ANYWHERE = "anywhere"
    WHILE_OPEN = "while open"

    def to(self, target: State) -> Move:
        """Return the move from any state reached to ``target``."""
        return Move((), target, self)

    def stay(self) -> Move:
        """Return the move that leaves whichever state it is."""
        return Move((), None, self)

    def holds(self, state: State) -> bool:
        """Whether ``state`` is reached."""
        return self is Reach.ANYWHERE or not state.final


@dataclass(frozen=True)
class Sources:
    """Several states that share a step."""

    states: tuple[State, ...]

    def to(self, target: State) -> Move:
        """Return the move from any of these states to ``target``."""
        return Move(self.states, target)

    def stay(self) -> Move:
        """Return the move that leaves whichever of these states as it is."""
        return Move(self.states, None)


def each(*states: State) -> Sources:
    """Return ``states`` as the common source of one step."""
    return Sources(states)


def opens(target: State) -> Move:
    """Return the move by which a case begins, in ``target``."""
    return Move((), target)


@dataclass(eq=False, repr=False)
class Step(Named):
    """One act: who may take it, from where to where, on what ground, within what time, and who is told.

    ``within``: the limit must still be running. ``after``: taken by the system when that limit has ended.
    ``extends``/``restarts``/``ends``: the limits it lengthens, begins anew or fulfils. ``issues``: papers.
    ``internal``: residents do not see that it happened. ``quiet``: offered among "more", never as the main button.
    ``about_data``: the person's right over their own data, offered to them on a page of its own. ``begins_case``: what
    is brought goes on as a case of its own, so that it is a next step even where the state stays.
    """

    label: Text
    move: Move
    by: tuple[Hashable, ...]
    basis: Basis | None = None
    within: Limit | None = None
    after: Limit | None = None
    extends: Limit | None = None
    restarts: tuple[Limit, ...] = ()
    ends: tuple[Limit, ...] = ()
    issues: tuple[str, ...] = ()
    tells: tuple[Hashable, ...] = ()
    done: Text = ""
    internal: bool = False
    quiet: bool = False
    about_data: bool = False
    begins_case: bool = False

    @property
    def opening(self) -> bool:
        """Whether this step begins a case."""
        return not self.move.sources

    def leaves(self, state: State) -> bool:
        """Whether the step can be taken in ``state``."""
        return state in self.move.sources

    def target_from(self, state: State) -> State:
        """Return the state after the step is taken in ``state``."""
        return self.move.target or state


@dataclass(frozen=True)
class Problem:
    """A defect of a declaration: ``code`` names the rule, ``where`` the state, step or limit."""

    code: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.code}"


class Procedure:
    """Base of all declared procedures; subclasses hold only limits, states and steps.

    A subclass of a procedure has all that is declared there, first, and what it declares itself. So procedures of one
    family share states and steps: the very same ones, under the same names.
    """

    code: ClassVar[str] = ""
    version: ClassVar[int] = 1
    title: ClassVar[Text] = ""
    law: ClassVar[Instrument]
    in_force_from: ClassVar[date]
    person: ClassVar[tuple[Hashable, ...]] = ()
    #: What says how long a limit of open length is, in words.
    open_length: ClassVar[Text] = ""
    parts: ClassVar[Mapping[str, object]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Gather what is declared, by name; a name declared again is the later one."""
        super().__init_subclass__(**kwargs)
        cls.parts = {**cls.parts, **vars(cls)}
        for step in cls.steps():
            if step.move.reach:
                cls._spread(step, step.move.reach)

    @classmethod
    def _spread(cls, step: Step, reach: Reach) -> None:
        sources = tuple(state for state in cls.states() if reach.holds(state) and state is not step.move.target)
        spread = replace(step, move=replace(step.move, sources=sources))
        spread.__set_name__(cls, step.name)
        setattr(cls, step.name, spread)
        cls.parts = {**cls.parts, step.name: spread}

    @classmethod
    def states(cls) -> list[State]:
        """Return the states in the order of their declaration."""
        return _declared(cls, State)

    @classmethod
    def steps(cls) -> list[Step]:
        """Return the steps in the order of their declaration."""
        return _declared(cls, Step)

    @classmethod
    def limits(cls) -> list[Limit]:
        """Return the limits in the order of their declaration."""
        return _declared(cls, Limit)

    @classmethod
    def state(cls, name: str) -> State:
        """Return the state called ``name``; KeyError when there is none."""
        return _named(cls, State, name)

    @classmethod
    def step(cls, name: str) -> Step:
        """Return the step called ``name``; KeyError when there is none."""
        return _named(cls, Step, name)

    @classmethod
    def limit(cls, name: str) -> Limit:
        """Return the limit called ``name``; KeyError when there is none."""
        return _named(cls, Limit, name)

    @classmethod
    def main_limit(cls) -> Limit:
        """Return the limit that lists show."""
        return next(limit for limit in cls.limits() if limit.main)

    @classmethod
    def leaving(cls, state: State) -> list[Step]:
        """Return the steps that can be taken in ``state``."""
        return [step for step in cls.steps() if step.leaves(state)]

    @classmethod
    def problems(cls) -> list[Problem]:
        """Return every defect of the declaration; an empty list means that it may be used."""
        return [
            *_unreachable(cls),
            *_dead_ends(cls),
            *_without_ground(cls),
            *_without_remedy(cls),
            *_without_clock(cls),
            *_misused_limits(cls),
            *_without_ladder(cls),
            *_without_words(cls),
        ]


N = TypeVar("N", bound=Named)


def _declared(procedure: type[Procedure], kind: type[N]) -> list[N]:
    return [value for value in procedure.parts.values() if isinstance(value, kind)]


def _named(procedure: type[Procedure], kind: type[N], name: str) -> N:
    found = procedure.parts.get(name)
    if not isinstance(found, kind):
        raise KeyError(name)
    return found


def _unreachable(procedure: type[Procedure]) -> Iterator[Problem]:
    reached = {step.move.target for step in procedure.steps() if step.opening}
    while True:
        more = {
            step.move.target
            for step in procedure.steps()
            if step.move.target and any(source in reached for source in step.move.sources)
        }
        if more <= reached:
            break
        reached |= more
    for state in procedure.states():
        if state not in reached:
            yield Problem("unreachable state", state.name)


def _dead_ends(procedure: type[Procedure]) -> Iterator[Problem]:
    for state in procedure.states():
        if not state.final and not any(step.move.target not in (None, state) for step in procedure.leaving(state)):
            yield Problem("dead end", state.name)


def _without_ground(procedure: type[Procedure]) -> Iterator[Problem]:
    parts: list[Step | Limit] = [*procedure.steps(), *procedure.limits()]
    for part in parts:
        if part.basis is None:
            yield Problem("no ground", part.name)
    for step in procedure.steps():
        if not step.by:
            yield Problem("nobody may take it", step.name)


def _without_remedy(procedure: type[Procedure]) -> Iterator[Problem]:
    for state in procedure.states():
        remedies = (step for step in procedure.leaving(state) if set(step.by) & set(procedure.person))
        if state.adverse and not any(step.move.target or step.begins_case for step in remedies):
            yield Problem("adverse state without a next step for the person", state.name)


def _without_clock(procedure: type[Procedure]) -> Iterator[Problem]:
    for state in procedure.states():
        if not state.final and all(limit.on_demand for limit in state.runs):
            yield Problem("open state in which no limit runs", state.name)


def _misused_limits(procedure: type[Procedure]) -> Iterator[Problem]:
    if sum(limit.main for limit in procedure.limits()) != 1:
        yield Problem("needs exactly one main limit", procedure.code)
    used = {limit for state in procedure.states() for limit in state.runs}
    for limit in procedure.limits():
        if limit not in used:
            yield Problem("limit never runs", limit.name)
    for step in procedure.steps():
        # Another step would begin it again: only what is asked for each time can be done with for good.
        yield from (Problem(f"limit {limit.name} always runs", step.name) for limit in step.ends if not limit.on_demand)
        bound = [limit for limit in (step.within, step.after, step.extends) if limit]
        for source in step.move.sources:
            yield from (
                Problem(f"limit {limit.name} does not run in {source.name}", step.name)
                for limit in bound
                if limit not in source.runs
            )


def _without_words(procedure: type[Procedure]) -> Iterator[Problem]:
    for step in procedure.steps():
        if not str(step.done):
            yield Problem("does not say what was done", step.name)
    for state in procedure.states():
        if not str(state.says):
            yield Problem("does not say what it means for the person", state.name)


def _without_ladder(procedure: type[Procedure]) -> Iterator[Problem]:
    for limit in procedure.limits():
        if not limit.is_window and not limit.ladder:
            yield Problem("nobody is told when the limit nears its end", limit.name)
