"""Returning a form filled in and sent nowhere: with a reply template, or with words written for another step."""

from dataclasses import replace

from heli.access.actors import Actor
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.cases.step_forms import StepForm, Text
from heli.cases.submitting import form_for
from heli.kernel.procedures import Step
from heli.papers import kept_files
from heli.workbench.drafts import CARRIED, Kept, typed
from heli.workbench.reply_texts import field_of, inserted
from heli.workbench.shell import DeskRequest
from heli.workbench.step_panel import StepPanel

#: The name of the buttons that fill, and their values.
FILL, TEMPLATE, CARRY = "fill", "template", "carry"
CARRIED_TEXT = "carried"


def filled_panel(request: DeskRequest, case: Case, step: Step, *, latest: int) -> StepPanel:
    """Return the form of ``step`` with what was sent, and with the template or the words that were asked for."""
    sent = form_for(case, step, request.actor, request.POST, kept_files.taken_up(request))
    sent.is_valid()
    form = form_for(case, step, request.actor)
    form.initial = {**form.initial, **Kept(0, case.changed_at, typed(request.POST, form.fields)).initial(form.fields)}
    target = field_of(form)
    if target:
        text = _text(request, case, step.name, request.actor, str(form.initial.get(target, "")))
        form.initial[target] = text
    panel = StepPanel(case, step, form, latest, tuple(kept_files.keep(sent)))
    return replace(panel, filled=True)


def _text(request: DeskRequest, case: Case, step: str, actor: Actor, before: str) -> str:
    if request.POST.get(FILL) == CARRY:
        return request.POST.get(CARRIED_TEXT, "") or before
    text = inserted(case, step, actor, request.POST.get(TEMPLATE, ""), before)
    return before if text is None else text


def words_of(request: DeskRequest, case: Case, step: Step) -> str:
    """Return the longest text that was typed into the form of ``step``: what can be of use in another step."""
    fields = kind_of(case).forms.get(step.name)
    names = [name for name in fields.base_fields if name not in CARRIED] if fields else []
    return max((str(request.POST.get(name, "")).strip() for name in names), key=len, default="")


def has_text(form: type[StepForm]) -> bool:
    """Whether a form of this class has a text that words can be put into."""
    return any(isinstance(field, Text) for field in form.base_fields.values())
