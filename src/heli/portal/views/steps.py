"""The steps that a case's person can take, each on a page of its own; the same page for every domain."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heli.access.actors import Actor
from heli.access.gates import needs
from heli.access.permissions import OWN_STEPS
from heli.access.roles import PEOPLE
from heli.cases.engine import Conflict
from heli.cases.kinds import Outcome
from heli.cases.models import Event
from heli.cases.step_forms import StepForm
from heli.cases.submitting import form_for, submit
from heli.kernel.plain import number_in
from heli.kernel.procedures import Step
from heli.papers import kept_files
from heli.portal.journey import Journey, journey
from heli.portal.pages import render
from heli.portal.register import TONES


@needs(OWN_STEPS)
@never_cache
def step(request: HttpRequest, reference: str, actor: Actor, name: str) -> HttpResponse:
    """Show the form of a step, or take it; nothing typed is lost when it cannot be taken."""
    way = journey(actor.reference, actor)
    chosen = _step(way, name) if way else None
    if way is None or chosen is None:
        raise Http404
    if request.method == "POST":
        return _take(request, way, chosen)
    if chosen not in way.steps:
        messages.warning(request, _("This cannot be done at the moment: “%(step)s”.") % {"step": chosen.label})
        return redirect("portal:case", reference=reference)
    return _page(request, way, chosen, form_for(way.case, chosen, actor))


def _step(way: Journey, name: str) -> Step | None:
    """Return the declared step called ``name`` if it is one of the person's."""
    steps = (each for each in way.kind.procedure.steps() if PEOPLE.intersection(each.by) and not each.opening)
    return next((each for each in steps if each.name == name), None)


def _take(request: HttpRequest, way: Journey, chosen: Step) -> HttpResponse:
    form = form_for(way.case, chosen, way.actor, request.POST, kept_files.taken_up(request))
    if not form.is_valid():
        return _page(request, way, chosen, form, status=422)
    outcome = submit(way.case, chosen, way.actor, form)
    if isinstance(outcome, Event):
        messages.success(request, _("We have it: “%(step)s”.") % {"step": chosen.label})
        return redirect("portal:case", reference=way.number)
    return _refused(request, way, chosen, form, outcome)


def _refused(request: HttpRequest, way: Journey, chosen: Step, form: StepForm, outcome: Outcome) -> HttpResponse:
    """Show why it was not taken; after a race also what happened meanwhile, with everything typed still there."""
    fresh = journey(way.case.reference, way.actor) or way
    kept = kept_files.keep(form)
    if not isinstance(outcome, Conflict) and chosen in fresh.steps:
        form.add_error(None, str(outcome))
        return _page(request, fresh, chosen, form, kept=kept, status=422)
    again = None
    if chosen in fresh.steps:
        data = request.POST.copy()
        data["version"] = str(fresh.case.version)
        again = form_for(fresh.case, chosen, fresh.actor, data)
    seen = number_in(request.POST.get("seen_event", ""))
    more = {
        "reason": str(outcome),
        "changes": fresh.since(fresh.seen_event if seen is None else seen),
        "typed": _typed(form),
        "form": again,
        "kept": kept,
    }
    return render(request, "portal/conflict.html", {**_context(fresh, chosen), **more}, status=409)


def _typed(form: StepForm) -> list[str]:
    """Return what the person wrote, to copy where the step has become impossible."""
    names = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    return [value for name in names if isinstance(value := form.cleaned_data.get(name), str) and value]


def _page(
    request: HttpRequest,
    way: Journey,
    chosen: Step,
    form: StepForm,
    *,
    kept: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    stored = kept if kept is not None else kept_files.keep(form) if form.is_bound else []
    return render(request, "portal/step.html", {**_context(way, chosen), "form": form, "kept": stored}, status=status)


def _context(way: Journey, chosen: Step) -> dict[str, Any]:
    reference = way.number
    crumbs = [
        {"label": _("Start page"), "url": reverse("portal:home")},
        {"label": reference, "url": reverse("portal:case", args=[reference])},
        {"label": chosen.label},
    ]
    leads = chosen.move.target
    tone = TONES.get(leads.tone, "neutral") if leads else ""
    return {"way": way, "case": way.case, "step": chosen, "leads": leads, "tone": tone, "crumbs": crumbs}
