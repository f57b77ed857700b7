"""A declared procedure as the public reads it: a flow chart, and states, limits and steps in tables."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from heli.access.roles import PEOPLE, Role
from heli.cases.describing import length_of, sources_of
from heli.cases.kinds import Kind
from heli.kernel.procedures import Limit, Procedure, State, Step
from heli.portal.flow import Chart, chart
from heli.portal.register import TONES


def listed(words: Iterable[object]) -> str:
    """Return ``words`` one after the other, parted as the reader's language does."""
    return _(", ").join(str(each) for each in words)


def steps_table(procedure: type[Procedure], drawn: Chart) -> dict[str, Any]:
    """Return the rows of the tables: ``states``, ``limits``, ``steps`` and, as the chart counts, ``numbered``."""
    numbers = {chip.step: chip.number for chip in drawn.chips}
    steps = [_row(procedure, step, numbers.get(step, 0)) for step in procedure.steps() if not step.internal]
    return {
        "states": [_state(procedure, box.state) for box in drawn.boxes],
        "limits": [
            {
                "name": limit.name,
                "label": limit.label,
                "length": length_of(procedure, limit),
                "basis": limit.basis,
                "of_person": limit.of_person,
            }
            for limit in procedure.limits()
        ],
        "steps": steps,
        "numbered": sorted((step for step in steps if step["number"]), key=lambda step: step["number"]),
    }


def flow_of(kind: Kind, here: str) -> Chart:
    """Return the chart of a kind's procedure, in the order of its milestones; each state with its own time limit."""
    order = list(dict.fromkeys(state for mark in kind.milestones for state in mark.states))
    procedure = kind.procedure
    own = {state.name: next(filter(_is_own, state.runs), None) for state in procedure.states()}
    notes = {name: _within(procedure, limit) for name, limit in own.items() if limit}
    wide = [step for step in procedure.steps() if step.move.reach and step.move.target]
    notes |= {step.move.target.name: listed(sources_of(step)) for step in wide if step.move.target}
    marked = _("here now")
    if here:
        notes[here] = f"{notes[here]} · {marked}" if notes.get(here) else marked
    return chart(procedure, order, notes, here)


def _is_own(limit: Limit) -> bool:
    """Whether it belongs to a state rather than to the whole way, and to every case in it."""
    return not (limit.main or limit.on_demand)


def _within(procedure: type[Procedure], limit: Limit) -> str:
    length = length_of(procedure, limit)
    return _("within %(period)s") % {"period": length} if limit.period else length


def _state(procedure: type[Procedure], state: State) -> dict[str, Any]:
    """What the person can do stands first where the state is against them."""
    own = [step for step in procedure.leaving(state) if _of_person(step)]
    remedies = [step for step in own if state.adverse and (step.move.target or step.begins_case)]
    return {
        "name": state.name,
        "label": state.label,
        "tone": TONES.get(state.tone, "neutral"),
        "says": state.says,
        "runs": _running(procedure, state),
        "pauses": listed(limit.label for limit in state.pauses),
        "remedies": listed(step.label for step in remedies),
        "other_steps": listed(step.label for step in own if step not in remedies),
    }


def _running(procedure: type[Procedure], state: State) -> list[str]:
    """Return the limits that run in every case in ``state``; others begin by a step that sets their length."""
    return [limit_words(procedure, limit) for limit in state.runs if not limit.on_demand]


def limit_words(procedure: type[Procedure], limit: Limit) -> str:
    """Return a limit with its length in plain words."""
    return _("%(limit)s: %(period)s") % {"limit": limit.label, "period": length_of(procedure, limit)}


def _of_person(step: Step) -> bool:
    return bool(PEOPLE.intersection(step.by))


def _row(procedure: type[Procedure], step: Step, number: int) -> dict[str, Any]:
    target = step.move.target
    return {
        "name": step.name,
        "number": number,
        "label": step.label,
        "of_person": _of_person(step),
        "sources": listed(sources_of(step)),
        "target": target.label if target else "",
        "limits": _running(procedure, target) if target else [],
        "by": listed(Role(str(role)).label for role in step.by),
        "within": step.within.label if step.within else "",
        "basis": step.basis,
        "papers": bool(step.issues),
    }
