"""Laying a report aside while the next call waits, and coming back to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heli.access.gates import needs
from heli.access.permissions import TAKE_REPORTS
from heli.kernel.plain import number_in
from heli.service_requests.desk_forms import IntakeForm
from heli.workbench import drafts
from heli.workbench.draft_views import draft_line, submission_of
from heli.workbench.drafts import Kept
from heli.workbench.shell import DeskRequest

#: The name under which reports of this page are kept.
INTAKE = "intake"
SHORT = 40


@require_POST
@needs(TAKE_REPORTS)
def park(request: DeskRequest) -> HttpResponse:
    """Keep what was typed for later, or discard it, and offer an empty page; for a script, tell when it was kept."""
    if "discard" in request.POST:
        drafts.discard(request.actor, step=INTAKE, pk=number_in(request.POST["discard"]))
        return redirect("request_desk:intake")
    kept = drafts.keep(
        request.actor,
        drafts.typed(request.POST, IntakeForm(actor=request.actor).fields),
        step=INTAKE,
        key=submission_of(request),
    )
    if request.htmx:  # type: ignore[attr-defined]
        return draft_line(request, kept, request.path)
    messages.info(request, _("Laid aside; only you can see it.") if kept else _("There was nothing to keep."))
    return redirect("request_desk:intake")


def restored(request: DeskRequest) -> IntakeForm:
    """Return the form as it was laid aside where the address names a draft of the actor's, else an empty one."""
    form, wanted = IntakeForm(actor=request.actor), number_in(request.GET.get("draft", ""))
    found = drafts.parked(request.actor, INTAKE) if wanted else []
    for draft in (each for each in found if each.pk == wanted):
        form.initial = {**draft.initial(form.fields), "key": draft.submission}
    return form


def discard_parked(request: DeskRequest, key: UUID) -> None:
    """Remove the draft of the form that was sent; its report is taken."""
    drafts.discard(request.actor, step=INTAKE, key=key)


def laid_aside(request: DeskRequest, form: IntakeForm) -> dict[str, Any]:
    """Return ``parked``, what the actor has laid aside, and ``draft``, that of the ``form`` before them if any."""
    found, here = drafts.parked(request.actor, INTAKE), str(form["key"].value())
    return {
        "parked": [_line(kept) for kept in found if str(kept.submission) != here],
        "draft": next((kept for kept in found if str(kept.submission) == here), None),
    }


def _line(kept: Kept) -> dict[str, Any]:
    return {
        "kept": kept,
        "url": f"{reverse('request_desk:intake')}?draft={kept.pk}",
        "words": Truncator(" ".join(kept.values.get("text", ()))).chars(SHORT),
        "name": " ".join(kept.values.get("name", ())),
    }
