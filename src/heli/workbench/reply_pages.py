"""The pages on which a unit's leader, or the administrator, keeps reply templates."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import KEEP_REPLIES
from heli.access.roles import Role
from heli.cases.families import step_value, value_of
from heli.cases.kinds import kinds
from heli.cases.step_forms import readable
from heli.organizations.arranging import record_change, snapshot
from heli.organizations.models import Duty, Unit
from heli.organizations.responsibility import registry
from heli.places.revisions import bump
from heli.workbench import labels
from heli.workbench.filling import has_text
from heli.workbench.models import ReplyTemplate
from heli.workbench.reply_texts import REVISION, hint, preview, problems_of
from heli.workbench.shell import DeskRequest, desk


class ReplyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A template: both languages side by side, and where it is offered."""

    steps = forms.MultipleChoiceField(
        label=_("In which steps"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None means all.")
    )
    categories = forms.TypedMultipleChoiceField(
        label=_("For which topics"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None means all."),
    )

    class Meta:
        model = ReplyTemplate
        fields = ["name", "text", "text_en", "steps", "categories", "unit", "active"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("text", "text_en"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 9, "maxlength": 2000})
            self.fields[name].help_text = hint()
        for name in ("name", "text", "text_en"):
            self.fields[name].validators.append(readable)
        self.fields["steps"].choices = _writing_steps()  # type: ignore[attr-defined]
        self.initial["steps"] = [step_value(step) for step in self.instance.steps]
        self.fields["categories"].choices = _topics()  # type: ignore[attr-defined]
        unit = self.fields["unit"]
        unit.queryset = _units_of(actor)  # type: ignore[attr-defined]
        unit.required = not _keeps_all(actor)
        unit.empty_label = _("The whole district") if _keeps_all(actor) else "–"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A template says something, and only with placeholders that there are."""
        values: dict[str, Any] = super().clean() or {}
        for name in ("text", "text_en"):
            wrong = problems_of(values.get(name) or "")
            if wrong:
                told = _("There is no such placeholder: %(names)s") % {"names": " ".join(wrong)}
                self.add_error(name, ValidationError(told, code="placeholder"))
        if not (values.get("text") or values.get("text_en")) and not self.errors:
            self.add_error("text", _("Write the text in at least one language."))
        return values


def _writing_steps() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The steps of officers whose form has a text, by family of kinds."""
    found: dict[str, tuple[Any, dict[str, Any]]] = {}
    for kind in kinds():
        _title, steps = found.setdefault(kind.belongs_to.code, (kind.belongs_to.title, {}))
        for step in kind.procedure.steps():
            if step.name in kind.forms and has_text(kind.forms[step.name]) and Role.APPLICANT not in step.by:
                steps.setdefault(value_of(kind.belongs_to, step.name), step.label)
    return [(title, list(steps.items())) for title, steps in found.values()]


def _topics() -> list[tuple[str, list[tuple[int, str]]]]:
    known = registry().categories.values()
    groups = [row for row in known if row.active and not row.parent_id]
    below = {group.pk: [row for row in known if row.active and row.parent_id == group.pk] for group in groups}
    return [(group.label, [(row.pk, row.label) for row in (group, *below[group.pk])]) for group in groups]


def _keeps_all(actor: Actor) -> bool:
    return bool(actor.with_duty(Duty.ADMINISTRATOR))


def _units_of(actor: Actor) -> QuerySet[Unit]:
    """The units for which the actor may keep templates: all, or those they lead with what stands below."""
    rows = Unit.objects.filter(active=True).order_by("code")
    if _keeps_all(actor):
        return rows
    led = Q(pk__in=[])
    for post in actor.with_duty(Duty.LEADER):
        led |= Q(path__startswith=post.unit_path)
    return rows.filter(led)


def kept_by(actor: Actor) -> QuerySet[ReplyTemplate]:
    """Return the templates that ``actor`` may change."""
    rows = ReplyTemplate.objects.select_related("unit")
    return rows if _keeps_all(actor) else rows.filter(unit__in=_units_of(actor))


@require_safe
@needs(KEEP_REPLIES)
def replies(request: DeskRequest) -> HttpResponse:
    """List the templates that the reader keeps, the most used first."""
    lines = [
        {"row": row, "steps": _steps_of(row), "topics": [labels.category(pk) for pk in row.categories]}
        for row in kept_by(request.actor)
    ]
    return desk(request, "workbench/replies.html", {"lines": lines})


def _steps_of(row: ReplyTemplate) -> list[str]:
    """Return what the steps are called for which ``row`` is offered; with their kind where there are several."""
    groups = _writing_steps()
    names = {value: (title, label) for title, steps in groups for value, label in steps}
    found = [names[step] for step in map(step_value, row.steps) if step in names]
    if len(groups) == 1:
        return [str(label) for _title, label in found]
    return [_("%(step)s (%(kind)s)") % {"step": label, "kind": title} for title, label in found]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(KEEP_REPLIES)
def reply(request: DeskRequest, pk: int | None = None) -> HttpResponse:
    """Show and save one template, old or new; it is never removed, it goes out of use."""
    row = get_object_or_404(kept_by(request.actor), pk=pk) if pk else None
    before = snapshot(row) if row else None
    form = ReplyForm(request.POST or None, instance=row, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        _store(request, form, before)
        return redirect("workbench:replies")
    previews = [preview(row.text, english=False), preview(row.text_en, english=True)] if row else []
    context = {"form": form, "row": row, "previews": [each for each in previews if each]}
    return desk(request, "workbench/reply.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _store(request: DeskRequest, form: ReplyForm, before: dict[str, Any] | None) -> None:
    row = form.save()
    record_change(row, actor=request.actor.key, before=before)
    bump(REVISION)
    messages.success(request, _("“%(name)s” was saved.") % {"name": str(row)})
