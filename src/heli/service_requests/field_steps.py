"""The steps of those who work outside, as forms that can be filled in without network."""

from collections.abc import Iterable
from typing import Any

from django import forms

from heli.access.actors import Actor
from heli.cases.engine import may
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.kernel.procedures import Step
from heli.papers.fields import FilesField
from heli.service_requests.forms import FORMS
from heli.service_requests.procedure import ServiceRequestProcedure as P

#: In the order in which they are offered. What they ask for is the same in every case, but for ``LEFT_OUT``.
STEPS: tuple[Step, ...] = (P.accept, P.complete, P.solve_on_the_spot, P.report_assistance, P.record_work)
#: Fields whose choices depend on the case; they can be filled in later.
LEFT_OUT = frozenset({"member"})


def steps_for(case: Case, actor: Actor) -> list[dict[str, str]]:
    """Return those of the usual steps that ``actor`` may take in ``case`` now."""
    if kind_of(case).procedure is not P:
        return []
    return [{"name": step.name, "label": str(step.label)} for step in STEPS if may(case, step, by=actor)]


def blank_forms() -> Iterable[dict[str, Any]]:
    """Return each step with an empty form, for no case in particular."""
    for step in STEPS:
        form = _blank(step)
        multipart = any(isinstance(field, FilesField) for field in form.fields.values())
        yield {"step": step, "form": form, "multipart": multipart}


def _blank(step: Step) -> forms.Form:
    fields = FORMS[step.name].base_fields
    kept = {name: field for name, field in fields.items() if name not in {"key", "version", *LEFT_OUT}}
    blank: type[forms.Form] = type("BlankStepForm", (forms.Form,), kept)
    return blank(auto_id=f"id_{step.name}_%s")
