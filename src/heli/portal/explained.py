"""A declared procedure as the public reads it: a flow chart, and states, limits and steps in tables."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from heli.access.roles import PEOPLE, Role
from heli.cases.describing import length_of, sources_of
from heli.cases.kinds import Kind
from heli.kernel.procedures import Limit, Procedure, State, Step
from heli.portal.flow import Box, Chart, chart
from heli.portal.register import TONES


def listed(words: Iterable[object]) -> str:
    """Return ``words`` one after the other, parted as the reader's language does."""
    return _(", ").join(str(each) for each in words)


def tables(procedure: type[Procedure], drawn: Chart) -> dict[str, Any]:
    """Return what stands below the chart: ``states`` with their steps, ``beginning``, ``usual`` acts and ``limits``.

    A step has its anchor where it is first told of: the chart leads there.
    """
    numbers = {chip.step: chip.number for chip in drawn.chips}
    told = set[Step]()

    def rows(steps: Iterable[Step]) -> list[dict[str, Any]]:
        found = [_row(procedure, step, numbers.get(step, 0), anchor=step not in told) for step in steps]
        told.update(steps)
        return found

    public = [step for step in procedure.steps() if not step.internal]
    usual = [step for step in public if _is_usual(procedure, step)]
    beginning = rows([step for step in public if step.opening and step not in usual])
    states = []
    for box in drawn.boxes:
        steps = [step for step in public if step.leaves(box.state) and step not in usual]
        steps.sort(key=lambda step: numbers.get(step, len(public) + 1))
        states.append({**_state(procedure, box), "steps": rows(steps)})
    return {"beginning": beginning, "states": states, "usual": rows(usual), "limits": _limits(procedure)}


def _is_usual(procedure: type[Procedure], step: Step) -> bool:
    """Whether a step is told of once for all states: it can be taken in any, or in most and leads nowhere else."""
    if step.move.reach:
        return True
    most = 2 * len(step.move.sources) > sum(not state.final for state in procedure.states())
    return most and step.move.target is None and not step.opening


def _limits(procedure: type[Procedure]) -> list[dict[str, Any]]:
    return [
        {
            "name": limit.name,
            "label": limit.label,
            "length": length_of(procedure, limit),
            "basis": limit.basis,
            "of_person": limit.of_person,
        }
        for limit in procedure.limits()
    ]


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


def _state(procedure: type[Procedure], box: Box) -> dict[str, Any]:
    """What the person can do stands first where the state is against them."""
    state = box.state
    own = [step for step in procedure.leaving(state) if _of_person(step)]
    remedies = [step for step in own if state.adverse and (step.move.target or step.begins_case)]
    return {
        "name": state.name,
        "label": state.label,
        "tone": TONES.get(state.tone, "neutral"),
        "note": box.note,
        "here": box.here,
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


def _row(procedure: type[Procedure], step: Step, number: int, *, anchor: bool) -> dict[str, Any]:
    target = step.move.target
    return {
        "name": step.name if anchor else "",
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
