"""The residents' own page for mediation: what it is, and applying for it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from heli.access.gates import needs
from heli.access.permissions import REPORT
from heli.mediation.apply_form import ApplyForm
from heli.mediation.opening import PARTY, bring
from heli.papers import kept_files
from heli.portal import visits
from heli.portal.handing_in import hand_in
from heli.portal.pages import render


@needs(REPORT)
def apply(request: HttpRequest) -> HttpResponse:
    """Take an application for mediation (People's Mediation Law, art. 17)."""
    if request.method != "POST":
        return _page(request, ApplyForm(initial={name: request.GET.get(name, "") for name in ("category", "place")}))
    earlier = visits.received_before(request, request.POST.get("key", ""))
    if earlier:
        messages.info(request, _("We have this application already; it was not sent twice."))
        return redirect("portal:receipt", reference=earlier)
    if "ask" in request.POST:
        return _page(request, ApplyForm(initial=request.POST.dict()))
    form = ApplyForm(request.POST, kept_files.taken_up(request))
    return _take(request, form) if form.is_valid() else _page(request, form, status=422)


def _take(request: HttpRequest, form: ApplyForm) -> HttpResponse:
    key, what = form.submission(), form.application()
    return hand_in(
        request, form, lambda many: bring(replace(what, many=many), by=PARTY, key=key), lambda: _page(request, form)
    )


def _page(request: HttpRequest, form: ApplyForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "asked": form.asked(),
        "kept": kept_files.keep(form) if form.is_bound else [],
    }
    return render(request, "mediation/apply.html", context, status=status)
