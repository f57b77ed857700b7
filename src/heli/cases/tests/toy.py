"""A second family of kinds for tests: its steps and states bear names of the request desk and mean something else.

Two procedures of one family, like the ways of one statute: what they share stands in a common base.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from heli.access.actors import SYSTEM, Actor
from heli.access.roles import Role
from heli.cases import kinds as registry
from heli.cases.acts import Act, Opening
from heli.cases.engine import acting, open_case, perform
from heli.cases.kinds import Family, Kind, Outcome, Stage
from heli.cases.models import Case, Channel
from heli.cases.step_forms import StepForm, text_field
from heli.kernel.periods import days
from heli.kernel.procedures import Instrument, Limit, Procedure, State, Step, each, opens
from heli.organizations.models import Category, Unit

RULES = Instrument("Rules of the toy", statutory=False)
FAMILY = Family("toy", "Toys")
LADDER = (Role.HANDLING_UNIT,)


class Shared(Procedure):
    """What both ways share."""

    law, in_force_from = RULES, date(2026, 1, 1)
    person = (Role.APPLICANT,)

    answering = Limit("Answer", days(10), RULES.article("1"), main=True, ladder=LADDER)
    registered = State("On the shelf", "It stands on the shelf.", runs=(answering,))
    in_hand = State("Played with", "Somebody plays with it.", runs=(answering,))
    closed = State("Put away", "It is put away.", final=True, tone="closed")

    report = Step("Bring", opens(registered), by=(Role.APPLICANT,), basis=RULES.article("2"), done="Brought")
    dispatch = Step(
        "Take from the shelf", registered.to(in_hand), by=(Role.COORDINATOR,), basis=RULES.article("3"), done="Taken"
    )
    record_work = Step(
        "Note the game", in_hand.stay(), by=(Role.COORDINATOR, Role.HANDLING_UNIT), basis=RULES.article("4"),
        done="Game noted",
    )  # fmt: skip
    reject = Step("Play again", in_hand.to(registered), by=(Role.COORDINATOR,), basis=RULES.article("5"), done="Again")
    complete = Step("Put away", in_hand.to(closed), by=(Role.COORDINATOR,), basis=RULES.article("6"), done="Put away")
    escalate = Step(
        "Remind", each(registered, in_hand).stay(), by=(Role.SYSTEM,), basis=RULES.article("7"), done="Reminded"
    )
    reckon_again = Step(
        "Reckon again", each(registered, in_hand).stay(), by=(Role.SYSTEM,), basis=RULES.article("8"), done="Reckoned"
    )


class Train(Shared):
    """The first way."""

    code, title = "toy_train", "Train"


class Doll(Shared):
    """The second way."""

    code, title = "toy_doll", "Doll"


class NoteForm(StepForm):
    """A line about the game."""

    note = text_field("Line")


def _action(name: str) -> Any:
    def action(case: Case, *, by: Actor = SYSTEM, act: Act, note: str = "", **facts: Any) -> Outcome:
        return perform(case, Shared.step(name), by=by, act=replace(act, internal_note=note))

    action.__name__ = name
    return acting(action)


def _kind(procedure: type[Procedure]) -> Kind:
    return Kind(
        procedure=procedure,
        actions={step.name: _action(step.name) for step in procedure.steps() if not step.opening},
        family=FAMILY,
        forms={"record_work": NoteForm},
        stages={Stage.DISPATCH: (Shared.registered,), Stage.WORK: (Shared.in_hand,)},
        in_bulk={"dispatch": (), "record_work": ("note",)},
    )


TRAIN, DOLL = _kind(Train), _kind(Doll)


@contextmanager
def registered(*kinds: Kind, beside: str = "service_request") -> Iterator[None]:
    """Have ``kinds`` and the one called ``beside``, and no others, for a while."""
    before = dict(registry._kinds)
    registry._kinds.clear()
    registry._kinds.update({code: kind for code, kind in before.items() if code == beside})
    for kind in kinds:
        registry.register(kind)
    try:
        yield
    finally:
        registry._kinds.clear()
        registry._kinds.update(before)


def brought(category: Category, unit: Unit, *, kind: Kind = TRAIN, by: Actor, area: Any = None, **more: Any) -> Case:
    """Open a case of a toy kind and return it."""
    what = Opening(
        **{
            "title": "一个玩具", "text": "一个玩具", "category": category, "unit": unit, "channel": Channel.LETTER,
            "area": area, "public": False, **more,
        }
    )  # fmt: skip
    return open_case(kind, Shared.report, what, by=by, key=uuid4()).case


def taken(case: Case, step: str, *, by: Actor, **facts: Any) -> Outcome:
    """Take the step called ``step`` in ``case``."""
    return registry.kind_of(case).actions[step](case, by=by, act=Act(), **facts)
