"""Steps as pages and the API offer them: which ones, with which form, and what came of it."""

from typing import Any

from heli.access.actors import Actor
from heli.cases.acts import Act
from heli.cases.engine import may
from heli.cases.kinds import Outcome, kind_of
from heli.cases.models import Case
from heli.cases.step_forms import StepForm
from heli.kernel.procedures import Step


def offered(case: Case, actor: Actor) -> list[Step]:
    """Return the steps that ``actor`` may take now, the main ones first."""
    kind = kind_of(case)
    steps = kind.procedure.leaving(kind.procedure.state(case.state))
    return sorted((step for step in steps if may(case, step, by=actor)), key=lambda step: step.quiet)


def form_for(case: Case, step: Step, actor: Actor, data: Any = None, files: Any = None) -> StepForm:
    """Return the form of ``step``, filled with ``data`` and ``files`` where given."""
    form_class = kind_of(case).forms.get(step.name, StepForm)
    return form_class(data, files, case=case, actor=actor)


def submit(case: Case, step: Step, actor: Actor, form: StepForm) -> Outcome:
    """Take ``step`` with the values of a valid ``form``; a refusal changed nothing."""
    act = Act(key=form.submission(), seen=form.cleaned_data.get("version"))
    return kind_of(case).actions[step.name](case, by=actor, act=act, **form.facts())
