"""Taking a step: one page and one address for every step of every procedure."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heli.access.addresses import own_address
from heli.access.gates import needs
from heli.access.permissions import TAKE_STEPS
from heli.cases import sending
from heli.cases.engine import Conflict, may
from heli.cases.kinds import kind_of
from heli.cases.models import Case, Event
from heli.cases.step_forms import StepForm
from heli.cases.submitting import form_for, offered, submit
from heli.kernel.decisions import Denied
from heli.kernel.plain import number_in
from heli.kernel.procedures import Step
from heli.papers import kept_files
from heli.workbench import drafts, labels, presence
from heli.workbench.dossier import find, history, pressing
from heli.workbench.drafts import CARRIED
from heli.workbench.filling import FILL, filled_panel, has_text, words_of
from heli.workbench.presence import others_at
from heli.workbench.shell import DeskRequest, desk
from heli.workbench.step_panel import StepPanel, panel_of
from heli.workbench.timeline import entries

Kept = tuple[dict[str, Any], ...]
#: What an address asks for whose page is used where the network may break off: what is typed is kept on the device.
ON_DEVICE = "device"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(TAKE_STEPS)
def step(request: DeskRequest, reference: str, step: str) -> HttpResponse:
    """Show the form of a step, or take the step; a hidden case or an unknown step is a missing page."""
    case = find(reference, request.actor)
    if case is None:
        raise Http404
    try:
        declared = kind_of(case).procedure.step(step)
    except KeyError as unknown:
        raise Http404 from unknown
    if declared.opening:
        raise Http404
    return _take(request, case, declared) if request.method == "POST" else _show(request, case, declared)


def _show(request: DeskRequest, case: Case, step: Step) -> HttpResponse:
    decision = may(case, step, by=request.actor)
    if isinstance(decision, Denied):
        return _refused(request, case, step, decision.reason, status=HTTPStatus.FORBIDDEN)
    panel = panel_of(case, step, request.actor, latest=_latest(case))
    named = {name: request.GET[name] for name in panel.form.fields if name in request.GET and name not in CARRIED}
    panel.form.initial = {**panel.form.initial, **named}
    return _page(request, panel)


def _take(request: DeskRequest, case: Case, step: Step) -> HttpResponse:
    if FILL in request.POST:
        return _fill(request, case, step)
    device = sending.from_device(request)
    gone = sending.resend(request) if device and not _earlier(request, case) else None
    if gone:
        return gone
    form = form_for(case, step, request.actor, request.POST, kept_files.taken_up(request))
    if not form.is_valid():
        earlier = _earlier(request, case)
        return _done(request, case, step, earlier) if earlier else _wrong(request, case, step, form)
    outcome = submit(case, step, request.actor, form)
    if isinstance(outcome, Event):
        return _done(request, case, step, outcome)
    if device:
        return sending.refused([str(outcome.reason)], status=409 if isinstance(outcome, Conflict) else 422)
    kept = tuple(kept_files.keep(form))
    if isinstance(outcome, Conflict):
        return _conflict(request, case, step, kept)
    return _refused(request, case, step, outcome.reason, kept, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _wrong(request: DeskRequest, case: Case, step: Step, form: StepForm) -> HttpResponse:
    """Show what is wrong in the form, or tell a device."""
    if sending.from_device(request):
        return sending.refused(sending.words_of(form))
    panel = StepPanel(case, step, form, _seen(request), tuple(kept_files.keep(form)))
    return _page(request, panel, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _fill(request: DeskRequest, case: Case, step: Step) -> HttpResponse:
    """Return the form filled in; nothing is taken."""
    decision = may(case, step, by=request.actor)
    if isinstance(decision, Denied):
        return _refused(request, case, step, decision.reason, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _page(request, filled_panel(request, case, step, latest=_seen(request) or _latest(case)))


def _done(request: DeskRequest, case: Case, step: Step, event: Event) -> HttpResponse:
    """Lead on: back to where the actor came from, to the case, or to the queue when the case is now out of sight."""
    said = _("%(reference)s: %(done)s") % {"reference": case.reference, "done": step.done}
    drafts.discard(request.actor, step=step.name, case=case)
    presence.leave(case, request.actor)
    if sending.from_device(request):
        return sending.received(said, reverse("workbench:case", args=[case.reference]), reference=case.reference)
    messages.success(request, said)
    back = address_back(request)
    if back:
        return redirect(back)
    if Case.objects.visible_to(request.actor).filter(pk=event.case_id).exists():
        return redirect("workbench:case", case.reference)
    return redirect("workbench:queue")


def _back(request: DeskRequest, case: Case) -> dict[str, str]:
    """Return where to go afterwards, and whose it is where what is typed is kept on the device: nothing delicate is."""
    given = {name: request.POST.get(name) or request.GET.get(name, "") for name in ("next", "keep")}
    on_device = settings.HELI_OFFLINE and given["keep"] == ON_DEVICE and not presence.is_delicate(case)
    return {"next": given["next"], "keep": sending.whose(request) if on_device else ""}


def address_back(request: DeskRequest) -> str:
    """Return where the actor came from, as the form says; empty where that is no address of ours."""
    return own_address(request, request.POST.get("next", ""))


def _conflict(request: DeskRequest, case: Case, step: Step, kept: Kept) -> HttpResponse:
    """Show what happened meanwhile, and the form again with what was typed, where the step is still possible."""
    fresh = find(case.reference, request.actor)
    if fresh is None:
        raise Http404
    new = history(fresh, after=_seen(request))
    procedure = kind_of(fresh).procedure
    was = procedure.state(new[0].from_state or new[0].to_state) if new else labels.state_of(fresh)
    context = {
        "news": entries(kind_of(fresh), new),
        "was": {"label": was.label, "tone": labels.tone(was)},
        **_ways_on(request, fresh, step),
        **_again(request, fresh, step, kept, latest=new[-1].pk if new else _seen(request)),
    }
    return desk(request, "workbench/conflict.html", context, status=HTTPStatus.CONFLICT)


def _ways_on(request: DeskRequest, fresh: Case, step: Step) -> dict[str, Any]:
    """Return the other steps that are still possible, and the words that can be taken along into one of them."""
    others = [each for each in sorted(offered(fresh, request.actor), key=pressing) if each.name != step.name]
    forms = kind_of(fresh).forms
    ways = [{"step": each, "takes": bool(each.name in forms and has_text(forms[each.name]))} for each in others]
    main = [way for way in ways if not way["step"].quiet]  # type: ignore[attr-defined]
    return {
        "ways": main,
        "more_ways": [way for way in ways if way not in main],
        "words": words_of(request, fresh, step),
    }


def _refused(
    request: DeskRequest, case: Case, step: Step, reason: object, kept: Kept = (), *, status: int
) -> HttpResponse:
    """Show why the step was not taken; nothing that was typed is lost."""
    fresh = find(case.reference, request.actor)
    if fresh is None:
        raise Http404
    context = {"reason": reason, **_again(request, fresh, step, kept, latest=_seen(request))}
    return desk(request, "workbench/refused.html", context, status=status)


def _again(request: DeskRequest, case: Case, step: Step, kept: Kept, *, latest: int) -> dict[str, Any]:
    """Return the form filled with what was typed, or only the typed texts where the step is out of reach."""
    panel = None
    if may(case, step, by=request.actor):
        form = form_for(case, step, request.actor)
        form.initial = {name: value for name, value in request.POST.items() if name not in CARRIED}
        # Nothing was done under the key, and what was sent ahead belongs to it.
        form.initial |= {"key": request.POST["key"]} if _key(request) else {}
        panel = StepPanel(case, step, form, latest, kept)
    return {
        **_head(case, step),
        **_back(request, case),
        "panel": panel,
        "typed": _typed(request.POST, form_for(case, step, request.actor)),
    }


def _typed(data: Mapping[str, Any], form: StepForm) -> list[dict[str, Any]]:
    return [
        {"label": form.fields[name].label, "value": data[name]}
        for name in form.fields
        if name not in CARRIED and str(data.get(name, "")).strip()
    ]


def _page(request: DeskRequest, panel: StepPanel, *, status: int = HTTPStatus.OK) -> HttpResponse:
    others = others_at(panel.case, request.actor, step=panel.step.name)
    context = {
        **_head(panel.case, panel.step),
        **presence.context_of(panel.case, others, step=panel.step.name),
        "panel": panel,
        **_back(request, panel.case),
    }
    return desk(request, "workbench/step.html", context, status=status)


def _head(case: Case, step: Step) -> dict[str, Any]:
    state = labels.state_of(case)
    address = reverse("workbench:case", args=[case.reference])
    return {
        "case": case,
        "step": step,
        "state": state,
        "state_tone": labels.tone(state),
        "category": labels.category(case.category_id, group=True),
        "place": labels.place(case.area_path, parts=4),
        "unit": labels.unit(case.unit_id),
        "crumbs": [
            {"label": _("Matters"), "url": reverse("workbench:queue")},
            {"label": case.reference, "url": address},
            {"label": step.label},
        ],
    }


def _seen(request: DeskRequest) -> int:
    return number_in(request.POST.get("latest", "")) or 0


def _latest(case: Case) -> int:
    return Event.objects.filter(case=case).order_by("-id").values_list("pk", flat=True).first() or 0


def _earlier(request: DeskRequest, case: Case) -> Event | None:
    """The event of the same submission, sent before: its form may no longer be valid because it succeeded."""
    key = _key(request)
    return Event.objects.filter(case=case, key=key, actor=request.actor.key).first() if key else None


def _key(request: DeskRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None
