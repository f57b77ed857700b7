"""Keeping and discarding drafts of steps, and the sign of life of an open page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heli.access.gates import needs
from heli.access.permissions import READ_CASES, TAKE_STEPS
from heli.cases.engine import may
from heli.cases.kinds import kind_of
from heli.cases.models import Case
from heli.cases.submitting import form_for
from heli.kernel.procedures import Step
from heli.workbench import drafts, presence
from heli.workbench.dossier import find
from heli.workbench.presence import others_at
from heli.workbench.shell import DeskRequest


@require_POST
@needs(TAKE_STEPS)
def draft(request: DeskRequest, reference: str, step: str) -> HttpResponse:
    """Keep what was typed into the form of a step the actor may take, or discard it; nothing of the case changes."""
    case, declared = _step_of(request, reference, step)
    if "discard" in request.POST:
        drafts.discard(request.actor, step=step, case=case)
        return redirect("workbench:step", case.reference, step)
    kept = _keep(request, case, declared)
    if request.htmx:  # type: ignore[attr-defined]
        return draft_line(request, kept, request.path)
    told = _("Kept as a draft: %(step)s. Only you can see it.") if kept else _("There was nothing to keep.")
    messages.info(request, told % {"step": declared.label})
    return redirect("workbench:case", case.reference)


def _step_of(request: DeskRequest, reference: str, name: str) -> tuple[Case, Step]:
    case = find(reference, request.actor)
    if case is None:
        raise Http404
    try:
        declared = kind_of(case).procedure.step(name)
    except KeyError as unknown:
        raise Http404 from unknown
    if declared.opening or not may(case, declared, by=request.actor):
        raise Http404
    return case, declared


def _keep(request: DeskRequest, case: Case, step: Step) -> drafts.Kept | None:
    form = form_for(case, step, request.actor)
    values = drafts.typed(request.POST, form.fields)
    if not values:
        drafts.discard(request.actor, step=step.name, case=case)
        return None
    return drafts.keep(request.actor, values, step=step.name, case=case, key=submission_of(request))


def submission_of(request: DeskRequest) -> UUID | None:
    """Return the key of the form that is being typed into."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def draft_line(request: DeskRequest, kept: drafts.Kept | None, discard_url: str) -> HttpResponse:
    """Return the line that tells when the draft was kept; without one, nothing."""
    context = {"draft": kept, "discard_url": discard_url, "saved": True}
    answer = render(request, "workbench/_draft.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(READ_CASES)
def present(request: DeskRequest, reference: str) -> HttpResponse:
    """Note that the page is still in view, and answer with who else is there. It keeps no session awake.

    Nothing of the case is shown, so it is no read of it either: a page left open must not fill the record of reads.
    """
    request.session.by_itself = True  # type: ignore[attr-defined]
    case = get_object_or_404(Case.objects.readable_by(request.actor), reference=reference)
    step = request.GET.get("step", "")
    known = any(each.name == step for each in kind_of(case).procedure.steps())
    others = others_at(case, request.actor, step=step if known else "", stays=True)
    answer = render(request, "workbench/_presence.html", presence.context_of(case, others, step=step))
    answer.headers["Cache-Control"] = "no-store"
    return answer
