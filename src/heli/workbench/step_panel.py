"""A step with its form, as the case page and the step's own page show it."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from heli.access.actors import Actor
from heli.access.roles import PEOPLE
from heli.cases.engine import may
from heli.cases.kinds import Kind, kind_of
from heli.cases.models import Case
from heli.cases.step_forms import CaseField, StepForm
from heli.cases.submitting import form_for
from heli.kernel.procedures import Step
from heli.organizations.fields import UnitField
from heli.papers.fields import FilesField
from heli.workbench.drafts import CARRIED, Kept, draft_of
from heli.workbench.reply_texts import Offer, field_of, offers


@dataclass(frozen=True)
class StepPanel:
    """What a step asks for, on what ground, and where it is sent. ``latest`` is the last event its reader has seen.

    ``draft`` is what the form was filled with from an earlier visit; ``filled`` says that it was filled just now, with
    a template or with words from elsewhere.
    """

    case: Case
    step: Step
    form: StepForm
    latest: int
    kept: tuple[dict[str, Any], ...] = ()
    draft: Kept | None = None
    filled: bool = False

    @property
    def url(self) -> str:
        """The address of the step."""
        return reverse("workbench:step", args=[self.case.reference, self.step.name])

    @property
    def draft_url(self) -> str:
        """Where what is typed is kept as a draft; empty for a step that asks for nothing."""
        asks = any(name not in CARRIED for name in self.form.fields)
        return reverse("workbench:draft", args=[self.case.reference, self.step.name]) if asks else ""

    @property
    def templates(self) -> list[Offer]:
        """The reply templates that can be put into the form's text."""
        return offers(self.case, self.step.name, self.form.actor) if field_of(self.form) else []

    @property
    def multipart(self) -> bool:
        """Whether files may be sent along."""
        return any(isinstance(field, FilesField) for field in self.form.fields.values())

    @property
    def on_behalf(self) -> bool:
        """Whether staff take here what is otherwise the resident's own step."""
        return bool(PEOPLE.intersection(self.step.by))

    @property
    def adverse(self) -> bool:
        """Whether the step ends in an outcome against the person."""
        target = self.step.move.target
        return bool(target and target.adverse)


def merging(case: Case, actor: Actor) -> Step | None:
    """Return the step by which ``actor`` may merge ``case`` into another one, if any."""
    return _asking(case, actor, "into", CaseField)


def ties_or_unties(kind: Kind, step: Step) -> bool:
    """Whether the step merges a case with another, or begins only where such a step has led, and so takes it back."""
    merging_steps = [each for each in kind.procedure.steps() if _takes_case(kind, each)]
    ends = {each.move.target for each in merging_steps}
    return step in merging_steps or (bool(step.move.sources) and all(each in ends for each in step.move.sources))


def _takes_case(kind: Kind, step: Step) -> bool:
    form = kind.forms.get(step.name)
    return form is not None and isinstance(form.base_fields.get("into"), CaseField)


def sending(case: Case, actor: Actor) -> Step | None:
    """Return the step by which ``actor`` may send ``case`` to the unit that must answer, if any."""
    return _asking(case, actor, "unit", UnitField, moving=True)


def _asking(case: Case, actor: Actor, name: str, kind: type, *, moving: bool = False) -> Step | None:
    """The first step with such a field that ``actor`` may take; no other step's guard is asked, for that may cost."""
    own = kind_of(case)
    steps = own.procedure.leaving(own.procedure.state(case.state))
    asking = [step for step in steps if _asks(own, step, name, kind) and (step.move.target or not moving)]
    return next((step for step in sorted(asking, key=lambda step: step.quiet) if may(case, step, by=actor)), None)


def _asks(own: Kind, step: Step, name: str, kind: type) -> bool:
    form = own.forms.get(step.name)
    return form is not None and isinstance(form.base_fields.get(name), kind)


def panel_of(case: Case, step: Step, actor: Actor, *, latest: int) -> StepPanel:
    """Return the panel of ``step``, with the form as the actor's draft left it; at most one statement for that."""
    form = form_for(case, step, actor)
    panel = StepPanel(case, step, form, latest)
    draft = draft_of(actor, case, step.name) if panel.draft_url else None
    if draft is None:
        return panel
    form.initial = draft.initial(form.fields)
    return replace(panel, draft=draft)
