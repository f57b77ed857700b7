"""The days of a register replayed through the procedure: which steps they are, and which clocks they leave running."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from heli.cases import clocks
from heli.cases.models import Clock
from heli.imports.reasons import Reason
from heli.kernel.periods import Period, days
from heli.kernel.procedures import Limit, State, Step
from heli.organizations.settings import district
from heli.petitions.arrangements import arrangements
from heli.petitions.claims import ClaimProcedure
from heli.petitions.procedure import PetitionProcedure
from heli.petitions.suggestions import SuggestionProcedure

#: The step that the day of the decision stands for, where the row names the state that it led to.
ENDS: Final = {
    "guided": "guide",
    "redirected": "redirect",
    "declined": "decline_same",
    "performed": "answer_duty",
    "settled": "settle",
    "withdrawn": "withdraw",
}
STEPS: Final = {
    "forwarded": "forward",
    "extended": "grant_extension",
    "served": "serve_opinion",
    "review_asked": "ask_review",
    "review_decided": "decide_review",
    "review_served": "serve_review",
    "re_review_asked": "ask_re_review",
    "re_review_decided": "decide_re_review",
    "re_review_served": "serve_re_review",
}
DUTIES: Final = ("in_duty", "performed")


class NotLawfulError(Exception):
    """The days cannot be; names the field and the reason."""

    def __init__(self, name: str, reason: Reason, value: str = "") -> None:
        self.name, self.reason, self.value = name, reason, value


@dataclass
class Replayed:
    """One step that was taken ``at``, for the ``day`` of the register; ``moved`` are the clocks that it touched."""

    day: str
    step: Step
    source: str
    target: State
    at: datetime
    moved: list[Clock] = field(default_factory=list)


@dataclass
class Replay:
    """The history of one petition up to its last day, with all its clocks."""

    taken: list[Replayed] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)

    @property
    def state(self) -> State:
        """The state reached."""
        return self.taken[-1].target

    @property
    def running(self) -> list[Clock]:
        """The clocks that have not stopped."""
        return [clock for clock in self.clocks if not clock.stopped_at]


def replay(procedure: type[PetitionProcedure], state: str, dates: dict[str, datetime], *, extended: int) -> Replay:
    """Return the history that ``dates`` (by field, in their order) tell, ending in ``state``.

    Raises NotLawfulError where a day is out of order, a step is missing before one, a window had ended, or the state
    is another.
    """
    told = Replay()
    for name, at in dates.items():
        step = _step(procedure, name, state)
        if step is None:
            raise NotLawfulError(name, Reason.OTHER_STATE, state)
        _take(told, name, step, at, extended)
    if told.state.name != state:
        raise NotLawfulError("status", Reason.OTHER_STATE, f"{state} / {told.state.name}")
    return told


def _step(procedure: type[PetitionProcedure], name: str, state: str) -> Step | None:
    """Return the step of ``procedure`` that the day ``name`` of a row in ``state`` stands for; None without one."""
    if name == "received":
        return procedure.register
    if name == "accepted":
        found = "take_as_duty" if state in DUTIES else "accept"
    elif name == "decided":
        usual = {ClaimProcedure: "decide", SuggestionProcedure: "reply"}.get(procedure, "feed_back")
        found = ENDS.get(state, usual)
    else:
        found = STEPS[name]
    return procedure.step(found) if found in procedure.parts else None


def _take(told: Replay, name: str, step: Step, at: datetime, extended: int) -> None:
    if told.taken and at < told.taken[-1].at:
        raise NotLawfulError(name, Reason.OUT_OF_ORDER, f"{at:%Y-%m-%d} < {told.taken[-1].at:%Y-%m-%d}")
    source = told.state if told.taken else None
    if source is not None and not step.leaves(source):
        raise NotLawfulError(name, Reason.DAY_MISSING, source.name)
    running = told.running
    needed = step.within or step.extends
    if needed and not any(clock.limit == needed.name and at < clock.due_at for clock in running):
        raise NotLawfulError(name, Reason.WINDOW_OVER, f"{at:%Y-%m-%d}")
    target = step.move.target if source is None else step.target_from(source)
    assert target is not None
    lengthened = _extend(running, step, at, extended)
    changed, new = clocks.turn(running, step, target, at=at, length=_length, begins={})
    told.clocks += new
    moved = [*changed, *(clock for clock in lengthened if clock not in changed), *new]
    told.taken.append(Replayed(name, step, source.name if source else "", target, at, moved))


def _extend(running: list[Clock], step: Step, at: datetime, extended: int) -> list[Clock]:
    if step.extends is None:
        return []
    found = [clock for clock in running if clock.limit == step.extends.name]
    for clock in found:
        clocks.extend(clock, days(extended), at=at, reason="", actor="import")
    return found


def _length(limit: Limit) -> Period | None:
    """What the law or the district's arrangements say; nothing starts that a step would have had to ask for."""
    return None if limit.on_demand else limit.period or arrangements().lengths.get(limit.name)


def pass_over(running: list[Clock], now: datetime) -> None:
    """Leave out the reminders that would have been due before ``now``: an import wakes nobody about the past."""
    for clock in running:
        if clock.window:
            continue
        span = clock.due_at - clock.started_at
        clock.rung = sum(clock.started_at + span * share <= now for share in district().ladder)
        clocks.climb_from(clock)
