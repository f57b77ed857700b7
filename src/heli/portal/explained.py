"""A declared procedure as the public reads it: states, limits and steps in tables."""

from typing import Any

from django.utils.translation import gettext as _

from heli.access.roles import Role
from heli.cases.explaining import period_text
from heli.kernel.procedures import Limit, Procedure, Step
from heli.portal.register import TONES


def steps_table(procedure: type[Procedure]) -> dict[str, Any]:
    """Return the rows of the tables: ``states``, ``limits`` and ``steps``, in the order of the declaration."""
    return {
        "states": [
            {
                "label": state.label,
                "tone": TONES.get(state.tone, "neutral"),
                "says": state.says,
                "runs": [limit.label for limit in state.runs],
                "pauses": [limit.label for limit in state.pauses],
                "steps": [step.label for step in procedure.leaving(state) if _of_person(step)],
            }
            for state in procedure.states()
        ],
        "limits": [
            {"label": limit.label, "length": _length(limit), "basis": limit.basis, "of_person": limit.of_person}
            for limit in procedure.limits()
        ],
        "steps": [_row(step) for step in procedure.steps() if not step.internal],
    }


def _of_person(step: Step) -> bool:
    return Role.APPLICANT in step.by


def _length(limit: Limit) -> str:
    if limit.period is None:
        return _("set by the topic")
    return period_text(limit.period.amount, limit.period.unit.value)


def _row(step: Step) -> dict[str, Any]:
    return {
        "label": step.label,
        "of_person": _of_person(step),
        "sources": [state.label for state in step.move.sources],
        "target": step.move.target.label if step.move.target else "",
        "by": [Role(str(role)).label for role in step.by],
        "within": step.within.label if step.within else "",
        "basis": step.basis,
        "papers": bool(step.issues),
    }
